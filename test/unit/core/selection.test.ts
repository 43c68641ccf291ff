/** The SQL of selections, golden: a review of a change to the compiler shows it in SQL. */
import SqliteFile from "better-sqlite3";
import { sql, type CompiledQuery } from "kysely";
import { describe, expect, test } from "vitest";
import type { Database } from "../../../core/db/database.ts";
import { compileTruth } from "../../../core/compile/expression.ts";
import { inPlace } from "../../../core/compile/naming.ts";
import type { Value } from "../../../core/compile/values.ts";
import { listConditionTypes, valueColumn } from "../../../core/catalogue/conditionTypes.ts";
import { ownIndexStatement } from "../../../core/db/ownIndexStatement.ts";
import { analyze } from "../../../core/query/analyze.ts";
import { compileSelection } from "../../../core/search/search.ts";
import { sqlText } from "../../../core/db/sqlText.ts";
import { toFailure } from "../../../core/api/failure.ts";
import { backends, mariadb, sqlite, type Backend } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";

const types = {
  count: "int",
  current: "float",
  kind: "string",
  good: "bool",
  start: "time",
  stats: "json",
} as const;

/** Expression and the SQL condition that it becomes. */
const conditions: readonly (readonly [expression: string, where: string])[] = [
  ["count > 5", `("count"."int_value" > 5)`],
  ["80 < current < 120", `(80 < "current"."float_value") AND ("current"."float_value" < 120)`],
  ["count > 5 and kind == 'a'", `("count"."int_value" > 5) AND (CAST("kind"."text_value" AS TEXT) = 'a')`],
  ["not (count > 5)", `(NOT ("count"."int_value" > 5))`],
  ["count != 5", `(NOT ("count"."int_value" IS 5))`],
  ["not count == 5", `(NOT ("count"."int_value" IS 5))`],
  ["count == None", `("count"."int_value" IS NULL)`],
  ["kind is not None", `(NOT (CAST("kind"."text_value" AS TEXT) IS NULL))`],
  ["good", `("good"."bool_value" <> 0)`],
  ["not good", `(NOT coalesce(("good"."bool_value" <> 0), 0))`],
  ["kind", `(CAST("kind"."text_value" AS TEXT) <> '')`],
  ["good or kind", `(("good"."bool_value" <> 0) OR (CAST("kind"."text_value" AS TEXT) <> ''))`],
  [
    "count > 5 or current > 3",
    `(CASE ("count"."int_value" > 5) WHEN 1 THEN 1 WHEN 0 THEN ("current"."float_value" > 3) END)`,
  ],
  ["kind in ['a', 'b']", `(CAST("kind"."text_value" AS TEXT) IN ('a', 'b'))`],
  ["kind not in ['a']", `(NOT coalesce(CAST("kind"."text_value" AS TEXT) IN ('a'), 0))`],
  [
    "kind in ['a', None]",
    `(CAST("kind"."text_value" AS TEXT) IS NULL OR CAST("kind"."text_value" AS TEXT) IN ('a'))`,
  ],
  ["kind in []", `(0)`],
  ["'x' in kind", `(instr(CAST("kind"."text_value" AS TEXT), 'x') > 0)`],
  [`"it's" in stats`, `(instr(CAST("stats"."text_value" AS TEXT), 'it''s') > 0)`],
  ["kind.startswith('a')", `(instr(CAST("kind"."text_value" AS TEXT), 'a') = 1)`],
  ["kind.lower() == 'a'", `(unicode_lower(CAST("kind"."text_value" AS TEXT)) = 'a')`],
  ["kind.matches('^a+$')", `(CAST("kind"."text_value" AS TEXT) REGEXP '^a+$')`],
  ["count / 2 > 1", `((CAST("count"."int_value" AS REAL) / 2) > 1)`],
  ["count // 2 == 1", `((floor_divide("count"."int_value", 2)) = 1)`],
  ["count % 7 == 1", `((floor_remainder("count"."int_value", 7)) = 1)`],
  ["-count < 1e3", `((- "count"."int_value") < 1000.0)`],
  ["run > 100", `("runs"."number" > 100)`],
  [
    "start >= '2016-02-17'",
    `(substr(replace("start"."time_value", 'T', ' ') || substr('0000-00-00 00:00:00.000000', length("start"."time_value") + 1), 1, 26) >= '2016-02-17 00:00:00.000000')`,
  ],
  ["(count == 0) == good", `(("count"."int_value" IS 0) = "good"."bool_value")`],
];

