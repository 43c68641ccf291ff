import { expect, test } from "vitest";
import { readPeriod, textsOf } from "../../../renderer/settings/periodTexts.ts";

const given = {
  name: "RunPeriod-2016-02",
  runMin: 10_000,
  runMax: 19_999,
  startDate: "2016-02-01",
  endDate: null,
  description: null,
};
const stored = { id: 1, ...given };

test("what is stored comes back from the form", () => {
  expect(readPeriod(textsOf(stored))).toEqual(given);
});

test.each([
  [{ name: " " }, "Give it a name."],
  [{ runMin: "" }, "Give the number of its first run."],
  [{ runMin: "-1" }, "Give the number of its first run."],
  [{ runMax: "ten" }, "Give the number of its last run."],
  [{ runMax: "1e3" }, "Give the number of its last run."],
  [{ runMax: "1".repeat(16) }, "Give the number of its last run."],
])("%j is refused: %s", (texts, problem) => {
  expect(readPeriod({ ...textsOf(stored), ...texts })).toBe(problem);
});

test.each([
  [{ name: " two words " }, { name: "two words" }],
  [{ runMin: " 7 " }, { runMin: 7 }],
  [{ startDate: "" }, { startDate: null }],
  [{ description: "  " }, { description: null }],
])("%j gives %j", (texts, given) => {
  expect(readPeriod({ ...textsOf(stored), ...texts })).toMatchObject(given);
});
