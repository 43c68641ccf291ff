/** Where MySQL's own answers are others than Python's, and what of that is left. */
import { sql, type CompiledQuery } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import { listConditionTypes } from "../../../core/catalogue/conditionTypes.ts";
import type { Database } from "../../../core/db/database.ts";
import { openDatabase } from "../../../core/db/open.ts";
import { compileSelection, searchRuns } from "../../../core/search/search.ts";
import type { Sql } from "../../../core/db/dialect.ts";
import { shortTextOf, sql as measuredSql } from "../../../core/db/measuredSql.ts";
import { calculateFloats, divideFloats } from "../../../core/db/mysql/floats.ts";
import { sqlText } from "../../../core/db/sqlText.ts";
import { awkwardTexts } from "../../support/arbitraryExpression.ts";
import { backends, createOnMariadb, mariadb } from "../../support/backends.ts";
import { openForTest, tablesOf, type TestDatabase } from "../../support/database.ts";

const types = { count: "int", current: "float", kind: "string", at: "time" } as const;

function searchFor(expression: string) {
  const order = { column: "run", descending: false };
  return { expression, runMin: null, runMax: null, ranges: [], columns: [], order };
}

/** The runs that an expression selects, or the failure. */
async function select(database: Database, expression: string): Promise<unknown> {
  try {
    const { result } = await searchRuns(database, searchFor(expression));
    return result.rows(0, result.count).runs;
  } catch (thrown) {
    return database.dialect.explain(thrown) ?? toFailure(thrown);
  }
}

/** One database for a group of tests; what is answered gives it to a test. */
function sharedDatabase(content: TestDatabase): () => Database {
  let database: Database | undefined;
  beforeAll(async () => {
    const opened = await openDatabase(await mariadb.create(content));
    database = opened;
    return () => opened.close();
  });
  return () => {
    if (!database) throw new Error("the tests have not begun");
    return database;
  };
}

describe("texts are compared by code point, whatever the collation", () => {
  const kinds = ["a", "A", "a ", "ä", "é", "ß", "ss", "\\", "%", "", " "];
  const content: TestDatabase = {
    types,
    runs: Object.fromEntries(kinds.map((kind, at) => [at + 1, { conditions: { kind } }])),
  };

  test.each([
    "utf8mb4_general_ci",
    "utf8mb4_unicode_520_ci",
    "utf8mb4_bin",
    "latin1_swedish_ci",
    "utf8mb3_general_ci",
  ])("%s", async (collation) => {
    const database = await openForTest(await createOnMariadb(tablesOf(content), [], { collation }));
    for (const [at, kind] of kinds.entries()) {
      expect(await select(database, `kind == ${JSON.stringify(kind)}`), kind).toEqual([at + 1]);
      const greater = kinds.flatMap((other, run) => (other > kind ? [run + 1] : []));
      expect(await select(database, `kind > ${JSON.stringify(kind)}`), kind).toEqual(greater);
      const holding = kinds.flatMap((other, run) => (other.includes(kind) ? [run + 1] : []));
      expect(await select(database, `${JSON.stringify(kind)} in kind`), kind).toEqual(holding);
      const ending = kinds.flatMap((other, run) => (other.endsWith(kind) ? [run + 1] : []));
      expect(await select(database, `kind.endswith(${JSON.stringify(kind)})`), kind).toEqual(ending);
    }
  });
});