const current = "(CONCAT(`current`.`float_value`) + 0e0)";
const kind = "CAST(CONVERT(`kind`.`text_value` USING utf8mb4) AS BINARY)";

/** On MySQL, where more differs than the quotes of names. */
const onMysql = new Map([
  ["80 < current < 120", `(80 < ${current}) AND (${current} < 120)`],
  ["count > 5 and kind == 'a'", `(\`count\`.\`int_value\` > 5) AND (${kind} = _binary 'a')`],
  ["count != 5", `(NOT (\`count\`.\`int_value\` <=> 5))`],
  ["not count == 5", `(NOT (\`count\`.\`int_value\` <=> 5))`],
  ["count == None", `(\`count\`.\`int_value\` <=> NULL)`],
  ["kind is not None", `(NOT (${kind} <=> NULL))`],
  ["kind", `(${kind} <> '')`],
  ["good or kind", `((\`good\`.\`bool_value\` <> 0) OR (${kind} <> ''))`],
  [
    "count > 5 or current > 3",
    `(CASE (\`count\`.\`int_value\` > 5) WHEN 1 THEN 1 WHEN 0 THEN (${current} > 3) END)`,
  ],
  ["kind in ['a', 'b']", `(${kind} IN (_binary 'a', _binary 'b'))`],
  ["kind not in ['a']", `(NOT coalesce(${kind} IN (_binary 'a'), 0))`],
  ["kind in ['a', None]", `(${kind} IS NULL OR ${kind} IN (_binary 'a'))`],
  ["'x' in kind", `(LOCATE(_binary 'x', ${kind}) > 0)`],
  [
    '"it\'s" in stats',
    `(LOCATE(_binary 'it''s', CAST(CONVERT(\`stats\`.\`text_value\` USING utf8mb4) AS BINARY)) > 0)`,
  ],
  ["kind.startswith('a')", `(LOCATE(_binary 'a', ${kind}) = 1)`],
  [
    "kind.lower() == 'a'",
    `(CAST(LOWER(CONVERT(REPLACE(${kind}, 'İ', 'i̇') USING utf8mb4) COLLATE utf8mb4_unicode_520_ci) AS BINARY) = _binary 'a')`,
  ],
  [
    "kind.matches('^a+$')",
    `(CONVERT(${kind} USING utf8mb4) COLLATE utf8mb4_bin REGEXP CONVERT(_binary '^a+$' USING utf8mb4))`,
  ],
  ["count / 2 > 1", `(((\`count\`.\`int_value\` + 0e0) / 2) > 1)`],
  [
    "count // 2 == 1",
    `((ROUND((CAST(\`count\`.\`int_value\` AS DECIMAL(65)) - MOD(MOD(CAST(\`count\`.\`int_value\` AS DECIMAL(65)), CAST(2 AS DECIMAL(65))) + CAST(2 AS DECIMAL(65)), CAST(2 AS DECIMAL(65)))) / 2)) = 1)`,
  ],
  [
    "count % 7 == 1",
    `((MOD(MOD(CAST(\`count\`.\`int_value\` AS DECIMAL(65)), CAST(7 AS DECIMAL(65))) + CAST(7 AS DECIMAL(65)), CAST(7 AS DECIMAL(65)))) = 1)`,
  ],
  ["-count < 1e3", `((- \`count\`.\`int_value\`) < 1000e0)`],
  [
    "start >= '2016-02-17'",
    `(DATE_FORMAT(\`start\`.\`time_value\`, '%Y-%m-%d %H:%i:%s.%f') >= '2016-02-17 00:00:00.000000')`,
  ],
  ["(count == 0) == good", `((\`count\`.\`int_value\` <=> 0) = \`good\`.\`bool_value\`)`],
]);

