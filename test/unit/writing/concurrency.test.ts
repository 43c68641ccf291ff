/** Many processes write at once, and half of them are killed on the way: nothing is doubled, lost, or there in part. */
import { fork, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Database } from "../../../core/db/database.ts";
import { readHistory } from "../../../core/log/history.ts";
import { readRun } from "../../../core/runs/run.ts";
import { createRun } from "../../../core/writing/runs.ts";
import { inTransaction } from "../../../core/writing/writing.ts";
import { root } from "../../../scripts/setup/project.mjs";
import { backends, mariadb } from "../../support/backends.ts";
import { openForTest, openWritableForTest } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { writeClient } from "./client.ts";
import { conditions, presentRuns, type HammeredCall, type JournalLine } from "./hammered.ts";
import { program } from "../../support/programs.ts";

/** How many calls all processes together have done when the first ones are killed, one after the other, and when the others stop. */
const killedAfter = [10, 20, 30, 40];
const stoppedAfter = 60;
const names = ["a", "b", "c", "d", "e", "f", "g", "h"];

describe.each(backends)("on $name", (backend) => {
  test("eight processes, four of them killed", async () => {
    const connection = await backend.create({
      types: { first: "string", second: "string", third: "string" },
      runs: Object.fromEntries(presentRuns.map((run) => [run, {}])),
    });
    const journal = await hammer(connection);
    const failures = journal.filter(({ state }) => state !== "begun" && state !== "done");
    expect(failures).toEqual([]);
    const begun = new Set(journal.map(({ call }) => call.id));
    const done = doneIn(journal);
    expect(done.length).toBeGreaterThan(20);
    expect(begun.size).toBeGreaterThan(done.length);

    const database = await openForTest(connection);
    await expectNothingTwice(database);
    await expectValues(database, begun, done);
    await expectTypes(database, done);
    await expectFiles(database, done);
  });
});

test("a run that another writer creates at the worst moment is locked, too", async () => {
  const connection = await mariadb.create({ types: { first: "string" } });
  const [database, other] = [await openWritableForTest(connection), await openWritableForTest(connection)];
  const otherClient = writeClient(other);
  const values = [{ name: "first", value: "theirs" }];
  let isCreated = false;
  let theirs: Promise<unknown> = Promise.resolve();
  await inTransaction(database, "tester", async (writing) => {
    const { transaction } = writing;
    const lockRuns = async (runs: readonly number[]): Promise<void> => {
      await transaction.lockRuns(runs);
      // Once: the transaction is tried again, with the run locked.
      if (!isCreated) isCreated = (await otherClient.createRun({ number: 5 })).ok;
    };
    await createRun({ ...writing, transaction: { ...transaction, lockRuns } }, { number: 5 });
    let isOver = false;
    theirs = otherClient.addConditions({ run: 5, values }).finally(() => (isOver = true));
    await wait(300);
    expect(isOver).toBe(false);
  });
  expect(await theirs).toMatchObject({ ok: true, value: { added: 1 } });
});

/** Starts all processes, kills some and stops the others, and gives what they wrote down. */
async function hammer(connection: string): Promise<JournalLine[]> {
  const folder = temporaryFolder();
  const journalOf = (name: string): string => join(folder, name);
  const processes = names.map((name) =>
    fork(program("test/unit/writing/hammer"), [connection, journalOf(name), name], {
      cwd: root,
    }),
  );
  const ends = processes.map((child) => new Promise<number | null>((resolve) => child.once("exit", resolve)));
  await Promise.all(processes.map(whenReady));
  for (const child of processes) child.send("start");
  const untilDone = async (count: number): Promise<void> => {
    while (doneIn(names.flatMap((name) => readJournal(journalOf(name)))).length < count) await wait(20);
  };
  for (const [index, after] of killedAfter.entries()) {
    await untilDone(after);
    processes[index]?.kill("SIGKILL");
  }
  await untilDone(stoppedAfter);
  for (const child of processes) if (child.connected) child.send("stop");
  const codes = await Promise.all(ends);
  expect(codes).toEqual(names.map((_, index) => (index < killedAfter.length ? null : 0)));
  return names.flatMap((name) => readJournal(journalOf(name)));
}

