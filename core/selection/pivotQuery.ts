/** Selecting runs by a row for each run, which one pass over its conditions fills. */
import type { ConditionType } from "../api/catalogue.ts";
import type { RunBounds } from "../api/runRange.ts";
import type { Selection } from "../api/search.ts";
import { valueColumn } from "../catalogue/conditionTypes.ts";
import type { Database } from "../db/database.ts";
import type { Sql } from "../db/dialect.ts";
import { sql } from "../db/measuredSql.ts";
import { tableSource } from "../db/tableSource.ts";
import { withinBounds } from "../conditions/runBounds.ts";
import { isOfType, newestAnswer, newestId, newestPasses } from "../conditions/newest.ts";
import { allOf, isOfTypes } from "../db/sqlParts.ts";
import type { SelectionPlan } from "../conditions/plan.ts";
import type { TestedCondition } from "../conditions/testedCondition.ts";
import { compileParts, type StoredPlace } from "./conditions.ts";
import { compileLayered } from "./layeredParts.ts";
import type { Conjuncts } from "./conjuncts.ts";
import { statementOf } from "./statement.ts";

/** The ways to the conditions that read the rows of many runs at once. */
export type PivotPlan = Exclude<SelectionPlan, { kind: "own" }>;

/** A tested condition, and the column that says whether a run's newest row passes. */
interface TestedColumn extends TestedCondition {
  readonly column: string;
}

/** A condition that is joined, because its value is needed beside others; `table` is the name of its join. */
interface JoinedCondition {
  readonly type: ConditionType;
  readonly table: string;
}

/** What gives the columns of `runs` that are `shown` of each selected run, in run order. */
export function pivotQuery(
  database: Database,
  plan: PivotPlan,
  conditions: readonly TestedCondition[],
  parts: Conjuncts,
  bounds: Selection,
  shown: Sql,
): Sql {
  // The name of a condition may be any text, also that of a table or column here.
  const tested = conditions.map((test, index) => ({ ...test, column: `passes${index}` }));
  const joined = parts.named.map((type, index) => ({ type, table: `c${index}` }));
  const placeOf = (name: string): StoredPlace | null => {
    const found = joined.find(({ type }) => type.name === name);
    if (!found) return null;
    const { type } = found.type;
    const column = sql.ref(`${found.table}.${valueColumn(type)}`);
    return { type, read: (wanted) => wanted(column) };
  };
  const wanted = [
    ...withinBounds("runs.number", bounds),
    ...tested.map(isPassed),
    ...compileParts(database, parts, placeOf),
  ];
  const selected = {
    named: newestConditions(database, plan, tested, joined, bounds),
    tables: source(database, tested, joined),
    wanted,
    and: sql` AND `,
    run: sql`runs.number`,
  };
  return statementOf(shown, selected, compileLayered(database, parts, placeOf));
}

/** A row for each run: for a tested condition whether its newest row passes, for a joined one the id of its newest row. */
function newestConditions(
  database: Database,
  plan: PivotPlan,
  tested: readonly TestedColumn[],
  joined: readonly JoinedCondition[],
  bounds: Selection,
): Sql[] {
  const { dialect } = database;
  const columns = [
    ...tested.map(({ type, passes, column }) => {
      const passed = passes(sql.ref(valueColumn(type.type)));
      return sql`${newestPasses(dialect, type, passed)} AS ${sql.id(column)}`;
    }),
    ...joined.map(({ type, table }) => sql`${newestId(dialect, type)} AS ${sql.id(table)}`),
  ];
  const types = [...tested, ...joined].map(({ type }) => type);
  return newestOfRuns(database, plan, { columns, types }, bounds);
}

/** The table `newest`: of each run `columns` of its conditions of `types`, which aggregate their rows; none without columns. */
export function newestOfRuns(
  database: Database,
  plan: PivotPlan,
  { columns, types }: { readonly columns: readonly Sql[]; readonly types: readonly ConditionType[] },
  bounds: RunBounds,
): Sql[] {
  if (columns.length === 0) return [];
  const ids = new Set(types.map(({ id }) => id));
  const wanted = allOf([isOfTypes([...ids]), ...withinBounds("conditions.run_number", bounds)]);
  const { driver, rows } = rowsToRead(database, plan, bounds);
  const newest = sql`newest AS (
  SELECT conditions.run_number, ${sql.join(columns, sql`,\n    `)}
  FROM ${rows}
  WHERE ${wanted}
  GROUP BY conditions.run_number
)`;
  return [...driver, newest];
}

function rowsToRead(
  database: Database,
  plan: PivotPlan,
  bounds: RunBounds,
): { readonly driver: readonly Sql[]; readonly rows: Sql } {
  const { hints } = database;
  const conditions = (hint: Sql): Sql => tableSource(database, "conditions", { hint });
  if (plan.kind === "scan") return { driver: [], rows: conditions(hints.scan) };
  if (plan.kind === "runs") {
    return { driver: [], rows: conditions(hints.byIndex(plan.index.name)) };
  }
  const { by, typeIndex, runIndex } = plan;
  const wanted = allOf([
    isOfType(by.type),
    ...withinBounds("run_number", bounds),
    by.passes(sql.ref(valueColumn(by.type.type))),
  ]);
  return {
    driver: [
      sql`driver AS (
  SELECT DISTINCT run_number
  FROM ${conditions(hints.byIndex(typeIndex.name))}
  WHERE ${wanted}
)`,
    ],
    rows: sql`driver
  ${hints.joinInOrder} ${conditions(hints.byIndex(runIndex.name))} ON conditions.run_number = driver.run_number`,
  };
}

function isPassed({ column, passesIfMissing }: TestedColumn): Sql {
  const bit = newestAnswer(sql`newest.${sql.id(column)}`);
  return passesIfMissing ? sql`coalesce(${bit}, 1)` : sql`(${bit})`;
}

/** The tables to select from. Where a run without a certain condition cannot be selected, only those that have it are looked at. */
function source(
  database: Database,
  tested: readonly TestedColumn[],
  joined: readonly JoinedCondition[],
): Sql {
  const { hints } = database;
  const runs = tableSource(database, "runs");
  if (tested.length + joined.length === 0) return runs;
  const first = tested.some(({ passesIfMissing }) => !passesIfMissing)
    ? sql`newest\n${hints.joinInOrder} ${runs} ON runs.number = newest.run_number`
    : sql`${runs}\nLEFT JOIN newest ON newest.run_number = runs.number`;
  const tables = joined.map(
    ({ table }) =>
      sql`\nLEFT JOIN ${tableSource(database, "conditions", { as: sql.id(table) })} ON ${sql.id(table)}.id = newest.${sql.id(table)}`,
  );
  return sql`${first}${sql.join(tables, sql``)}`;
}
