import type { ConditionType } from "../api/catalogue.ts";
import type { Sql } from "../db/dialect.ts";

/** A condition that is tested by itself. */
export interface TestedCondition {
  readonly type: ConditionType;
  /** SQL over a row's value that is 1 where it passes, else 0 or NULL. */
  readonly passes: (column: Sql) => Sql;
  /** Whether a run without the condition passes, as with `!=`. */
  readonly passesIfMissing: boolean;
}
