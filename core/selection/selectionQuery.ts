/** The statement that selects the runs of a checked expression. */
import { sql, type CompiledQuery } from "kysely";
import { RcdbError } from "../api/failure.ts";
import type { ConditionType, SearchResult, Selection } from "../api/schemas.ts";
import { costLimit, costOf } from "../compile/cost.ts";
import type { Database } from "../db/database.ts";
import type { CheckedExpression } from "../query/check.ts";
import { accessInWords, chooseAccess } from "./access.ts";
import { testedConditions } from "./conditions.ts";
import { lookUpQuery } from "./lookUpQuery.ts";
import { partsOf } from "./parts.ts";
import { pivotQuery } from "./pivotQuery.ts";

export interface CompiledSelection {
  /** Gives the number of each run, in run order, and where they were asked for its `started` and `finished`. */
  readonly query: CompiledQuery;
  /** How the database reads it, in words. */
  readonly plan: string;
  /** What relative times in the expression were taken for. */
  readonly dates: readonly RelativeDate[];
}
export type RelativeDate = SearchResult["dates"][number];

/** MySQL joins at most 61 tables, SQLite 64; a few are taken. */
const mostJoined = 55;

/** `expression` within the run bounds of `bounds`, as SQL over `types`. Throws `expression` where it is too large. */
export async function selectionQuery(
  database: Database,
  expression: CheckedExpression,
  types: readonly ConditionType[],
  bounds: Selection,
  withTimes: boolean,
): Promise<CompiledSelection> {
  const shown = withTimes ? sql`runs.number, runs.started, runs.finished` : sql`runs.number`;
  const parts = partsOf(expression, types);
  const dates = relativeDates(expression);
  checkSize(expression, parts.named.length);
  if (expression.conditions.length === 0) {
    const query = pivotQuery(database, { kind: "scan" }, [], parts, bounds, shown);
    return { query: query.compile(database.read), plan: "runs only", dates };
  }
  const tested = await testedConditions(database, parts);
  const access = await chooseAccess(database, tested, bounds);
  const query =
    access.kind === "own"
      ? lookUpQuery(database, access.tested, parts, bounds, shown)
      : pivotQuery(database, access, tested, parts, bounds, shown);
  return { query: query.compile(database.read), plan: accessInWords(access), dates };
}

/** Each relative time once; of a day the day, of a moment its second. */
function relativeDates({ dates }: CheckedExpression): RelativeDate[] {
  const meant = new Map<string, string>();
  for (const { text, first, last, isRelative } of dates.values()) {
    if (isRelative) meant.set(text, first.slice(0, first === last ? 19 : 10));
  }
  return [...meant].map(([text, time]) => ({ text, meant: time }));
}

function checkSize(expression: CheckedExpression, joined: number): void {
  if (joined > mostJoined) {
    throw tooLarge(`it combines ${joined} conditions, at most ${mostJoined} can be combined`);
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