describe("the condition in SQL", () => {
  test.each(conditions)("%s", async (expression, where) => {
    expect(await whereOf(sqlite, expression)).toBe(where);
  });

  test.each(conditions)("%s, on MySQL", async (expression, where) => {
    expect(await whereOf(mariadb, expression)).toBe(onMysql.get(expression) ?? where.replaceAll('"', "`"));
  });
});

describe("whole statements", () => {
  const bounds = {
    expression: "count > 5 and kind != 'x' and count < current",
    runMin: 100,
    runMax: 200,
    ranges: [],
  };

  async function statementOf(path: string): Promise<string> {
    const database = await openForTest(path);
    const { query } = await compileSelection(database, bounds, await listConditionTypes(database));
    return sqlText(database.dialect, query);
  }

  test("one pass over the table", async () => {
    expect(await statementOf(await sqlite.create({ types }))).toBe(`WITH newest AS (
  SELECT conditions.run_number, max(2 * id + ((("int_value" > 5) AND ("int_value" >= '') IS NOT TRUE) IS TRUE)) FILTER (WHERE condition_type_id = 1) AS "passes0",
    max(2 * id + (((NOT (CAST("text_value" AS TEXT) IS 'x')) AND (typeof("text_value") IS NOT 'blob' OR instr("text_value", x'00') = 0)) IS TRUE)) FILTER (WHERE condition_type_id = 3) AS "passes1",
    max(id) FILTER (WHERE condition_type_id = 1) AS "c0",
    max(id) FILTER (WHERE condition_type_id = 2) AS "c1"
  FROM conditions NOT INDEXED
  WHERE condition_type_id IN (1, 3, 2) AND "conditions"."run_number" BETWEEN 100 AND 200
  GROUP BY conditions.run_number
)
SELECT runs.number
FROM newest
CROSS JOIN runs ON runs.number = newest.run_number
LEFT JOIN conditions AS "c0" ON "c0".id = newest."c0"
LEFT JOIN conditions AS "c1" ON "c1".id = newest."c1"
WHERE "runs"."number" BETWEEN 100 AND 200 AND (newest."passes0" & 1) AND coalesce(newest."passes1" & 1, 1) AND (CASE WHEN ("c0"."int_value" >= '') IS NOT TRUE THEN "c0"."int_value" END < CASE WHEN ("c1"."float_value" >= '') IS NOT TRUE THEN "c1"."float_value" END)
ORDER BY runs.number`);
  });

  test("look-ups in our own index", async () => {
    const path = await sqlite.create({ types });
    const database = await openForTest(path);
    const file = new SqliteFile(path);
    file.exec(ownIndexStatement(database));
    file.close();
    expect(await statementOf(path)).toBe(`SELECT runs.number
FROM conditions AS driver INDEXED BY "rcdb_desktop_conditions"
CROSS JOIN runs ON runs.number = driver.run_number
WHERE "driver"."condition_type_id" = 1
  AND (("driver"."int_value" > 5) AND ("driver"."int_value" >= '') IS NOT TRUE)
  AND NOT EXISTS (SELECT 1 FROM conditions AS newer INDEXED BY "rcdb_desktop_conditions"
    WHERE "newer"."condition_type_id" = 1 AND newer.run_number = driver.run_number AND newer.id > driver.id)
  AND "driver"."run_number" BETWEEN 100 AND 200
  AND coalesce((SELECT ((NOT (CAST(coalesce(CASE WHEN length("x"."text_value") <= 100 THEN "x"."text_value" END, "x"."text_value") AS TEXT) IS 'x')) AND (typeof(coalesce(CASE WHEN length("x"."text_value") <= 100 THEN "x"."text_value" END, "x"."text_value")) IS NOT 'blob' OR instr(coalesce(CASE WHEN length("x"."text_value") <= 100 THEN "x"."text_value" END, "x"."text_value"), x'00') = 0)) IS TRUE FROM conditions AS x INDEXED BY "rcdb_desktop_conditions"
    WHERE x.condition_type_id = 3 AND x.run_number = driver.run_number ORDER BY x.id DESC LIMIT 1), 1)
  AND ((SELECT CASE WHEN ("x"."int_value" >= '') IS NOT TRUE THEN "x"."int_value" END FROM conditions AS x INDEXED BY "rcdb_desktop_conditions"
    WHERE x.condition_type_id = 1 AND x.run_number = driver.run_number ORDER BY x.id DESC LIMIT 1) < (SELECT CASE WHEN ("x"."float_value" >= '') IS NOT TRUE THEN "x"."float_value" END FROM conditions AS x INDEXED BY "rcdb_desktop_conditions"
    WHERE x.condition_type_id = 2 AND x.run_number = driver.run_number ORDER BY x.id DESC LIMIT 1))
ORDER BY driver.run_number`);
  });
});