function whenReady(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("exit", () => reject(new Error("a process ended before it began")));
  });
}

function doneIn(journal: readonly JournalLine[]): HammeredCall[] {
  return journal.filter(({ state }) => state === "done").map(({ call }) => call);
}

function readJournal(path: string): JournalLine[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as JournalLine);
}

async function expectNothingTwice({ read }: Database): Promise<void> {
  const twice = async (table: string, columns: string): Promise<unknown[]> =>
    (
      await sql
        .raw(`SELECT ${columns} FROM ${table} GROUP BY ${columns} HAVING count(*) > 1`)
        .execute({ getExecutor: () => read.getExecutor() })
    ).rows;
  expect(await twice("conditions", "run_number, condition_type_id")).toEqual([]);
  expect(await twice("condition_types", "name")).toEqual([]);
  expect(await twice("files", "path, sha256")).toEqual([]);
  expect(await twice("files_have_runs", "files_id, run_number")).toEqual([]);
}

/** Every call that set values is now what its runs hold, or was replaced, as the log tells; all three values alike. */
async function expectValues(
  database: Database,
  begun: ReadonlySet<string>,
  done: readonly HammeredCall[],
): Promise<void> {
  const runs = await database.read.selectFrom("runs").select("number").execute();
  for (const { number: run } of runs) {
    const { conditions: stored } = await readRun(database, run);
    if (stored.length === 0) continue;
    const values = conditions.map((name) => stored.find((condition) => condition.name === name)?.value);
    const chains = await Promise.all(conditions.map((name) => chainOf(database, run, name)));
    for (const chain of chains) expect(chain).toEqual(chains[0]);
    const [chain = []] = chains;
    // A run that was never changed has no history: its first values are what it holds.
    const all = chain.length === 0 ? values.slice(0, 1) : chain;
    expect(values).toEqual(conditions.map(() => all.at(-1)));
    expect(new Set(all).size).toBe(all.length);
    expect(all.filter((id) => !begun.has(String(id)))).toEqual([]);
    const expected = done.filter((call) => setsValuesOf(call, run)).map(({ id }) => id);
    expect(expected.filter((id) => !all.includes(id))).toEqual([]);
  }
  const created = done.flatMap((call) => (call.kind === "addRuns" ? call.runs : []));
  expect(created.filter((run) => !runs.some(({ number }) => number === run))).toEqual([]);
}

function setsValuesOf(call: HammeredCall, run: number): boolean {
  if (call.kind === "addRuns") return call.runs.includes(run);
  return call.kind === "addConditions" && call.run === run;
}

/** All values that a condition ever had, by its history, in which each change begins with what the last one left. */
async function chainOf(database: Database, run: number, condition: string): Promise<unknown[]> {
  const changes = await readHistory(database, { run, condition });
  const [first] = changes;
  if (!first) return [];
  const chain = [first.old, ...changes.map((change) => change.new)];
  expect(changes.map(({ old }) => old)).toEqual(chain.slice(0, -1));
  return chain;
}

async function expectTypes({ read }: Database, done: readonly HammeredCall[]): Promise<void> {
  const types = await read.selectFrom("condition_types").select("name").execute();
  const made = done.flatMap((call) => (call.kind === "createConditionType" ? [call.name] : []));
  expect(made.filter((name) => !types.some((type) => type.name === name))).toEqual([]);
}

/** A file that was added belongs to its run; of one that is overwritten each run has one, with the content of some call. */
async function expectFiles({ read }: Database, done: readonly HammeredCall[]): Promise<void> {
  const links = await read
    .selectFrom("files_have_runs")
    .innerJoin("files", "files.id", "files_have_runs.files_id")
    .select(["files_have_runs.run_number as run", "files.path as path", "files.content as content"])
    .execute();
  for (const call of done) {
    if (call.kind !== "addFile") continue;
    const own = links.filter(({ run, path }) => run === call.run && path === call.path);
    if (call.path === "/overwritten") expect(own).toHaveLength(1);
    else expect(own.map(({ content }) => content)).toContain(call.content);
  }
}
