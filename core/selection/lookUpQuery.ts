/** Selecting runs by looking up each condition of a run in our own index, which has them by type and run. */
import type { ConditionType } from "../api/catalogue.ts";
import type { Selection } from "../api/search.ts";
import { valueColumn } from "../catalogue/conditionTypes.ts";
import type { Database } from "../db/database.ts";
import type { Sql } from "../db/dialect.ts";
import { sql } from "../db/measuredSql.ts";
import { indexedText, ownIndexName } from "../db/ownIndex.ts";
import { tableSource } from "../db/tableSource.ts";
import { withinBounds } from "../conditions/runBounds.ts";
import { isNewestOfRun, isOfType, newestOfRun } from "../conditions/newest.ts";
import type { SelectionPlan } from "../conditions/plan.ts";
import type { TestedCondition } from "../conditions/testedCondition.ts";
import { compileParts, type StoredPlace } from "./conditions.ts";
import { compileLayered } from "./layeredParts.ts";
import type { Conjuncts } from "./conjuncts.ts";
import { statementOf } from "./statement.ts";

/**
 * What gives the columns of `runs` that are `shown` of each selected run, in run order. Begins with the rows that pass the first
 * test, unless runs without that condition pass as well; of each run a look-up is made only where all before it passed.
 */
export function lookUpQuery(
  database: Database,
  { tested, isUnique }: Extract<SelectionPlan, { kind: "own" }>,
  parts: Conjuncts,
  bounds: Selection,
  shown: Sql,
): Sql {
  const hint = database.hints.byIndex(ownIndexName);
  const conditions = (as: Sql): Sql => tableSource(database, "conditions", { hint, as });
  const runs = tableSource(database, "runs");
  const [first, ...rest] = tested;
  const driver = first && !first.passesIfMissing ? first : null;
  const run = driver ? sql`driver.run_number` : sql`runs.number`;

  const lookUp = (type: ConditionType, what: (column: Sql) => Sql): Sql =>
    newestOfRun(conditions(sql`x`), type, run, what(columnOf(type, "x")), isUnique);
  const placeOf = (name: string): StoredPlace | null => {
    const type = parts.named.find((candidate) => candidate.name === name);
    return type ? { type: type.type, read: (wanted) => lookUp(type, wanted) } : null;
  };
  const wanted = [
    ...(driver ? isNewestThatPasses(driver, conditions(sql`newer`), isUnique) : []),
    ...withinBounds(driver ? "driver.run_number" : "runs.number", bounds),
    ...(driver ? rest : tested).map(({ type, passes, passesIfMissing }) => {
      const passed = lookUp(type, (column) => sql`${passes(column)} IS TRUE`);
      return passesIfMissing ? sql`coalesce(${passed}, 1)` : passed;
    }),
    ...compileParts(database, parts, placeOf),
  ];
  const tables = driver
    ? sql`${conditions(sql`driver`)}\n${database.hints.joinInOrder} ${runs} ON runs.number = driver.run_number`
    : runs;
  const selected = { named: [], tables, wanted, and: sql`\n  AND `, run };
  return statementOf(shown, selected, compileLayered(database, parts, placeOf));
}

function isNewestThatPasses({ type, passes }: TestedCondition, newer: Sql, isUnique: boolean): Sql[] {
  return [
    isOfType(type, "driver"),
    passes(columnOf(type, "driver")),
    ...isNewestOfRun(newer, type, isUnique),
  ];
}

function columnOf({ type }: ConditionType, table: string): Sql {
  const column = sql.ref(`${table}.${valueColumn(type)}`);
  return valueColumn(type) === "text_value" ? indexedText(column) : column;
}
