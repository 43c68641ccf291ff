/** What is known of the conditions of a database: how many there are of each type, and how many pass a test. */
import { sql } from "kysely";
import { valueColumn } from "../catalogue/conditionTypes.ts";
import type { Database, TableIndex } from "../db/database.ts";
import type { Sql } from "../db/dialect.ts";
import { boundIn } from "../db/measuredSql.ts";
import { tableSource } from "../db/tableSource.ts";
import { sqlText } from "../db/sqlText.ts";
import type { TestedCondition } from "./testedCondition.ts";
import { numberLiteral } from "../db/sqlParts.ts";

/** It is kept so long, in milliseconds: an experiment does not change its nature within minutes. */
const kept = 10 * 60 * 1000;

/** How many rows each condition type has, by its id. */
export type TypeCounts = ReadonlyMap<number, number>;

interface KnownCounts {
  readonly counts: TypeCounts;
  /** Which part of a condition's rows passes a test, by the test's SQL. */
  readonly parts: Map<string, number>;
  readonly until: number;
}

const knownCounts = new WeakMap<Database, KnownCounts>();

async function knownOf(database: Database): Promise<KnownCounts> {
  const known = knownCounts.get(database);
  if (known && known.until > Date.now()) return known;
  const read = { counts: await readCounts(database), parts: new Map(), until: Date.now() + kept };
  knownCounts.set(database, read);
  return read;
}

/** Reads an index that begins with the type, once for an open database and some minutes. */
export async function countTypes(database: Database): Promise<TypeCounts> {
  return (await knownOf(database)).counts;
}

async function readCounts({ read }: Database): Promise<TypeCounts> {
  const rows = await read
    .selectFrom("conditions")
    .select(({ fn }) => ["condition_type_id as type", fn.countAll<number>().as("rows")])
    .groupBy("condition_type_id")
    .execute();
  return new Map(rows.flatMap((row) => (row.type === null ? [] : [[row.type, row.rows]])));
}

/** The number of places of the table at which rows are sampled, and of rows at each. */
const places = 8;
const rowsAtPlace = 25;

/**
 * About which part of a condition's rows passes its test, from 0 to 1, by a sample that `index` gives quickly. A test is
 * sampled once, as rows are counted: of a query that is changed bit by bit most tests are known.
 */
export async function sampleTests(
  database: Database,
  index: TableIndex,
  tested: readonly TestedCondition[],
): Promise<number[]> {
  const { parts } = await knownOf(database);
  const keyed = tested.map((test) => ({ test, key: keyOf(database, test) }));
  const unknown = keyed.filter(({ key }) => !parts.has(key));
  const asked = unknown.map(({ test }) => test);
  // Thousands of texts cannot be asked for in several places at once: all rows are taken to pass then.
  const canSample = places * boundInAll(asked) <= database.dialect.mostBound;
  const sampled = canSample ? await sample(database, index, asked) : [];
  unknown.forEach(({ key }, at) => parts.set(key, sampled[at] ?? 1));
  return keyed.map(({ key }) => parts.get(key) ?? 1);
}

function boundInAll(tested: readonly TestedCondition[]): number {
  return tested.reduce((sum, { type, passes }) => sum + boundIn(passes(sql.ref(valueColumn(type.type)))), 0);
}

function keyOf({ dialect, read }: Database, { type, passes }: TestedCondition): string {
  return `${type.id} ${sqlText(dialect, passes(sql.ref(valueColumn(type.type))).compile(read))}`;
}

async function sample(
  database: Database,
  index: TableIndex,
  tested: readonly TestedCondition[],
): Promise<number[]> {
  if (tested.length === 0) return [];
  // Behind its named columns every index has the primary key.
  const byRun = index.columns[1] === "run_number";
  const { first, last } = await (byRun
    ? endsOf(database, "runs", "number")
    : endsOf(database, "conditions", "id"));
  const inOrder = sql.ref(byRun ? "run_number" : "id");
  const conditions = tableSource(database, "conditions", { hint: database.hints.byIndex(index.name) });
  const samples = tested.flatMap(({ type, passes }, test) =>
    Array.from({ length: places }, (_, place) => {
      const from = Math.floor(first + ((last - first) * place) / places);
      const passed = sql`(${passes(sql.ref(valueColumn(type.type)))} IS TRUE)`;
      // Only in a subselect a part of a union may have a limit of its own.
      return sql`SELECT * FROM (SELECT ${sql.lit(test)} AS test, ${passed} AS passes
FROM ${conditions}
WHERE condition_type_id = ${numberLiteral(type.id)} AND ${inOrder} >= ${numberLiteral(from)}
ORDER BY ${inOrder} LIMIT ${numberLiteral(rowsAtPlace)}) AS sampled`;
    }),
  );
  const { rows } = await sql<{ test: number; part: number }>`
    SELECT test, avg(passes) * 1e0 AS part FROM (${sql.join(samples, sql` UNION ALL `)}) AS samples
    GROUP BY test`.execute(database.read);
  const partOf = new Map(rows.map(({ test, part }) => [test, part]));
  return tested.map((_, test) => partOf.get(test) ?? 0);
}

/** The least and the greatest value of a primary key. */
async function endsOf(
  database: Database,
  table: "runs" | "conditions",
  key: string,
): Promise<{ first: number; last: number }> {
  const end = (which: "min" | "max"): Sql =>
    sql`(SELECT ${sql.raw(which)}(${sql.ref(key)}) FROM ${tableSource(database, table)})`;
  const { rows } = await sql<{ least: number | null; greatest: number | null }>`
    SELECT ${end("min")} AS least, ${end("max")} AS greatest`.execute(database.read);
  return { first: rows[0]?.least ?? 0, last: rows[0]?.greatest ?? 0 };
}
