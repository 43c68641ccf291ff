import type { Sql } from "./dialect.ts";

/** How a statement tells a database's planner what to read, and in which portions that is best. */
export interface PlannerHints {
  /** Behind a table's name: read all of it, for no index helps. */
  readonly scan: Sql;
  /** Joins tables so that the left one is read first. */
  readonly joinInOrder: Sql;
  /** Behind a table's name: go through it by its primary key. */
  readonly inOrder: Sql;
  /** How many ids of a long table are best read by one statement. */
  readonly idsAtOnce: number;
  /** Behind a table's name: use this index. */
  byIndex(name: string): Sql;
}