describe.each(backends)("on $name", ({ create }) => {
  test("texts never become part of the SQL, they are bound", async () => {
    const database = await openForTest(await create({ types }));
    const hostile = "'); DROP TABLE runs; --";
    const bounds = { expression: `kind == "${hostile}"`, runMin: null, runMax: null, ranges: [] };
    const { query } = await compileSelection(database, bounds, await listConditionTypes(database));
    expect(query.sql).not.toContain("DROP");
    expect(query.parameters).toEqual([hostile]);
    expect(await found(database, query)).toEqual([]);
  });

  test("condition names that SQL would take for others", async () => {
    const odd = { runs: "int", Count: "int", count: "int" } as const;
    const database = await openForTest(
      await create({ types: odd, runs: { 7: { conditions: { runs: 1, Count: 2, count: 3 } } } }),
    );
    const bounds = {
      expression: "runs == 1 and Count == 2 and count == 3",
      runMin: null,
      runMax: null,
      ranges: [],
    };
    const { query } = await compileSelection(database, bounds, await listConditionTypes(database));
    expect(await found(database, query)).toEqual([7]);
  });

  describe("expressions too large for a database are refused in words", () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`c${at}`, "int"] as const));
    test.each([
      ["many conditions", Object.keys(many).join(" + ") + " > 0", /combines 60 conditions, at most 55/],
    ])("%s", async (_, expression, message) => {
      const database = await openForTest(await create({ types: many }));
      const bounds = { expression, runMin: null, runMax: null, ranges: [] };
      const failure = await compileSelection(database, bounds, await listConditionTypes(database)).catch(
        toFailure,
      );
      expect(failure).toMatchObject({
        code: "expression",
        message: expect.stringMatching(message) as string,
      });
    });
  });

  test("a list of 5000 runs joined by or", async () => {
    const database = await openForTest(await create({ types, runs: { 7: {}, 4999: {}, 6000: {} } }));
    const expression = Array.from({ length: 5000 }, (_, run) => `run == ${run}`).join(" or ");
    const bounds = { expression, runMin: null, runMax: null, ranges: [] };
    const { query } = await compileSelection(database, bounds, await listConditionTypes(database));
    expect(await found(database, query)).toEqual([7, 4999]);
  });
});

async function found(database: Database, query: CompiledQuery): Promise<unknown[]> {
  const runs: unknown[] = [];
  for await (const batch of database.stream(query, ["key"])) runs.push(...batch.map(([run]) => run));
  return runs;
}

/** The condition in SQL that a compiled expression is, of conditions that are joined under their own names. */
async function whereOf(backend: Backend, expression: string): Promise<string> {
  const database = await openForTest(await backend.create({ types }));
  const { dialect } = database;
  const analyzed = analyze(expression, { conditions: await listConditionTypes(database), aliases: [] });
  if (!analyzed.ok || analyzed.value.tree === null) throw new Error(`${expression} is not an expression`);
  const valueOfName = (name: string): Value => {
    const type = name === "run" ? "int" : types[name as keyof typeof types];
    const stored = name === "run" ? sql.ref("runs.number") : sql.ref(`${name}.${valueColumn(type)}`);
    return { sql: dialect.stored(type, stored), type, mayBeNone: name !== "run", fails: null };
  };
  const { selects } = compileTruth(
    { dialect, valueOfName, dates: analyzed.value.dates, naming: inPlace },
    analyzed.value.tree,
  );
  return sqlText(dialect, selects.compile(database.read));
}
