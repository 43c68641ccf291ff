/** The runs of a selection's bounds as SQL. */
import { sql } from "kysely";
import type { RunRange } from "../api/search.ts";
import type { Sql } from "../db/dialect.ts";
import { mergeRanges, type RunBounds } from "../api/runRange.ts";
import { numberLiteral } from "../db/sqlParts.ts";

/** Conditions, all of which hold where a run number lies within the bounds; none where they are open. */
export function withinBounds(column: string, { runMin, runMax, ranges }: RunBounds): Sql[] {
  const number = sql.ref(column);
  const outer = withinRange(number, { runMin, runMax });
  return ranges.length === 0 ? outer : [...outer, ...withinRanges(number, mergeRanges(ranges))];
}

function withinRange(number: Sql, { runMin, runMax }: RunRange): Sql[] {
  if (runMin !== null && runMax !== null)
    return [sql`${number} BETWEEN ${numberLiteral(runMin)} AND ${numberLiteral(runMax)}`];
  if (runMin !== null) return [sql`${number} >= ${numberLiteral(runMin)}`];
  return runMax === null ? [] : [sql`${number} <= ${numberLiteral(runMax)}`];
}

/** Within one of ranges that ascend and do not overlap. */
function withinRanges(number: Sql, ranges: readonly RunRange[]): Sql[] {
  const [only, ...others] = ranges;
  if (!only) return [sql`1 = 0`];
  if (others.length === 0) return withinRange(number, only);
  const isList = ranges.every(({ runMin, runMax }) => runMin !== null && runMin === runMax);
  if (!isList) return [oneOf(number, ranges)];
  const runs = ranges.flatMap(({ runMin }) => (runMin === null ? [] : [numberLiteral(runMin)]));
  return [sql`${number} IN (${sql.join(runs)})`];
}

/** The most ranges that are tried one after the other, which an index can be used for. */
const fewRanges = 16;

/** More than a few are halved again and again: thousands of them are looked at for every row otherwise. */
function oneOf(number: Sql, ranges: readonly RunRange[]): Sql {
  const middle = ranges.length >> 1;
  const begin = ranges[middle]?.runMin ?? null;
  if (ranges.length <= fewRanges || begin === null) {
    const each = ranges.flatMap((range) => withinRange(number, range));
    return sql`(${sql.join(each, sql` OR `)})`;
  }
  const below = oneOf(number, ranges.slice(0, middle));
  const above = oneOf(number, ranges.slice(middle));
  return sql`CASE WHEN ${number} < ${numberLiteral(begin)} THEN ${below} ELSE ${above} END`;
}

/** Whether a condition is one of these runs'. */
export function isOneOf(runs: readonly number[]): Sql {
  return sql`run_number IN (${sql.join(runs.map((run) => numberLiteral(run)))})`;
}
