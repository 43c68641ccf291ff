/** Functions, parts of texts, relative times and names in back quotes: what Python would select, on each database. */
import { describe, expect, test } from "vitest";
import { listConditionTypes } from "../../../core/catalogue/conditionTypes.ts";
import { compileSelection, searchRuns } from "../../../core/search/search.ts";
import { backends } from "../../support/backends.ts";
import { openForGroup, openForTest, type TestDatabase } from "../../support/database.ts";

const types = {
  count: "int",
  current: "float",
  text: "string",
  at: "time",
  "avg score": "int",
  in: "int",
  "a`b": "int",
  run_number: "int",
  newest: "int",
} as const;
const content: TestDatabase = {
  types,
  runs: {
    1: {
      conditions: {
        count: -7,
        current: 2.5,
        text: "FCAL_BCAL",
        at: "2018-03-01 00:00:00",
        "avg score": 1,
        in: 1,
        "a`b": 1,
        run_number: 2,
        newest: 10,
      },
    },
    2: { conditions: { count: 1250, current: 1350.25, text: " 12 ", at: "2018-03-31 23:59:59" } },
    3: {
      conditions: { count: 3, current: -0.5, text: "a😀b\nß", at: "2018-04-01 12:00:00", "avg score": 7 },
    },
    4: { conditions: { count: 0, current: 3.5, text: "1.5", at: "2019-12-31 12:00:00" } },
    5: {},
  },
};
/** The moment of each query. */
const now = "2018-04-02 11:30:00.000000";

describe.each(backends)("numbers at the ends of their range on $name", ({ create }) => {
  const opened = openForGroup(() => create(content));

  test.each<[string, number[]?]>([
    ["7 % 9223372036854775807 == 7"],
    ["(0 - 7) % 9223372036854775807 == 9223372036854775800"],
    ["94906267 ** 2 == 9007199515875289"],
    ["3 ** 39 % 10 == 7 and (0 - 3) ** 39 % 10 == 3 and (-3) ** 39 < 0 and 3 ** 39 == 4052555153018976267"],
    ["2 ** 62 % 1000 == 904 and 2 ** 0 == 1 and count ** 0 == 1 and count ** 1 == count", [1, 2, 3, 4]],
    ["count ** 2 % 10 == 9 or count ** 3 % 1000 == 0", [1, 2, 3, 4]],
    ["0 % -2147483648 == 0 and not 0 % -2147483648 and -4294967296 % -2147483648 == 0"],
    ["count * 0 % -3000000000 == 0 and (count - count) // -3000000000 == 0", [1, 2, 3, 4]],
    ["not count % 3000000000 or not -count % -3000000000", [4]],
    ["-7 // 2 == -4 and -7 % 2 == 1"],
    ["(-9223372036854775807 - 1) // -1 > 9223372036854775807"],
    ["2 ** 62 * 2 > 9223372036854775807"],
    ["2 ** 1024 > 1e308 and 0 ** 0 == 1 and (-8) ** 3 == -512 and (-10) ** 401 < 0 and 10 ** 400 > 1e308"],
    ["9223372036854775807 * 9223372036854775807 * 9223372036854775807 * 9223372036854775807 > 7e75"],
    ["count ** 40 >= 0 and count ** 40 * count ** 40 >= 0", [1, 2, 3, 4]],
    ["float(10 ** 400) > 1 or 10 ** 400 * 1.0 > 1", []],
    ["1e308 * 10 > 1e308 and 1 / 1e-320 > 1e308 and -1e308 * 10 < -1e308 and 1e308 + 1e308 > 1e308"],
    ["-1e308 - 1e308 < -1e308 and -1e308 + 1e308 == 0 and 1e308 * 10 == 1e308 * 100"],
    ["1e308 // 1e-10 > 1e308 and 5 // (1e308 * 10) == 0 and -5 // (1e308 * 10) == -1"],
    ["5 % (1e308 * 10) == 5 and -5 % (1e308 * 10) == 1e308 * 10 and 5 / (1e308 * 10) == 0"],
    ["1e308 * 10 - 1e308 == 1e308 * 10 and 1e308 * 10 * 0.001 > 1e308 and 1e308 * 10 / 1e300 > 1e308"],
    ["(1e308 * 10) ** 2 > 1e308 and (1e308 * 10) ** 0 == 1 and (1e308 * 10) ** -1 == 0"],
    ["(-1e308 * 10) ** 3 < -1e308 and (-1e308 * 10) ** 2 > 1e308 and 0.5 ** (1e308 * 10) == 0"],
    ["2.0 ** 1e308 > 1 or 1e308 ** 2.0 > 1 or 1e200 ** 1e308 > 1", []],
    ["1 ** 1e308 == 1 and 0.5 ** 1e308 == 0 and 1e300 ** -1e308 == 0"],
    ["(current * 1e308) * 10 > 1e308", [1, 2, 4]],
    ["current * 1e308 * 10 / 1e10 < -1e308 or current / 1e-320 < -1e308", [3]],
    ["round(current * 1e308 * 10) > 5 or int(current * 1e308 * 10) > 5 or int(current / 1e-320)", []],
    ["round(current * 1e308 * 10, 1) > 1e308 and round(current * 1e308 * 10, -2) > 1e308", [1, 2, 4]],
    ["abs(current * 1e308 * 10) > 1e308 and max(current * 1e308 * 10, 5) > 4", [1, 2, 3, 4]],
    // Run 5 has no count.
    ["1e308 * 10 + count > 5 or (count - 1e308 * 10) or (1e308 * 10) ** count >= 0", [1, 2, 3, 4]],
    ["count / (1e308 * 10) == 0 or count ** (1e308 * 10) >= 0", [1, 2, 3, 4]],
    ["1e308 * 10 * count not in [] or count % (1e308 * 10) not in []", [1, 2, 3]],
    // What is not a number, NaN to Python, fails.
    ["1e308 * 10 - 1e308 * 10 != 5 or not 1e308 * 10 * 0 > 5", []],
    ["1e308 * 10 / (1e308 * 10) != 5 or 1e308 * 10 % 5 != 5 or 1e308 * 10 // 5 != 5", []],
  ])("%s", async (expression, runs = [1, 2, 3, 4, 5]) => {
    const order = { column: "run", descending: false };
    const search = { expression, runMin: null, runMax: null, ranges: [], columns: [], order };
    const { result } = await searchRuns(opened(), search, undefined, now);
    expect(result.rows(0, 10).runs).toEqual(runs);
  });
});

