/** The statement that selects the runs of a checked expression. */
import { sql, type CompiledQuery } from "kysely";
import type { ConditionType } from "../api/catalogue.ts";
import type { SearchResult, Selection } from "../api/search.ts";
import { TooLarge } from "../compile/layers.ts";
import type { Database } from "../db/database.ts";
import type { Sql } from "../db/dialect.ts";
import type { CheckedValue } from "../query/analyze.ts";
import type { CheckedExpression } from "../query/check.ts";
import { countWithin, factsOf } from "../conditions/facts.ts";
import { planInWords, planSelection } from "../conditions/plan.ts";
import { testedConditions } from "./conditions.ts";
import { lookUpQuery } from "./lookUpQuery.ts";
import { layeredAmong } from "./layeredParts.ts";
import { conjunctsOf, withValues } from "./conjuncts.ts";
import { pivotQuery } from "./pivotQuery.ts";
import { checkBound, tooLarge } from "./tooLarge.ts";

export interface CompiledSelection {
  /** Gives the number of each run, in run order, and where they were asked for its `started` and `finished`. */
  readonly query: CompiledQuery;
  /** How the database reads it, in words. */
  readonly plan: string;
  /** What relative times in the expression were taken for. */
  readonly dates: readonly RelativeDate[];
  /** The expression, its aliases expanded; null for all runs. */
  readonly tree: CheckedExpression["tree"];
}
export type RelativeDate = SearchResult["dates"][number];

/** MySQL joins at most 61 tables, SQLite 64; a few are taken. */
const mostJoined = 55;

/** What is wanted of the selected runs beside their numbers. */
export interface Wanted {
  readonly withTimes: boolean;
  /** Values that are calculated for each of them, behind its number and times. */
  readonly values?: readonly CheckedValue[];
  /** A statement that is made of the one that selects them. */
  readonly of?: (selected: Sql) => Sql;
}

/** `expression` within the run bounds of `bounds`, as SQL over `types`. Throws `expression` where it is too large. */
export async function selectionQuery(
  database: Database,
  expression: CheckedExpression,
  types: readonly ConditionType[],
  bounds: Selection,
  { withTimes, values = [], of = (statement) => statement }: Wanted,
): Promise<CompiledSelection> {
  const shown = withTimes ? sql`runs.number, runs.started, runs.finished` : sql`runs.number`;
  const asked = conjunctsOf(expression, types, (each) => layeredAmong(each, database, expression, types));
  const parts = withValues(asked, values, types);
  const dates = relativeDates(expression);
  if (parts.named.length > mostJoined) {
    throw tooLarge(`it combines ${parts.named.length} conditions, at most ${mostJoined} can be combined`);
  }
  if (expression.conditions.length + parts.named.length === 0) {
    const query = compiled(database, () =>
      of(pivotQuery(database, { kind: "scan" }, [], parts, bounds, shown)),
    );
    return { query, plan: "runs only", dates, tree: expression.tree };
  }
  const tested = testedConditions(database, parts);
  const indexes = await database.conditionIndexes();
  const plan = await planSelection(indexes, tested, countWithin(database, bounds), factsOf(database));
  const query = compiled(database, () =>
    of(
      plan.kind === "own"
        ? lookUpQuery(database, plan, parts, bounds, shown)
        : pivotQuery(database, plan, tested, parts, bounds, shown),
    ),
  );
  return { query, plan: planInWords(plan), dates, tree: expression.tree };
}

/** What each relative time of an expression was taken for, once; of a day the day, of a moment its second. */
export function relativeDates({ dates }: Pick<CheckedExpression, "dates">): RelativeDate[] {
  const meant = new Map<string, string>();
  for (const { text, first, last, isRelative } of dates.values()) {
    if (isRelative) meant.set(text, first.slice(0, first === last ? 19 : 10));
  }
  return [...meant].map(([text, time]) => ({ text, meant: time }));
}

function compiled(database: Database, compile: () => Sql): CompiledQuery {
  try {
    const query = compile();
    checkBound(database.dialect, query);
    return query.compile(database.read);
  } catch (thrown) {
    throw thrown instanceof TooLarge ? tooLarge(thrown.message, thrown.place) : thrown;
  }
}
