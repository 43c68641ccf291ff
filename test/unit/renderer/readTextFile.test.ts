/** Files that people choose: their text, or why it is not taken. */
import { expect, test } from "vitest";
import { readTextFile } from "../../../renderer/lib/readTextFile.ts";

const unreadable = Object.assign(new File(["x"], "folder"), {
  arrayBuffer: () => Promise.reject(new DOMException("A folder", "NotFoundError")),
});

test.each<[string, File, RegExp | string]>([
  ["UTF-8", new File(["Größe\n"], "a.csv"), "Größe\n"],
  ["a byte order mark is no part of it", new File(["\ufeffrun\n"], "a.csv"), "run\n"],
  [
    "Latin-1, whose letters would become others",
    new File([Buffer.from("Größe", "latin1")], "a.csv"),
    /“a.csv” is not UTF-8/,
  ],
  [
    "UTF-16, as spreadsheets write it",
    new File([Buffer.from("\ufeffrun", "utf16le")], "a.txt"),
    /“a.txt” is not UTF-8/,
  ],
  ["more than is read", new File(["x".repeat(1200)], "a.csv"), "“a.csv” has 1.2 kB; at most 1 kB are read."],
  ["a folder", unreadable, /“folder” cannot be read/],
])("%s", async (_, file, expected) => {
  const read = await readTextFile(file, 1000);
  expect(read.ok ? read.value : read.error.message).toEqual(
    typeof expected === "string" ? expected : expect.stringMatching(expected),
  );
});
