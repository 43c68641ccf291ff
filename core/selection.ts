/** The statement that selects the runs of a checked expression. */
import { sql, type CompiledQuery } from "kysely";
import { RcdbError } from "./api/failure.ts";
import type { ConditionType, Selection } from "./api/schemas.ts";
import { costLimit, costOf } from "./compile/cost.ts";
import { compileTruth } from "./compile/expression.ts";
import type { Value } from "./compile/values.ts";
import { valueColumn } from "./conditionTypes.ts";
import type { Database } from "./db/database.ts";
import type { Sql } from "./db/dialect.ts";
import type { CheckedExpression } from "./query/check.ts";
import { withinBounds } from "./runBounds.ts";

export interface CompiledSelection {
  /** Gives number, started and finished of each run, in run order. */
  readonly query: CompiledQuery;
  /** How the database reads it, in words. */
  readonly plan: string;
}

/** MySQL joins at most 61 tables, SQLite 64; two are taken. */
const mostConditions = 55;

/** `expression` within the run bounds of `bounds`, as SQL over `types`. Throws `expression` where it is too large. */
export function selectionQuery(
  database: Database,
  expression: CheckedExpression,
  types: readonly ConditionType[],
  bounds: Selection,
): CompiledSelection {
  const used = usedConditions(expression, types);
  checkSize(expression, used.length);
  const { dialect } = database;
  const valueOfName = (name: string): Value => {
    const condition = used.find(({ type }) => type.name === name);
    if (!condition) return runValue(database, name);
    const stored = sql`${sql.id(condition.table)}.${sql.id(valueColumn(condition.type.type))}`;
    const { type } = condition.type;
    return { sql: dialect.stored(type, stored), type, mayBeNone: true, fails: null };
  };
  const wanted = [
    ...withinBounds("runs.number", bounds),
    ...(expression.tree === null ? [] : [compileTruth({ dialect, valueOfName }, expression.tree).selects]),
  ];
  const query = sql`${newestConditions(used, bounds)}SELECT runs.number, runs.started, runs.finished
FROM runs${joins(used)}${where(wanted)}
ORDER BY runs.number`.compile(database.read);
  return { query, plan: planInWords(used) };
}

interface UsedCondition {
  readonly type: ConditionType;
  /** The name of its join in the statement: the condition's own, so that the SQL reads well. */
  readonly table: string;
}

const takenNames = ["runs", "conditions", "newest"];

function usedConditions(expression: CheckedExpression, types: readonly ConditionType[]): UsedCondition[] {
  const taken = new Set(takenNames);
  return expression.conditions.flatMap((name) => {
    const type = types.find((candidate) => candidate.name === name);
    if (!type) return [];
    // SQL's names ignore case, those of conditions do not.
    const table = taken.has(name.toLowerCase()) ? `${name}_${type.id}` : name;
    taken.add(table.toLowerCase());
    return [{ type, table }];
  });
}

function checkSize(expression: CheckedExpression, conditions: number): void {
  if (conditions > mostConditions) {
    throw tooLarge(`it names ${conditions} conditions, at most ${mostConditions} can be asked for at once`);
  }
  if (expression.tree && costOf(expression.tree) > costLimit) {
    throw tooLarge("it nests or repeats more than a database takes");
  }
}

function tooLarge(reason: string): RcdbError {
  return new RcdbError("expression", `The expression is too large: ${reason}. Split it in two queries.`, {
    problems: [],
  });
}

/** `run`, `started` and `finished`: the run's own columns. */
function runValue({ dialect }: Database, name: string): Value {
  if (name === "run") return { sql: sql.ref("runs.number"), type: "int", mayBeNone: false, fails: null };
  if (name !== "started" && name !== "finished") throw new TypeError(`“${name}” is no condition`);
  return { sql: dialect.stored("time", sql.ref(`runs.${name}`)), type: "time", mayBeNone: true, fails: null };
}

/**
 * A row for each run with the id of its newest row of each condition: a condition may be stored twice
 * (nothing in the schema forbids it), and the highest id wins.
 */
function newestConditions(used: readonly UsedCondition[], bounds: Selection): Sql {
  if (used.length === 0) return sql``;
  const ids = used.map(
    ({ type, table }) =>
      sql`max(CASE WHEN condition_type_id = ${sql.lit(type.id)} THEN id END) AS ${sql.id(table)}`,
  );
  return sql`WITH newest AS (
  SELECT run_number, ${sql.join(ids)}
  FROM conditions
  WHERE ${allOf([isOfTypes(used.map(({ type }) => type.id)), ...withinBounds("run_number", bounds)])}
  GROUP BY run_number
)
`;
}

function joins(used: readonly UsedCondition[]): Sql {
  if (used.length === 0) return sql``;
  const tables = used.map(
    ({ table }) => sql`
LEFT JOIN conditions AS ${sql.id(table)} ON ${sql.id(table)}.id = newest.${sql.id(table)}`,
  );
  return sql`
LEFT JOIN newest ON newest.run_number = runs.number${sql.join(tables, sql``)}`;
}

function where(wanted: readonly Sql[]): Sql {
  return wanted.length === 0
    ? sql``
    : sql`
WHERE ${allOf(wanted)}`;
}

export function allOf(wanted: readonly Sql[]): Sql {
  return sql.join(wanted, sql` AND `);
}

export function isOfTypes(ids: readonly number[]): Sql {
  return sql`condition_type_id IN (${sql.join(ids.map((id) => sql.lit(id)))})`;
}

function planInWords(used: readonly UsedCondition[]): string {
  return used.length === 0 ? "runs only" : "one pass over conditions";
}
