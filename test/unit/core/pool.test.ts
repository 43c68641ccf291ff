/** The pool with real child processes: what can be killed, and what that costs nobody. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Outcome } from "../../../core/api/failure.ts";
import type { Rows, SearchResult } from "../../../core/api/search.ts";
import { Pool } from "../../../core/process/pool.ts";
import type { ChildProcess, FromDatabaseProcess } from "../../../core/process/protocol.ts";
import { spawnDatabaseProcess } from "../../../server/spawnDatabaseProcess.ts";
import { writeDatabase } from "../../support/database.ts";
import { processorSeconds, processTree } from "../../support/processTree.ts";
import { bundledDatabaseProcess } from "../../support/programs.ts";

const search = {
  expression: "",
  runMin: null,
  runMax: null,
  columns: ["kind"],
  order: { column: "run", descending: false },
};
/** A regular expression that backtracks for longer than any test waits. */
const endless = { ...search, expression: "kind.matches('^(?=a)(a+)+$')" };

/** A process of a pool, and how long it had computed when it was asked the endless query; null before that. */
interface Started extends ChildProcess {
  readonly pid: number;
  askedAt: number | null;
}

function startProcess(): Started {
  const before = new Set(processTree(process.pid));
  const child = spawnDatabaseProcess(bundledDatabaseProcess());
  const pid = processTree(process.pid).find((other) => !before.has(other));
  if (pid === undefined) throw new Error("the process that was started is not there");
  const started: Started = {
    ...child,
    pid,
    askedAt: null,
    post: (message) => {
      if (JSON.stringify(message).includes(endless.expression)) {
        started.askedAt = processorSeconds().get(pid) ?? 0;
      }
      child.post(message);
    },
  };
  return started;
}

async function openPool(share: number | null = null): Promise<{ pool: Pool; started: Started[] }> {
  const path = writeDatabase({
    types: { kind: "string" },
    runs: { 1: { conditions: { kind: `${"a".repeat(60)}b` } }, 2: { conditions: { kind: "b" } } },
  });
  const started: Started[] = [];
  const spawn = (): ChildProcess => {
    const child = startProcess();
    started.push(child);
    return child;
  };
  const opened = await Pool.open({ spawn, size: 3, share }, path);
  if (!opened.ok) throw new Error(opened.error.message);
  const { pool } = opened.value;
  onTestFinished(() => pool.close());
  return { pool, started };
}

async function found(answer: Promise<Outcome<unknown>>): Promise<SearchResult> {
  const outcome = await answer;
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value as SearchResult;
}

/** Until one of the processes is in the middle of the endless statement, as its own time tells: one that is not hears of an abort. */
async function inStatement(started: readonly Started[]): Promise<void> {
  const isComputing = (): boolean => {
    const now = processorSeconds();
    return started.some(({ pid, askedAt }) => askedAt !== null && (now.get(pid) ?? 0) - askedAt > 0.15);
  };
  await vi.waitUntil(isComputing, { timeout: 300_000, interval: 50 });
}

/** Until one of the processes that have been started by now has ended. */
function endOfOne(started: readonly ChildProcess[]): Promise<void> {
  return Promise.race(started.map((child) => new Promise<void>((resolve) => child.onExit(resolve))));
}

const rowsOf = (pool: Pool, result: string) =>
  pool.call("readRows", { result, from: 0, count: 10 }, {}) as Promise<Outcome<Rows>>;

test("while a query runs, the rows of the last one are read; cancelling it loses nothing", async () => {
  const { pool } = await openPool();
  const { result } = await found(pool.call("searchRuns", search, {}));
  const controller = new AbortController();
  const running = pool.call("searchRuns", endless, { signal: controller.signal });
  expect(await rowsOf(pool, result)).toMatchObject({ ok: true, value: { runs: [1, 2] } });

  const start = performance.now();
  controller.abort();
  expect(await running).toMatchObject({ ok: false, error: { code: "cancelled" } });
  // The query itself would end long after the test; how soon it is cancelled is measured by the bench.
  expect(performance.now() - start).toBeLessThan(60_000);
  expect(await rowsOf(pool, result)).toMatchObject({ ok: true, value: { runs: [1, 2] } });
  expect(await found(pool.call("searchRuns", search, {}))).toMatchObject({ count: 2 });
});

