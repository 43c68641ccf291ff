/** The conditions of an expression, made ready for a statement. */
import { compileTruth, type CompileContext, type NameResolver } from "../compile/expression.ts";
import type { Value } from "../compile/values.ts";
import type { Database } from "../db/database.ts";
import { inPlace } from "../compile/naming.ts";
import type { Dialect, Sql } from "../db/dialect.ts";
import { sql } from "../db/measuredSql.ts";
import { isRunField, runFields, type RunField } from "../query/fields.ts";
import type { Expression } from "../query/tree.ts";
import type { ValueType } from "../query/types.ts";
import { allOf } from "../db/sqlParts.ts";
import type { TestedCondition } from "../conditions/testedCondition.ts";
import { namesIn, type Conjuncts, type Test } from "./conjuncts.ts";

/** The conditions to test. */
export function testedConditions(
  database: Database,
  { tests, dates }: Pick<Conjuncts, "tests" | "dates">,
): TestedCondition[] {
  return tests.map((test) => ({
    type: test.type,
    passes: (column) => compileTest(database, test, dates, column),
    passesIfMissing: test.passesIfMissing,
  }));
}

function compileTest(
  { dialect }: Database,
  { type: { type }, asked }: Test,
  dates: Conjuncts["dates"],
  column: Sql,
): Sql {
  const value: Value = { sql: dialect.stored(type, column), type, mayBeNone: true, fails: null };
  const truths = asked.map(
    (part) => compileTruth({ dialect, dates, valueOfName: () => value, naming: inPlace }, part).selects,
  );
  const readable = dialect.readable(type, column);
  // Asked last, of the few values that pass: nearly all are readable.
  return sql`(${allOf(readable === null ? truths : [...truths, readable])})`;
}

/** Where a value is stored: `read` gives the SQL of what is wanted of its column. */
export interface StoredPlace {
  readonly type: ValueType;
  readonly read: (wanted: (column: Sql) => Sql) => Sql;
}

/** Parts of an expression as SQL; `placeOf` tells where a condition is, null for a name of the run's own values. */
export function compileParts(
  { dialect }: Database,
  { others: parts, dates }: Pick<Conjuncts, "others" | "dates">,
  placeOf: (name: string) => StoredPlace | null,
): Sql[] {
  return parts.map((part) => {
    const [name, ...others] = namesIn(part);
    if (name !== undefined && others.length === 0 && name !== "run")
      return compileOfOne({ dialect, dates }, part, placeOf(name) ?? placeOfRun(name));
    const valueOfName = valuesAt(dialect, placeOf);
    return compileTruth({ dialect, dates, valueOfName, naming: inPlace }, part).selects;
  });
}

/** The values of names that are read among others. */
export function valuesAt(dialect: Dialect, placeOf: (name: string) => StoredPlace | null): NameResolver {
  return (name) => {
    const place = placeOf(name);
    if (place === null && name === "run") return runNumber;
    return valueAt(dialect, place ?? placeOfRun(name));
  };
}

const runNumber: Value = { sql: sql.raw("runs.number"), type: "int", mayBeNone: false, fails: null };

/** The columns of the run's own values. */
const ownColumns: Readonly<Record<RunField, string>> = {
  run: "number",
  started: "started",
  finished: "finished",
};

function placeOfRun(name: string): StoredPlace {
  if (!isRunField(name)) throw new TypeError(`“${name}” is not a condition`);
  const column = sql.ref(`runs.${ownColumns[name]}`);
  return { type: runFields[name].type, read: (wanted) => wanted(column) };
}

/** A part with one name: whether its value is readable is asked last, of those that pass. */
function compileOfOne(
  { dialect, dates }: Pick<CompileContext, "dialect" | "dates">,
  part: Expression,
  { type, read }: StoredPlace,
): Sql {
  const stored = read((column) => dialect.stored(type, column));
  const valueOfName = (): Value => ({ sql: stored, type, mayBeNone: true, fails: null });
  const { selects } = compileTruth({ dialect, dates, valueOfName, naming: inPlace }, part);
  const readable = readableAt(dialect, type, read);
  return readable === null ? selects : sql`(${selects} AND ${readable})`;
}

/** A value among others: what comes before it may decide without it, and then it does not matter whether it is readable. */
function valueAt(dialect: Dialect, { type, read }: StoredPlace): Value {
  const value = { type, mayBeNone: true };
  const readable = readableAt(dialect, type, read);
  if (readable === null) {
    return { ...value, sql: read((column) => dialect.stored(type, column)), fails: null };
  }
  const stored = read((column) => {
    const isReadable = dialect.readable(type, column) ?? sql`1`;
    return sql`CASE WHEN ${isReadable} THEN ${dialect.stored(type, column)} END`;
  });
  return { ...value, sql: stored, fails: sql`NOT ${readable}` };
}

/** The same for a missing row, whose value is None. */
function readableAt(dialect: Dialect, type: ValueType, read: StoredPlace["read"]): Sql | null {
  if (dialect.readable(type, sql`NULL`) === null) return null;
  return sql`coalesce(${read((column) => sql`(${dialect.readable(type, column) ?? sql`1`})`)}, 1)`;
}
