/**
 * The newest row counts: nothing in the schema forbids that a condition of a run is stored twice, and then it is the row
 * with the highest id that is meant. Whoever reads conditions has that from here. In SQL it is said in three ways, for each
 * way to the rows has one that costs next to nothing there, and any other costs a multiple (docs/decisions/0006).
 */
import type { ConditionType } from "../api/catalogue.ts";
import type { Dialect, Sql } from "../db/dialect.ts";
import { sql } from "../db/measuredSql.ts";
import { numberLiteral } from "../db/sqlParts.ts";
import { Marks } from "./marks.ts";

/** In one pass over the conditions of runs, grouped by run: the id of the newest row of a type. */
export function newestId(dialect: Dialect, type: ConditionType): Sql {
  return dialect.greatest(sql`id`, isOfType(type));
}

/** The same of whether the newest row passes a test: the greatest `2 * id + passes`, whose last bit `newestAnswer` reads. */
export function newestPasses(dialect: Dialect, type: ConditionType, passes: Sql): Sql {
  return dialect.greatest(sql`2 * id + (${passes} IS TRUE)`, isOfType(type));
}

export function newestAnswer(stored: Sql): Sql {
  return sql`${stored} & 1`;
}

/** The same of a number of the newest row that is less than `codes`, a power of two; `newestCodeOf` reads it. */
export function newestCode(dialect: Dialect, type: ConditionType, code: Sql, codes: number): Sql {
  return dialect.greatest(sql`${sql.lit(codes)} * id + (${code})`, isOfType(type));
}

export function newestCodeOf(stored: Sql, codes: number): Sql {
  return sql`${stored} & ${sql.lit(codes - 1)}`;
}

/**
 * The same of a number: in one pass the columns from which `newestValueOf` takes the value of the newest row. They have it
 * where there is one row only; where there are several it is read by its id. `name` begins the names of the columns.
 */
export function newestValue(dialect: Dialect, type: ConditionType, value: Sql, name: string): Sql[] {
  const greatest = (what: Sql): Sql => dialect.greatest(what, isOfType(type));
  return [
    sql`${greatest(sql`id`)} AS ${sql.id(`${name}Id`)}`,
    sql`${greatest(sql`-id`)} AS ${sql.id(`${name}Oldest`)}`,
    sql`${greatest(value)} AS ${sql.id(`${name}Value`)}`,
  ];
}

/** `rows` is the table of conditions as `x`, `value` the column there; `table` has what `newestValue` gives. */
export function newestValueOf(table: string, name: string, rows: Sql, value: Sql): Sql {
  const column = (which: string): Sql => sql.ref(`${table}.${name}${which}`);
  const byId = sql`(SELECT ${value} FROM ${rows} WHERE x.id = ${column("Id")})`;
  return sql`CASE WHEN ${column("Id")} = -${column("Oldest")} THEN ${column("Value")} ELSE ${byId} END`;
}

/** The order in which the rows of a type come run by run, the newest of a run last; `table` is that of the rows. */
export function newestLast(table: string): Sql {
  return sql`${sql.ref(`${table}.run_number`)}, ${sql.ref(`${table}.id`)}`;
}

/**
 * Where an index has each type in the order of runs and ids: `what` of the newest row of a run. `rows` is the table as `x`. Where the plan
 * `isUnique` there is one at most.
 */
export function newestOfRun(rows: Sql, type: ConditionType, run: Sql, what: Sql, isUnique: boolean): Sql {
  const last = isUnique ? sql`` : sql` ORDER BY x.id DESC LIMIT 1`;
  return sql`(SELECT ${what} FROM ${rows}
    WHERE x.condition_type_id = ${numberLiteral(type.id)} AND x.run_number = ${run}${last})`;
}

/** The same for going through the rows of a type, as `driver`: what says that none is newer. `rows` is the table as `newer`. */
export function isNewestOfRun(rows: Sql, type: ConditionType, isUnique: boolean): Sql[] {
  if (isUnique) return [];
  return [
    sql`NOT EXISTS (SELECT 1 FROM ${rows}
    WHERE ${isOfType(type, "newer")} AND newer.run_number = driver.run_number AND newer.id > driver.id)`,
  ];
}

/** Whether a row of `table`, by default the only one, is of a type. */
export function isOfType({ id }: ConditionType, table?: string): Sql {
  const column = table === undefined ? sql`condition_type_id` : sql.ref(`${table}.condition_type_id`);
  return sql`${column} = ${numberLiteral(id)}`;
}

/** Of rows in the order of their ids the newest of each key, beside those that are known. */
export function newestByKey<Row, Key>(
  rows: Iterable<Row>,
  keyOf: (row: Row) => Key,
  known = new Map<Key, Row>(),
): Map<Key, Row> {
  for (const row of rows) known.set(keyOf(row), row);
  return known;
}

/**
 * Whether a row counts that comes after others, for millions of them: `place` is its run's among those that are read,
 * `target` stands for its type. Where the oldest come first each one counts, in place of those before.
 */
export function newestOfPlaces(isNewestFirst: boolean): (target: object, place: number) => boolean {
  if (!isNewestFirst) return () => true;
  const taken = new Map<object, Marks>();
  return (target, place) => {
    const marks = taken.get(target) ?? new Marks();
    taken.set(target, marks);
    return marks.add(place);
  };
}

/** The ids of the rows of one condition and run: that of the newest, and the others, the oldest first. */
export function newestAndOlder(ids: readonly number[]): { newest: number; older: number[] } {
  const older = [...ids].sort((a, b) => a - b);
  return { newest: older.pop() ?? NaN, older };
}
