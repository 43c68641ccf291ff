/** The statement of a selection, whichever way the conditions are read. */
import type { Sql } from "../db/dialect.ts";
import { sql } from "../db/measuredSql.ts";
import { allOf } from "../db/sqlParts.ts";
import type { LayeredSql } from "./layeredParts.ts";

export interface SelectedRuns {
  /** What is named by WITH, `name AS (…)`. */
  readonly named: readonly Sql[];
  /** Tables with the one that is called `runs`. */
  readonly tables: Sql;
  /** All that has to be true; empty for all runs. */
  readonly wanted: readonly Sql[];
  /** Stands between two of these. */
  readonly and: Sql;
  /** The number of the run. */
  readonly run: Sql;
}

/** What gives the columns of `runs` that are `shown`, and calculated values behind them, in run order. */
export function statementOf(shown: Sql, selected: SelectedRuns, { layers, wanted, values }: LayeredSql): Sql {
  const columns = values.length === 0 ? shown : sql`${shown}, ${sql.join(values)}`;
  if (layers.columns.length === 0) {
    return select(columns, { ...selected, wanted: [...selected.wanted, ...wanted] });
  }
  const named = layers.columns.map((columns, at) => {
    const from = at === 0 ? rowsOf(selected) : sql`l${sql.raw(String(at))} AS runs`;
    const before = at === 0 ? sql`runs.number, runs.started, runs.finished` : sql`runs.*`;
    // What has a limit is calculated as it stands, and not put into what names it.
    return sql`l${sql.raw(String(at + 1))} AS (SELECT ${before}, ${sql.join(columns)} FROM ${from} LIMIT ${sql.raw(mostRows)})`;
  });
  const last = sql`l${sql.raw(String(layers.columns.length))} AS runs`;
  return select(columns, {
    named: [...selected.named, ...named],
    tables: last,
    wanted,
    and: selected.and,
    run: sql`runs.number`,
  });
}

/** More rows than there can be. */
const mostRows = "9999999999";

function select(shown: Sql, selected: SelectedRuns): Sql {
  const { named, run } = selected;
  const before = named.length === 0 ? sql`` : sql`WITH ${sql.join(named)}\n`;
  return sql`${before}SELECT ${shown}\nFROM ${rowsOf(selected)}\nORDER BY ${run}`;
}

function rowsOf({ tables, wanted, and }: SelectedRuns): Sql {
  return wanted.length === 0 ? tables : sql`${tables}\nWHERE ${allOf(wanted, and)}`;
}
