/** A commit as a window makes it, in a process of its own: it tells how far it is, and what it is answered with is what was done. */
import { describe, expect, onTestFinished, test } from "vitest";
import type { Progress } from "../../../core/api/call.ts";
import type { ChangePlan, CommitAnswer } from "../../../core/api/changes.ts";
import { unwrap, type FailureCode } from "../../../core/api/failure.ts";
import { Pool } from "../../../core/process/pool.ts";
import type { ChildProcess, FromDatabaseProcess, ToDatabaseProcess } from "../../../core/process/protocol.ts";
import { spawnDatabaseProcess } from "../../../server/spawnDatabaseProcess.ts";
import { backends } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";
import { bundledDatabaseProcess } from "../../support/programs.ts";

/** More than are written between two looks at whether they are still wanted. */
const count = 2500;
const planned = {
  from: "value",
  runs: { selection: { expression: "status == 0", runMin: null, runMax: null } },
  action: "set",
  condition: "status",
  value: 5,
};

type Message = FromDatabaseProcess | ToDatabaseProcess;

/** A process of which it is heard what is said to it and what it says, a moment before that arrives; it never does where it is killed then. */
function overheard(hear: (message: Message, kill: () => void) => void): ChildProcess {
  const child = spawnDatabaseProcess(bundledDatabaseProcess());
  let isKilled = false;
  const pass = (message: Message): boolean => {
    hear(message, () => {
      isKilled = true;
      child.kill();
    });
    return !isKilled;
  };
  return {
    ...child,
    post: (message) => {
      if (pass(message)) child.post(message);
    },
    listen: (listener) =>
      child.listen((message) => {
        if (pass(message)) listener(message);
      }),
  };
}

/** When it is cancelled: as soon as this is heard after the changes were sent. */
const moments: readonly [what: string, isIt: (message: Message) => boolean, isDone: boolean][] = [
  ["when it is sent", ({ kind }) => kind === "call", false],
  ["when it is begun", ({ kind }) => kind === "progress", false],
  ["when it asks whether it may be committed", ({ kind }) => kind === "committing", false],
  ["when it may be committed", ({ kind }) => kind === "may-commit", true],
  ["when it is committed", ({ kind }) => kind === "outcome", true],
];

/** When its process is killed, and what that is answered with. */
const ends: readonly [
  what: string,
  isIt: (message: Message) => boolean,
  code: FailureCode,
  isDone: boolean,
][] = [
  ["when it asks whether it may be committed", ({ kind }) => kind === "committing", "interrupted", false],
  ["when it may be committed", ({ kind }) => kind === "may-commit", "uncertain", false],
  ["when it is committed", ({ kind }) => kind === "outcome", "uncertain", true],
];

describe.each(backends)("on $name", (backend) => {
  test("many values, cancelled at any moment and then committed", async () => {
    const connection = await backend.create({
      types: { status: "int" },
      runs: Object.fromEntries(
        Array.from({ length: count }, (_, at) => [at + 1, { conditions: { status: 0 } }]),
      ),
    });
    let hear: (message: Message, kill: () => void) => void = () => undefined;
    const spawn = () => overheard((message, kill) => hear(message, kill));
    const { pool } = unwrap(await Pool.open({ spawn, size: 2, share: null }, connection));
    onTestFinished(() => pool.close());
    const { changes } = unwrap(await pool.call("planChanges", planned, {})) as ChangePlan;
    expect(changes).toHaveLength(count);
    const database = await openForTest(connection);
    const stored = () => database.read.selectFrom("conditions").select("int_value").distinct().execute();
    const commits = () => database.read.selectFrom("logs").select("id").execute();

    for (const [what, isIt, isDone] of moments) {
      const value = isDone ? 5 : 0;
      const stop = new AbortController();
      const reports: Progress[] = [];
      let isSent = false;
      hear = (message) => {
        isSent ||= message.kind === "call";
        if (isSent && isIt(message)) stop.abort();
      };
      const onProgress = (progress: Progress): number => reports.push(progress);
      const options = { signal: stop.signal, onProgress };
      const outcome = await pool.change("commitChanges", { changes }, options);
      expect(stop.signal.aborted, what).toBe(true);
      expect(outcome, what).toMatchObject(
        isDone ? { ok: true } : { ok: false, error: { code: "cancelled" } },
      );
      expect(await stored(), what).toEqual([{ int_value: value }]);
      expect((await commits()).length > 0, what).toBe(isDone);
      hear = () => undefined;
      if (!isDone) continue;
      expect(reports.at(-1)).toMatchObject({ total: count, label: "Writing changes" });
      const { commit, counts } = unwrap(outcome) as CommitAnswer;
      expect(counts).toMatchObject({ replaced: count });
      unwrap(await pool.change("undoCommit", { commit }, {}));
    }

    const few = { changes: changes.slice(0, 100) };
    const written = async (): Promise<number> =>
      (await database.read.selectFrom("conditions").select("id").where("int_value", "=", 5).execute()).length;
    for (const [what, isIt, code, isDone] of ends) {
      let isSent = false;
      hear = (message, kill) => {
        isSent ||= message.kind === "call";
        if (!isSent || !isIt(message)) return;
        hear = () => undefined;
        kill();
      };
      const outcome = await pool.change("commitChanges", few, {});
      expect(outcome, what).toMatchObject({ ok: false, error: { code } });
      expect(await written(), what).toBe(isDone ? 100 : 0);
    }
    hear = ({ kind }) => kind === "committing" && pool.close();
    const ended = await pool.change("commitChanges", few, {});
    expect(ended).toMatchObject({ ok: false, error: { code: "interrupted" } });
  });
});
