/** A database among files that are dropped is known by its content. */
import { expect, test } from "vitest";
import { firstDatabase } from "../../../renderer/lib/databaseFile.ts";

const header = "SQLite format 3\0";
const unreadable = Object.assign(new File([], "folder"), {
  slice: () => ({ text: () => Promise.reject(new Error("a folder")) }),
});

test.each([
  ["a database", [new File([`${header}…`], "a.sqlite")], 0],
  ["a database of another name, beside a text", [new File(["a"], "a.db"), new File([header], "b")], 1],
  ["records of a control system", [new File(["record(ai, “x”) {}"], "ioc.db")], -1],
  ["an empty file", [new File([], "a.sqlite")], -1],
  ["a folder", [unreadable], -1],
])("%s", async (_what, files, at) => {
  expect(await firstDatabase(files)).toBe(files[at]);
});
