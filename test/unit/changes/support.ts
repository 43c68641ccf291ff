/** What the tests of changes share: a small database, and its calls as every front end makes them. */
import type { Progress } from "../../../core/api/call.ts";
import { createClient, type Client } from "../../../core/api/client.ts";
import type { Change } from "../../../core/api/changes.ts";
import { readerCalls, writerCalls } from "../../../core/api/contract.ts";
import { dispatch } from "../../../core/api/dispatch.ts";
import { unwrap, type Outcome } from "../../../core/api/failure.ts";
import type { Cell } from "../../../core/api/values.ts";
import type { WritableDatabase } from "../../../core/db/database.ts";
import { createService, createWriteService } from "../../../core/service/service.ts";
import type { Backend } from "../../support/backends.ts";
import { openWritableForTest, type TestDatabase } from "../../support/database.ts";

export type ChangeClient = Client<typeof readerCalls & typeof writerCalls>;

/** The calls that read and those that change. */
export function changeClient(
  database: WritableDatabase,
  user = "tester",
  signal = new AbortController().signal,
  report: (progress: Progress) => void = () => undefined,
): ChangeClient {
  const calls = { ...readerCalls, ...writerCalls };
  const service = { ...createService(database, "t"), ...createWriteService(database, user) };
  return createClient(calls, (name, input) => dispatch(calls, service, name, input, { signal, report }));
}

const content: TestDatabase = {
  types: {
    events: "int",
    current: "float",
    comment: "string",
    good: "bool",
    at: "time",
    rtvs: "json",
    twice: "int",
  },
  runs: {
    1: {
      started: "2016-02-17 13:26:01.000000",
      conditions: { events: 5, current: 99.999, comment: "beam lost", good: true, twice: [7, 30] },
    },
    2: { conditions: { at: "2016-02-17 13:26:01.000000", rtvs: '{"a": 1}' } },
    3: {},
  },
};

export interface OpenedChanges {
  readonly connection: string;
  readonly database: WritableDatabase;
  readonly client: ChangeClient;
}

export async function openChanges(backend: Backend, given: TestDatabase = content): Promise<OpenedChanges> {
  const connection = await backend.create(given);
  const database = await openWritableForTest(connection);
  return { connection, database, client: changeClient(database) };
}

/** A change of a condition, from one value to another. */
export function change(run: number, name: string, old: Cell, next: Cell): Change {
  return { run, kind: "condition", name, old, new: next };
}

/** The same of a time of a run. */
export function timeChange(run: number, name: "started" | "finished", old: Cell, next: Cell): Change {
  return { run, kind: "time", name, old, new: next };
}

/** The answer of a call that is to succeed. */
export async function answerOf<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  return unwrap(await outcome);
}

/** All values of all runs as they are read, one text each. */
export async function valuesOf(client: ChangeClient, runs: readonly number[]): Promise<string[]> {
  const all: string[] = [];
  for (const run of runs) {
    const { started, finished, conditions } = await answerOf(client.readRun({ run }));
    all.push(`${run} from ${started ?? "-"} to ${finished ?? "-"}`);
    for (const { name, value } of conditions) if (value !== null) all.push(`${run} ${name} ${String(value)}`);
  }
  return all;
}