/** Processes without a database: a query is answered at once, reading its rows never is. */
function imitated(): ChildProcess {
  let say: (message: FromDatabaseProcess) => void = () => undefined;
  let name = "";
  return {
    post: (message) => {
      if (message.kind === "open") name = message.process;
      if (message.kind === "end" || (message.kind === "call" && message.name === "readRows")) return;
      const value =
        message.kind === "open" ? { database: {}, file: "one" } : { result: `${name}-${message.id}` };
      queueMicrotask(() => say({ kind: "outcome", id: message.id, outcome: { ok: true, value } }));
    },
    listen: (listener) => (say = listener),
    onExit: () => undefined,
    kill: () => undefined,
  };
}

test("a query takes no process in which somebody reads an older result, as long as another may start", async () => {
  const opened = await Pool.open({ spawn: imitated, size: 8, share: null }, "one");
  if (!opened.ok) throw new Error(opened.error.message);
  const { pool } = opened.value;
  onTestFinished(() => pool.close());
  const processes: string[] = [];
  for (let query = 0; query < 4; query++) {
    const { result } = await found(pool.call("searchRuns", search, {}));
    processes.push(result.split("-")[0] ?? "");
    void rowsOf(pool, result);
  }
  expect(new Set(processes).size).toBe(4);
});

test("the first query does not wait for a process to start where one answers short calls", async () => {
  const { pool } = await openPool();
  const short = pool.call("listConditionTypes", {}, {});
  expect(await found(pool.call("searchRuns", search, {}))).toMatchObject({
    result: expect.stringMatching(/^p1-/) as string,
  });
  expect(await short).toMatchObject({ ok: true });
});

test("a cancelled query's process ends, and the pool keeps a spare", async () => {
  const { pool, started } = await openPool();
  const controller = new AbortController();
  const running = pool.call("searchRuns", endless, { signal: controller.signal });
  const ends = endOfOne(started);
  await inStatement(started);
  controller.abort();
  await running;
  await ends;
  expect(await found(pool.call("searchRuns", search, {}))).toMatchObject({ count: 2 });
});

test("the results of a table and of a plot lie beside each other, and both outlive cancelled queries", async () => {
  const { pool, started } = await openPool();
  const table = await found(pool.call("searchRuns", search, {}));
  const plot = await found(pool.call("searchRuns", { ...search, columns: [] }, {}));
  for (let round = 0; round < 2; round++) {
    const controller = new AbortController();
    const running = pool.call("searchRuns", endless, { signal: controller.signal });
    const ends = endOfOne(started);
    await inStatement(started);
    controller.abort();
    await running;
    await ends;
  }
  for (const { result } of [table, plot]) {
    expect(await rowsOf(pool, result)).toMatchObject({ ok: true, value: { runs: [1, 2] } });
  }
  const wanted = { result: plot.result, x: "run", column: "run", points: 100 };
  expect(await pool.call("plotColumn", wanted, {})).toMatchObject({ ok: true, value: { rows: 2 } });
});

test("the search for a run before another one is cancelled as a query is, and loses nothing", async () => {
  const { pool, started } = await openPool();
  const { result } = await found(pool.call("searchRuns", search, {}));
  const controller = new AbortController();
  const wanted = { run: 2, expression: endless.expression };
  const running = pool.call("findRunBefore", wanted, { signal: controller.signal });
  const ends = endOfOne(started);
  await inStatement(started);
  controller.abort();
  expect(await running).toMatchObject({ ok: false, error: { code: "cancelled" } });
  await ends;
  expect(await rowsOf(pool, result)).toMatchObject({ ok: true, value: { runs: [1, 2] } });
});

test("queries that nobody cancels leave a process to others, and end when their share is over", async () => {
  const { pool } = await openPool(500);
  // Two run, two wait.
  const four = Array.from({ length: 4 }, () => pool.call("searchRuns", endless, {}));
  expect(await pool.call("readRun", { run: 2 }, {})).toMatchObject({ ok: true, value: { run: 2 } });
  expect(await found(pool.call("searchRuns", search, {}))).toMatchObject({ count: 2 });
  const { result } = await found(pool.call("searchRuns", search, {}));
  expect(await rowsOf(pool, result)).toMatchObject({ ok: true, value: { runs: [1, 2] } });
  expect(await pool.call("searchFiles", { text: "a" }, {})).toMatchObject({ ok: true });
  expect(await four[0]).toMatchObject({ ok: false, error: { code: "too_long" } });
});