describe.each(backends)("on $name", ({ create }) => {
  const opened = openForGroup(() => create(content));

  async function select(expression: string, of = content): Promise<unknown> {
    const database = of === content ? opened() : await openForTest(await create(of));
    const order = { column: "run", descending: false };
    const search = { expression, runMin: null, runMax: null, ranges: [], columns: [], order };
    const { result } = await searchRuns(database, search, undefined, now);
    return result.rows(0, 10).runs;
  }

  test.each(["int(text) == 12", "float(text) == 12"])(
    "%s: the blanks that Python strips",
    async (expression) => {
      const texts = [
        "\u00a0\u2003+1_2\u0085\u3000",
        "\t12\u2028",
        "\ufeff12",
        "1\u00a02",
        "12\u200b",
        "\u00a0",
      ];
      const runs = texts.map((text, at) => [at + 1, { conditions: { text } }] as const);
      expect(await select(expression, { types, runs: Object.fromEntries(runs) })).toEqual([1, 2]);
    },
  );

  test.each<[string, number[]]>([
    ["text[:4] == 'FCAL'", [1]],
    ["text[:4].lower() == 'fcal'", [1]],
    ["'BCAL' in text[1:]", [1]],
    ["text[-4:] == 'BCAL'", [1]],
    ["text[1] == '😀' and text[-1] == 'ß' and text[3] == '\\n'", [3]],
    ["text[3] != 'L'", [2, 3]],
    ["not text[8] == 'x'", [1]],
    ["text[-9] == 'F'", [1]],
    ["text[:-5] == 'FCAL' or text[:-1] == '1.'", [1, 4]],
    ["text[1:-1] == '12'", [2]],
    ["text[-3:-1] == '1.'", [4]],
    ["text[-3:2] == '1.' or text[-3:2] == ''", [1, 3, 4]],
    ["text[-3:3] == '12'", [2]],
    ["text[::-1] == 'LACB_LACF'", [1]],
    ["text[::2] == 'FA_CL' or text[::2] == 'ab\u00df'", [1, 3]],
    ["text[1::3] == 'C_A'", [1]],
    ["text[-2:1:-3] == 'A_'", [1]],
    ["text[-1::-4] == 'L_F'", [1]],
    ["text[:-4:-2] == 'LC' or text[:-4:-2] == '51'", [1, 4]],
    ["text[9:] == ''", [1, 2, 3, 4]],
    ["text[-99:99:1] == text", [1, 2, 3, 4]],
    ["text[99999999999999999999:] == '' and text[:99999999999999999999] == text", [1, 2, 3, 4]],
    ["text[99999999999999999999] == ''", []],
    ["len(text) == 5 or len(text) == 9", [1, 3]],
    ["abs(count) == 7", [1]],
    ["abs(current) < 1", [3]],
    ["round(current) == 2", [1]],
    ["round(current) == 0 or round(current) == 4", [3, 4]],
    ["round(current) // 2 == 1", [1]],
    ["round(current, 1) == 1350.2", [2]],
    ["round(current, -2) == 1400", [2]],
    ["round(count, -2) == 1200", [2]],
    ["round(count, 2) == 3", [3]],
    ["min(count, current) == -7", [1]],
    ["max(count, current, 3) == 3.5", [4]],
    ["max([count, current]) == 1350.25", [2]],
    ["min(text, 'F') == 'F'", [1, 3]],
    ["max(at, started) != at", []],
    ["int(text) == 12", [2]],
    ["int(current) == 0 or int(current) == 2", [1, 3]],
    ["int(current) // 2 == 1", [1, 4]],
    // Python's rules hold beyond 64 bits: the floor, and the sign of the divisor.
    ["count // int(current * 0 + 1e20) == 0", [2, 3, 4]],
    ["count // int(current * 0 + 1e20) == -1", [1]],
    ["count // int(current * 0 - 1e20) == -1", [2, 3]],
    ["count % int(current * 0 + 1e20) == 1250", [2]],
    ["count % int(current * 0 - 1e20) == -7", [1]],
    ["int(current * 0 + 1e20) // 3 > 3.3e19", [1, 2, 3, 4]],
    ["int(current * 0 - 1e20) % 3 == 2", [1, 2, 3, 4]],
    ["count % 9223372036854775807 == 3", [3]],
    ["count // int(current * 0) == 0", []],
    ["float(text) > 1", [2, 4]],
    ["float(count) / 2 == 1.5", [3]],
    ["float('1e400') > 1 or count", []],
    ["float('nan') != 1", []],
    ["at == '2018-03'", [1, 2]],
    ["at != '2018-03'", [3, 4, 5]],
    ["at == '2018'", [1, 2, 3]],
    ["'2018-03-31' == at", [2]],
    ["at > '2018-03-31'", [2, 3, 4]],
    ["at <= '2018-03'", [1]],
    ["at in ['2018-03-01', 'yesterday']", [1, 3]],
    ["at not in ['2018', None]", [4]],
    ["at == 'yesterday'", [3]],
    ["at > 'now-24h'", [3, 4]],
    ["'today-2d' <= at < 'today'", [2, 3]],
    ["at == 'now+638d+30m' or at == 'today'", [4]],
    ["`avg score` > 5", [3]],
    ["`in` in [1] and `a``b` == 1 and `text`[0] == 'F'", [1]],
    ["`run_number` + newest == 12", [1]],
    ["u'FCAL' in text and text != r'a\\b'", [1]],
    ["count == 3 \\\n or count == 0", [3, 4]],
    ["text == '''1.5'''", [4]],
  ])("%s", async (expression, runs) => {
    expect(await select(expression)).toEqual(runs);
  });

  test("the result says what relative times became", async () => {
    const database = opened();
    const expression = "at > 'now-24h' and at != 'yesterday' and at >= 'now-24h' and at < '2019'";
    const search = { expression, runMin: null, runMax: null, ranges: [] };
    const known = await listConditionTypes(database);
    const { dates } = await compileSelection(database, search, known, { withTimes: false }, now);
    expect(dates).toEqual([
      { text: "now-24h", meant: "2018-04-01 11:30:00" },
      { text: "yesterday", meant: "2018-04-01" },
    ]);
  });

  test("a value is named once, so that nested calls grow with their text", async () => {
    const database = opened();
    const known = await listConditionTypes(database);
    const sizeOf = async (levels: number): Promise<number> => {
      const number = `${"min(round(abs(".repeat(levels)}count${") / 2), 5)".repeat(levels)}`;
      const text = `text${"[1:].lower()[:-1][::-1]".repeat(levels)}`;
      const expression = `${number} == 1 and ${text} == 'a'`;
      const search = { expression, runMin: null, runMax: null, ranges: [] };
      const { query } = await compileSelection(database, search, known);
      return query.sql.length / expression.length;
    };
    expect(await sizeOf(20)).toBeLessThan(1.2 * (await sizeOf(5)));
  });
});
