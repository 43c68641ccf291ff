import type { Newest } from "../api/database.ts";
import type { Selection } from "../api/search.ts";
import type { Expression } from "../query/tree.ts";

/** What a result is the answer to. */
export interface Origin {
  readonly selection: Selection;
  /** Its expression, its aliases expanded as they were then; null for all runs. */
  readonly tree: Expression | null;
  /** What was newest in the database right before. */
  readonly newest: Newest;
  /** When, ISO 8601 in UTC. */
  readonly asked: string;
}