test("a call that waits for its turn is cancelled at once", async () => {
  const { pool } = await openPool();
  const running = [0, 1].map(() => pool.call("searchRuns", endless, {}));
  const controller = new AbortController();
  const waiting = pool.call("searchRuns", search, { signal: controller.signal });
  controller.abort();
  expect(await waiting).toMatchObject({ ok: false, error: { code: "cancelled" } });
  pool.close();
  for (const outcome of await Promise.all(running)) expect(outcome).toMatchObject({ ok: false });
});

test("any call is cancelled by the end of its process; what others asked there is asked again", async () => {
  const { pool } = await openPool();
  const { result } = await found(pool.call("searchRuns", search, {}));
  // Stopped, a process does not hear what it is told, as in the middle of a long statement.
  const stopped = processTree(process.pid).slice(1);
  for (const pid of stopped) signalIfThere(pid, "SIGSTOP");
  const controller = new AbortController();
  const cancelled = pool.call("readRows", { result, from: 0, count: 1 }, { signal: controller.signal });
  // Until it was passed on.
  await nextTurn();
  const others = [pool.call("readRun", { run: 2 }, {}), pool.call("readRun", { run: 1 }, {})];
  const rows = rowsOf(pool, result);
  await nextTurn();
  controller.abort();
  expect(await cancelled).toMatchObject({ ok: false, error: { code: "cancelled" } });
  expect(await rows).toMatchObject({ ok: false, error: { code: "interrupted" } });
  expect(await rowsOf(pool, result)).toMatchObject({ ok: false, error: { code: "result_gone" } });
  for (const pid of stopped) signalIfThere(pid, "SIGCONT");
  expect(await Promise.all(others)).toMatchObject([{ ok: true }, { ok: true }]);
});

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: "ESRCH" });
  }
}

test("closing ends all processes at once, in the middle of a query too", async () => {
  const { pool, started } = await openPool();
  const running = pool.call("searchRuns", endless, {});
  const ends = Promise.all(started.map((child) => new Promise<void>((resolve) => child.onExit(resolve))));
  pool.close();
  expect(await running).toMatchObject({ ok: false, error: { code: "interrupted" } });
  await ends;
  expect(await pool.call("listAliases", {}, {})).toMatchObject({ ok: false, error: { code: "not_open" } });
});

test("reading goes on when its process is killed from outside; a lost result says so", async () => {
  const { pool, started } = await openPool();
  const { result } = await found(pool.call("searchRuns", search, {}));
  for (const child of started) child.kill();
  expect(await pool.call("readRun", { run: 2 }, {})).toMatchObject({ ok: true, value: { run: 2 } });
  const gone = await rowsOf(pool, result);
  expect(gone.ok).toBe(false);
  expect(["result_gone", "interrupted"]).toContain(gone.ok ? "" : gone.error.code);
});

describe("a database that cannot be opened", () => {
  test("is told once, and leaves no process", async () => {
    const started: ChildProcess[] = [];
    const ends: Promise<void>[] = [];
    const spawn = (): ChildProcess => {
      const child = spawnDatabaseProcess(bundledDatabaseProcess());
      started.push(child);
      ends.push(new Promise((resolve) => child.onExit(resolve)));
      return child;
    };
    const opened = await Pool.open({ spawn, size: 3, share: null }, "/no/such/rcdb.sqlite");
    expect(opened).toMatchObject({ ok: false, error: { code: "no_such_file" } });
    await Promise.all(ends);
    expect(started).toHaveLength(1);
  });
});

test("a call that needs no result is made whatever else its input names; one that there is not is unknown", async () => {
  const { pool } = await openPool();
  expect(await pool.call("readRun", { run: 2, result: "p99-1" }, {})).toMatchObject({ ok: true });
  expect(await pool.call("readRows", { result: "p99-1", from: 0, count: 1 }, {})).toMatchObject({
    ok: false,
    error: { code: "result_gone" },
  });
  expect(await pool.call("readRows", { result: 99, from: 0, count: 1 }, {})).toMatchObject({
    ok: false,
    error: { code: "bad_input" },
  });
  for (const name of ["nothing", "addComment", "readSession", "__proto__"]) {
    expect(await pool.call(name, {}, {})).toMatchObject({ ok: false, error: { code: "unknown_call" } });
  }
});