describe("floats are what the server says they are", () => {
  const floats = {
    1: 99.999,
    2: 0.1,
    3: 1e6,
    4: 16777216,
    5: 1e-7,
    6: 3.4e38,
    7: -2.5,
    8: 0.30000000000000004,
  };
  const content: TestDatabase = {
    types,
    runs: Object.fromEntries(
      Object.entries(floats).map(([run, current]) => [run, { conditions: { current } }]),
    ),
  };

  const database = sharedDatabase(content);

  test.each([
    ["current == 99.999", [1]],
    ["current == 0.1", [2]],
    ["current in [0.1, 1e6]", [2, 3]],
    ["current == 16777200", [4]],
    ["current == 1e-7", [5]],
    ["current == 3.4e38", [6]],
    ["current * 2 == -5", [7]],
    ["current == 0.3", [8]],
    ["0.1 + 0.2 == 0.3", []],
    ["current == 99.999 and 3 * 0.1 == 0.30000000000000004", [1]],
  ])("single precision: %s", async (expression, runs) => {
    expect(await select(database(), expression)).toEqual(runs);
  });

  test.each([
    ["current == 16777216", [4]],
    ["current == 0.3", []],
    ["current == 0.1 + 0.2", [8]],
  ])("double precision: %s", async (expression, runs) => {
    const statements = [
      "ALTER TABLE conditions MODIFY float_value DOUBLE NOT NULL",
      ...Object.entries(floats).map(
        ([run, value]) => `UPDATE conditions SET float_value = ${value} WHERE run_number = ${run}`,
      ),
    ];
    const database = await openForTest(await createOnMariadb(tablesOf(content), statements));
    expect(await select(database, expression)).toEqual(runs);
  });

  test("shown beside texts they are numbers", async () => {
    const database = await openForTest(
      await mariadb.create({
        types,
        runs: { 1: { conditions: { current: 99.999, count: -7, kind: "a", at: "2016-02-17 01:00:00" } } },
      }),
    );
    const columns = ["current", "count", "kind", "at"];
    const { result } = await searchRuns(database, { ...searchFor(""), columns });
    expect(result.rows(0, 1).values).toEqual([[99.999], [-7], ["a"], ["2016-02-17 01:00:00"]]);
  });
});

describe("large numbers do not end a query", () => {
  const database = sharedDatabase({
    types,
    runs: { 1: { conditions: { count: 2147483647, current: 1 } } },
  });

  test.each([
    ["count * count == 4611686014132420609", [1]],
    ["count * count * count * count > 1", [1]],
    [`${"count * ".repeat(20)}count > 1`, [1]],
    ["count * 9223372036854775807 + 1 > 0", [1]],
    ["9223372036854775807 + count > 9223372036854775807", [1]],
    ["-(-9223372036854775807 - count) > 9223372036854775807", [1]],
    ["count * count % count == 0", [1]],
    ["(count * count * count + 1) // count == 4611686014132420609", [1]],
    ["(0 - count) // 1000000000000 == -1", [1]],
    ["count ** 2 > 1e18", [1]],
    ["count ** count > 5", [1]],
    ["2.5 ** count > 5", []],
    ["(0 - count) ** 0.5 != 1", []],
    ["count / 3 > 715827882.3", [1]],
    ["count / (count - 2147483647) == 1 or count > 0", []],
    ["count % (count - 2147483647) == 1", []],
  ])("%s", async (expression, runs) => {
    expect(await select(database(), expression)).toEqual(runs);
  });

  test("also beyond a float", async () => {
    const content = { types, runs: { 1: { conditions: { current: 1e30 } } } };
    expect(await select(await openForTest(await mariadb.create(content)), "current * 1e300 > 1")).toEqual([
      1,
    ]);
  });

  test("what cannot be beyond a float is calculated plainly", () => {
    const floats = { isFloat: true, most: 3.41e38, least: 1e-45 };
    const [current, field] = ["current", "field"].map((name) => ({ ...floats, sql: measuredSql.raw(name) }));
    if (!current || !field) throw new Error("unreachable");
    const once = (value: Sql): Sql => value;
    const written = (["+", "-", "*"] as const).map((sign) =>
      shortTextOf(calculateFloats(sign, current, field, once)),
    );
    expect(written).toEqual(["current + field", "current - field", "current * field"]);
    expect(shortTextOf(divideFloats(current, field, once))).toBe("(current + 0e0) / field");
  });
});

