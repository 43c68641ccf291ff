/** The conditions of an expression, made ready for a statement. */
import { sql } from "kysely";
import type { ConditionType } from "../api/schemas.ts";
import { compileTruth } from "../compile/expression.ts";
import type { Value } from "../compile/values.ts";
import type { Database } from "../db/database.ts";
import type { Sql } from "../db/dialect.ts";
import type { Expression } from "../query/tree.ts";
import { allOf } from "../sqlParts.ts";
import type { Test } from "./parts.ts";

/** A condition that is tested by itself. */
export interface TestedCondition {
  readonly type: ConditionType;
  /** SQL over a row's value that is 1 where it passes, else 0 or NULL. */
  readonly passes: (column: Sql) => Sql;
  /** Whether a run without the condition passes, as with `!=`. */
  readonly passesIfMissing: boolean;
}

/** The conditions to test; the database answers what becomes of a missing value, by the SQL that tests the others. */
export async function testedConditions(
  database: Database,
  tests: readonly Test[],
): Promise<TestedCondition[]> {
  if (tests.length === 0) return [];
  const conditions = tests.map(({ type, asked }) => ({
    type,
    passes: (column: Sql) => compileTest(database, type, asked, column),
  }));
  const answers = conditions.map(
    ({ passes }, index) => sql`(${passes(sql`NULL`)} IS TRUE) AS ${sql.id(`c${index}`)}`,
  );
  const { rows } = await sql<Record<string, number>>`SELECT ${sql.join(answers)}`.execute(database.read);
  return conditions.map((condition, index) => ({
    ...condition,
    passesIfMissing: rows[0]?.[`c${index}`] === 1,
  }));
}

function compileTest(
  { dialect }: Database,
  { type }: ConditionType,
  asked: readonly Expression[],
  column: Sql,
): Sql {
  const value: Value = { sql: dialect.stored(type, column), type, mayBeNone: true, fails: null };
  const truths = asked.map((part) => compileTruth({ dialect, valueOfName: () => value }, part).selects);
  return sql`(${allOf(truths)})`;
}

/** Parts of an expression as SQL; `columnOf` gives a condition's column, or null for a name of the run's own values. */
export function compileParts(
  { dialect }: Database,
  parts: readonly Expression[],
  columnOf: (name: string) => { readonly type: ConditionType; readonly column: Sql } | null,
): Sql[] {
  const valueOfName = (name: string): Value => {
    const condition = columnOf(name);
    if (condition === null) return runValue(dialect, name);
    const { type } = condition.type;
    return { sql: dialect.stored(type, condition.column), type, mayBeNone: true, fails: null };
  };
  return parts.map((part) => compileTruth({ dialect, valueOfName }, part).selects);
}

/** `run`, `started` and `finished`: the run's own columns. */
function runValue(dialect: Database["dialect"], name: string): Value {
  if (name === "run") return { sql: sql.ref("runs.number"), type: "int", mayBeNone: false, fails: null };
  if (name !== "started" && name !== "finished") throw new TypeError(`“${name}” is no condition`);
  return { sql: dialect.stored("time", sql.ref(`runs.${name}`)), type: "time", mayBeNone: true, fails: null };
}
