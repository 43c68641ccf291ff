/** The contract's edges: what is asked by name with untrusted input is answered with data, always. */
import { describe, expect, test } from "vitest";
import { hostCalls, callsByPage, readerCalls, writerCalls } from "../../../core/api/contract.ts";
import { createClient } from "../../../core/api/client.ts";
import { dispatch } from "../../../core/api/dispatch.ts";
import { createService } from "../../../core/service/service.ts";
import { backends, sqlite, type Backend } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";

const context = { signal: new AbortController().signal, report: () => undefined };

async function service(create: Backend["create"] = sqlite.create) {
  const path = await create({
    types: { count: "int" },
    runs: { 1: { conditions: { count: 2 } }, 2: {} },
  });
  return createService(await openForTest(path), "p1");
}

const search = {
  expression: "",
  runMin: null,
  runMax: null,
  columns: ["count"],
  order: { column: "run", descending: false },
};

/** Those changes that a window may ask for; only the desktop application makes them. */
const windowChanges = {
  addComment: writerCalls.addComment,
  addAlias: writerCalls.addAlias,
  deleteAlias: writerCalls.deleteAlias,
  createRunPeriod: writerCalls.createRunPeriod,
  updateRunPeriod: writerCalls.updateRunPeriod,
  deleteRunPeriod: writerCalls.deleteRunPeriod,
  optimizeDatabase: writerCalls.optimizeDatabase,
  tryWriting: writerCalls.tryWriting,
  addFile: writerCalls.addFile,
  attachFile: writerCalls.attachFile,
  detachFile: writerCalls.detachFile,
  createRun: writerCalls.createRun,
  createConditionType: writerCalls.createConditionType,
  updateConditionType: writerCalls.updateConditionType,
  deleteConditionType: writerCalls.deleteConditionType,
  commitChanges: writerCalls.commitChanges,
  undoCommit: writerCalls.undoCommit,
};

test("every call has a handler, and every handler a call", async () => {
  expect(Object.keys(await service()).sort()).toEqual(Object.keys(readerCalls).sort());
});

test("what writes to a path is not for the window", () => {
  const { writeRows, takeCopy, updateCopy, shareRows, ...read } = readerCalls;
  for (const { traits } of [writeRows, takeCopy, updateCopy])
    expect(traits.callers).toEqual(["host", "program"]);
  expect(shareRows.traits.callers).toEqual(["host"]);
  expect(Object.keys(callsByPage).sort()).toEqual(
    [read, windowChanges, hostCalls].flatMap((calls) => Object.keys(calls)).sort(),
  );
  expect(callsByPage).not.toHaveProperty("writeRows");
});

describe("input that does not fit is refused before any handler sees it", () => {
  test.each<[string, unknown, string, RegExp]>([
    ["nothing", {}, "unknown_call", /no call “nothing”/],
    ["constructor", {}, "unknown_call", /no call/],
    ["__proto__", {}, "unknown_call", /no call/],
    ["readRun", {}, "bad_input", /run/],
    ["readRun", { run: "1" }, "bad_input", /at run/],
    ["readRun", { run: 1.5 }, "bad_input", /at run/],
    ["readRun", null, "bad_input", /readRun/],
    ["searchRuns", { ...search, columns: [1] }, "bad_input", /columns\.0/],
    ["readRows", { result: "p1-1", from: -1, count: 1 }, "bad_input", /from/],
    ["readRows", { result: "p1-1", from: 0, count: 1e9 }, "bad_input", /count/],
    ["readRows", { result: "p1-1", from: 0, count: 1 }, "result_gone", /Run the query again/],
  ])("%s(%j)", async (name, input, code, message) => {
    const outcome = await dispatch(readerCalls, await service(), name, input, context);
    expect(outcome).toMatchObject({
      ok: false,
      error: { code, message: expect.stringMatching(message) as string },
    });
  });
});

test.each(backends)("a client's calls, from search to sorted rows, on $name", async ({ create }) => {
  const handlers = await service(create);
  const client = createClient(readerCalls, (name, input) =>
    dispatch(readerCalls, handlers, name, input, context),
  );
  const found = await client.searchRuns(search);
  if (!found.ok) throw new Error(found.error.message);
  expect(found.value).toMatchObject({
    count: 2,
    columns: [{ name: "count", type: "int" }],
    plan: "runs only",
    dates: [],
  });
  const { result } = found.value;
  await client.sortRows({ result, order: { column: "run", descending: true } });
  expect(await client.readRows({ result, from: 0, count: 10 })).toEqual({
    ok: true,
    value: { from: 0, runs: [2, 1], values: [[null, 2]] },
  });
  expect(await client.findRow({ result, run: 1 })).toEqual({
    ok: true,
    value: { row: 1, previous: 2, next: null },
  });
});

test("an expression's problems come with their places", async () => {
  const input = { ...search, expression: "count = 5" };
  expect(await dispatch(readerCalls, await service(), "searchRuns", input, context)).toMatchObject({
    ok: false,
    error: { code: "expression", detail: { problems: [{ from: 6, to: 7 }] } },
  });
});