describe("changing the case of every character there is", () => {
  /** Changed to several characters, or first encoded after Unicode 5.2, which the server's tables stop at. */
  const areOthers = /^[ŉƛǰɜɡɤɥɦɪɬʂʇʝʞΐΰϳͿ\u0526-\u052fև]$/u;

  test.each([
    ["lower", (text: string) => text.toLowerCase()],
    ["upper", (text: string) => text.toUpperCase()],
  ] as const)("%s", async (method, change) => {
    const database = await openForTest(await mariadb.create());
    const differing: string[] = [];
    for (const characters of blocksOfCharacters()) {
      const { dialect } = database;
      const changed = dialect[method](dialect.textLiteral(characters.join("\n")));
      const { rows } = await sql<{
        changed: Buffer;
      }>`SELECT ${changed} AS changed`.execute(database.read);
      const found = rows[0]?.changed.toString().split("\n") ?? [];
      for (const [at, text] of characters.entries()) {
        if (found[at] === change(text)) continue;
        differing.push(text);
        // It is left, or is still the same letter.
        expect(found[at]?.toLowerCase(), text).toBe(text.toLowerCase());
      }
    }
    const inUse = differing.filter((text) => (text.codePointAt(0) ?? 0) < 0x590);
    expect(inUse.filter((text) => !areOthers.test(text))).toEqual([]);
    expect(differing.length).toBeLessThan(600);
  });

  function* blocksOfCharacters(): Generator<string[]> {
    for (let from = 11; from <= 0x1_ffff; from += 2048) {
      const block = Array.from({ length: 2048 }, (_, at) => from + at);
      // Halves of surrogate pairs are no characters.
      yield block
        .filter((point) => point < 0xd800 || point > 0xdfff)
        .map((point) => String.fromCodePoint(point));
    }
  }
});

describe("regular expressions of the server", () => {
  test.each([
    ["kind.matches('^a')", [1]],
    ["kind.matches('B$')", [2]],
    ["kind.matches('\\\\d+')", [3]],
    ["kind.matches('^ä.$')", [4]],
    ["not kind.matches('.')", []],
  ])("%s", async (expression, runs) => {
    const kinds = ["abc", "aB", "x 12", "äö"].map((kind, at) => [at + 1, { conditions: { kind } }]);
    const database = await openForTest(
      await mariadb.create({ types, runs: Object.fromEntries(kinds) as never }),
    );
    const expected = expression === "kind.matches('^a')" ? [1, 2] : runs;
    expect(await select(database, expression)).toEqual(expected);
  });
});

describe.each(backends)("the statement shown, on $name,", ({ create }) => {
  test("selects the same runs when it is run as it stands", async () => {
    const runs = Object.fromEntries(awkwardTexts.map((kind, at) => [at + 1, { conditions: { kind } }]));
    const database = await openForTest(await create({ types, runs }));
    for (const [at, text] of awkwardTexts.entries()) {
      const { query } = await compileSelection(
        database,
        searchFor(`kind == ${JSON.stringify(text)}`),
        await listConditionTypes(database),
      );
      const shown = sqlText(database.dialect, query);
      expect(await runsOf(database, sql.raw(shown).compile(database.read)), shown).toEqual([at + 1]);
    }
  });

  test("may name as many conditions as are allowed, and nest as deep", async () => {
    const many = Object.fromEntries(Array.from({ length: 55 }, (_, at) => [`c${at}`, "int"] as const));
    const conditions = Object.fromEntries(Object.keys(many).map((name) => [name, 1]));
    const database = await openForTest(await create({ types: many, runs: { 1: { conditions }, 2: {} } }));
    expect(await select(database, `${Object.keys(many).join(" + ")} == 55`)).toEqual([1]);
    expect(
      await select(
        database,
        Object.keys(many)
          .map((name) => `${name} == 1`)
          .join(" and "),
      ),
    ).toEqual([1]);
    const nested = `${"(".repeat(5)}c0${" % 2.5)".repeat(5)} == 1`;
    expect(await select(database, nested)).toEqual([1]);
    expect(await select(database, `${"not (".repeat(90)}c0 == 1${")".repeat(90)}`)).toEqual([1]);
  });
});

async function runsOf(database: Database, query: CompiledQuery): Promise<unknown[]> {
  const runs: unknown[] = [];
  for await (const batch of database.stream(query, ["key"])) runs.push(...batch.map(([run]) => run));
  return runs;
}
