/** Integers and floats compare by their exact values, as in Python, on both databases. */
import { describe, expect, test } from "vitest";
import { searchRuns } from "../../../core/search/search.ts";
import { backends } from "../../support/backends.ts";
import { openForTest, type TestRun } from "../../support/database.ts";

const types = { i: "int", f: "float", a: "int" } as const;
const greatest = 9223372036854775807n;
/** Floats beside integers that no double holds. Run 4 has neither. */
const stored = [
  { f: 2 ** 53, i: 9007199254740993n },
  { f: 2 ** 63, i: greatest },
  { f: -(2 ** 53), i: -9007199254740993n },
] as const;
const runs: Readonly<Record<number, TestRun>> = {
  ...Object.fromEntries(
    stored.map(({ f }, at): [number, TestRun] => [at + 1, { conditions: { f, i: 0, a: 1 } }]),
  ),
  4: { conditions: { a: 1 } },
};
const filled = stored.map(
  ({ i }, at) =>
    `UPDATE conditions SET int_value = ${i} WHERE run_number = ${at + 1} AND condition_type_id = (SELECT id FROM condition_types WHERE name = 'i')`,
);

const all = [1, 2, 3, 4];
const cases: readonly (readonly [expression: string, runs: readonly number[]])[] = [
  ["9007199254740992.0 == 9007199254740993", []],
  ["9007199254740992.0 != 9007199254740993", all],
  ["9007199254740992.0 < 9007199254740993", all],
  ["9007199254740992.0 >= 9007199254740993", []],
  ["9007199254740993 > 9007199254740992.0", all],
  ["9007199254740993 <= 9007199254740992.0", []],
  ["9223372036854775808.0 == 9223372036854775807", []],
  ["9223372036854775808.0 == 2 ** 63", all],
  ["-9007199254740992.0 == -9007199254740993", []],
  ["-9007199254740992.0 > -9007199254740993", all],
  ["f == 9007199254740993", []],
  ["f == 9007199254740992", [1]],
  ["f < 9007199254740993", [1, 3]],
  ["f in [2.5, 9007199254740993]", []],
  ["f in [2.5, 9007199254740992, None]", [1, 4]],
  ["f not in [2.5, 9007199254740993]", all],
  ["f != 9223372036854775807", all],
  ["f != 2 ** 63", [1, 3, 4]],
  ["f > 9223372036854775807", [2]],
  ["f <= 9223372036854775807", [1, 3]],
  ["f == i", [4]],
  ["f < i", [1]],
  ["f > i", [2, 3]],
  ["f != i", [1, 2, 3]],
  ["f == i - 1", [1]],
  ["f == i + 1", [2, 3]],
  ["2 ** 53 + a == 9007199254740992.0", []],
  ["2 ** 53 + a > 9007199254740992.0", all],
  ["3 ** 39 == 4052555153018976256.0", []],
  ["3 ** 39 == 3.0 ** 39", []],
  ["94906267 * 94906267 == 94906267.0 * 94906267", []],
  ["1.5 < 2 ** 53 + a < 9007199254740992.0", []],
  ["2.5 == 9007199254740993", []],
  ["1e300 > 9007199254740993", all],
  ["-1e300 < 9223372036854775807", all],
];

describe.each(backends)("on $name", (backend) => {
  test("all", async () => {
    const widened =
      backend.name === "mariadb"
        ? ["ALTER TABLE conditions MODIFY float_value DOUBLE, MODIFY int_value BIGINT"]
        : [];
    const refilled = stored.map(
      ({ f }, at) =>
        `UPDATE conditions SET float_value = ${f}e0 WHERE run_number = ${at + 1} AND condition_type_id = (SELECT id FROM condition_types WHERE name = 'f')`,
    );
    const statements = [...widened, ...filled, ...refilled];
    const database = await openForTest(await backend.create({ types, runs, statements }));
    const found = new Map<string, unknown>();
    for (const [expression] of cases) {
      const order = { column: "run", descending: false };
      const search = { expression, runMin: null, runMax: null, ranges: [], columns: [], order };
      const { result } = await searchRuns(database, search);
      found.set(expression, result.rows(0, 100).runs);
    }
    expect(found).toEqual(new Map(cases));
  });
});
