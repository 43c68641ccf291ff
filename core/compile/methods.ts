/** The methods of texts over SQL values: all fail where the text or the argument is None. */
import { sql } from "../db/measuredSql.ts";
import type { Dialect, OnceSql, Sql } from "../db/dialect.ts";
import type { MethodGiving } from "../query/methods.ts";
import { failingWhereNull, certain, mayBeNull, truth, type Truth, type Value } from "./values.ts";

const tests: Readonly<
  Record<MethodGiving<"bool">, (dialect: Dialect, text: Sql, argument: Sql, once: OnceSql) => Sql>
> = {
  startswith: (dialect, text, start) => sql`(${dialect.position(text, start)} = 1)`,
  endswith: (dialect, text, end, once) => sql`(${dialect.endsWith(text, end, once)})`,
  contains: (dialect, text, part) => sql`(${dialect.position(text, part)} > 0)`,
  matches: (dialect, text, pattern) => sql`(${dialect.matches(text, pattern)})`,
};

/** `text.startswith(part)` and its like, by code points and case. */
export function compileTest(
  dialect: Dialect,
  method: MethodGiving<"bool">,
  text: Value,
  argument: Value,
  once: OnceSql,
): Truth {
  return truth(tests[method](dialect, text.sql, argument.sql, once), mayBeNull(text, argument));
}

const changes: Readonly<Record<MethodGiving<"string">, (dialect: Dialect, text: Sql) => Sql>> = {
  lower: (dialect, text) => dialect.lower(text),
  upper: (dialect, text) => dialect.upper(text),
};

/** `text.lower()` and its like. */
export function compileChange(dialect: Dialect, method: MethodGiving<"string">, text: Value): Value {
  const changed = changes[method](dialect, text.sql);
  return mayBeNull(text) ? failingWhereNull(changed, "string") : certain(changed, "string");
}
