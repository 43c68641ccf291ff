/** What a call says of itself, and that those who pass calls on ask nothing else. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import {
  call,
  callNamed,
  callsAnsweredBy,
  reading,
  readingResult,
  resultNamed,
} from "../../../core/api/call.ts";
import { callsByHost, callsByPage, contract, hostCalls, writerCalls } from "../../../core/api/contract.ts";
import { logCalls } from "../../../core/api/log.ts";
import { logHandlers } from "../../../core/service/log.ts";
import type { HandlersOf } from "../../../core/service/handler.ts";
import { root } from "../../../scripts/setup/project.mjs";
import { projectFiles, readProjectFile } from "../../support/projectFiles.ts";

const names = Object.keys(contract);

test.each([
  ["readRun", true],
  ["nothing", false],
  ["constructor", false],
  ["__proto__", false],
])("a call named %s", (name, isThere) => {
  expect(callNamed(contract, name) !== undefined).toBe(isThere);
});

test("a page makes no call that names a path to write to, and a host's own calls are for pages alone", () => {
  expect(callsByPage).not.toHaveProperty("writeRows");
  expect(callsByHost).toHaveProperty("writeRows");
  expect(Object.keys(callsAnsweredBy(contract, "writer"))).toEqual(Object.keys(writerCalls));
  expect(Object.values(hostCalls).every(({ traits }) => traits.callers.join() === "page")).toBe(true);
});

test("all that a writer answers changes something", () => {
  const changing = Object.entries(contract).filter(([, { traits }]) => traits.changes);
  expect(changing.map(([name]) => name)).toEqual(expect.arrayContaining(Object.keys(writerCalls)));
});

describe("the result that an input names", () => {
  const needing = call(readingResult, v.object({ result: v.string() }), v.string());
  const other = call(reading, v.object({}), v.string());

  test.each([
    ["of a call that needs one", needing, { result: "p1-1" }, "p1-1"],
    ["that is not a text", needing, { result: 1 }, null],
    ["that is missing", needing, {}, null],
    ["of no input", needing, null, null],
    ["of a call that needs none", other, { result: "p1-1" }, null],
  ])("%s", (_what, asked, input, result) => {
    expect(resultNamed(asked, input)).toBe(result);
  });
});

test("the compiler names a handler that is missing, and a call that needs a result and takes none", () => {
  const { readLog, readHistory } = logHandlers;
  // @ts-expect-error addLogRecord has no handler
  const incomplete: HandlersOf<typeof logCalls> = { readLog, readHistory };
  expect(Object.keys(incomplete)).not.toEqual(Object.keys(logCalls));
  // @ts-expect-error the input names no result
  expect(resultNamed(call(readingResult, v.object({}), v.string()), {})).toBe(null);
});

test("a noun has a file of calls in core/api and one of handlers in core/service", () => {
  const calls = projectFiles()
    .filter(
      (file) =>
        /^core\/api\/\w+\.ts$/.test(file) && /^export const \w+Calls = \{/m.test(readProjectFile(file)),
    )
    .map((file) => file.replace("core/api/", ""));
  const handlers = readdirSync(join(root, "core/service"));
  // What a window has open is answered by its host.
  expect(calls.filter((file) => !handlers.includes(file)).toSorted()).toEqual([
    "drafts.ts",
    "profiles.ts",
    "session.ts",
    "settings.ts",
  ]);
});

test("who passes calls on knows none by its name", () => {
  const passing = projectFiles().filter(
    (file) =>
      file.startsWith("core/process/") || ["core/api/dispatch.ts", "core/api/client.ts"].includes(file),
  );
  const named = passing.flatMap((file) => {
    const text = readProjectFile(file);
    return names
      .filter((name) => new RegExp(`["'\`]${name}["'\`]`).test(text))
      .map((name) => `${file}: ${name}`);
  });
  expect(passing.length).toBeGreaterThan(6);
  expect(named).toEqual([]);
});
