import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareTexts } from "../../../core/compareTexts.ts";
import { sqliteDialect } from "../../../core/db/sqliteDialect.ts";
import { HeldResult } from "../../../core/results/heldResult.ts";
import { Results } from "../../../core/results/results.ts";
import { sqlText } from "../../../core/sqlText.ts";
import { secondsBetween, shownTime } from "../../../core/times.ts";

test("texts compare as their code points do", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "A", "é", "\uFFFD", "𝔸", "😀", "\uE000") });
  fc.assert(
    fc.property(text, text, (left, right) => {
      const points = (of: string): number[] => [...of].map((char) => char.codePointAt(0) ?? 0);
      expect(Math.sign(compareTexts(left, right))).toBe(compareLists(points(left), points(right)));
    }),
  );
});

function compareLists(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((value, index) => value !== right[index]);
  if (at < 0) return Math.sign(left.length - right.length);
  return at >= right.length ? 1 : Math.sign((left[at] ?? 0) - (right[at] ?? 0));
}

describe("times", () => {
  test.each([
    ["2016-02-17 13:26:01.000000", "2016-02-17 13:26:01"],
    ["2016-02-17 13:26:01", "2016-02-17 13:26:01"],
    ["2016-02-17T13:26:01.5", "2016-02-17 13:26:01.5"],
    ["2016-02-17 13:26:01.250000", "2016-02-17 13:26:01.250000"],
    ["no time", "no time"],
  ])("%s is shown as %s", (stored, shown) => expect(shownTime(stored)).toBe(shown));

  test.each([
    ["2016-02-17 13:26:01.000000", "2016-02-17 14:20:00", 3239],
    // An hour that a change of clocks leaves out in many zones: wall-clock times know of no zone.
    ["2018-03-11 01:30:00", "2018-03-11 03:30:00", 7200],
    ["2016-02-17 13:26:01", null, null],
    ["no time", "2016-02-17 14:20:00", null],
  ])("from %s to %s", (start, end, seconds) => expect(secondsBetween(start, end)).toBe(seconds));
});

test("SQL to copy has its parameters in place, question marks of its own stay", () => {
  const query = {
    sql: `SELECT "a?" FROM t WHERE x = ? AND y = 'why?' AND z = ?`,
    parameters: ["it's ?", null],
  };
  expect(sqlText(sqliteDialect, query as never)).toBe(
    `SELECT "a?" FROM t WHERE x = 'it''s ?' AND y = 'why?' AND z = NULL`,
  );
});

test("old results make room for new ones, the newest stays whatever its size", () => {
  const results = new Results("p1");
  const large = () => new HeldResult(new Float64Array(3_000_000), [], []);
  const first = results.add(large());
  const second = results.add(large());
  expect(() => results.get(first)).toThrow(/Run the query again/);
  expect(results.get(second).count).toBe(3_000_000);
  const small = results.add(new HeldResult(new Float64Array(10), [], []));
  expect(results.get(second).count).toBe(3_000_000);
  expect(results.get(small).count).toBe(10);
});
