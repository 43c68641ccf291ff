import type { Change, ChangePlan, PlanAction } from "../api/changes.ts";
import type { Cell } from "../api/values.ts";

/** A value that is asked for. */
export interface WantedValue extends Pick<Change, "run" | "kind" | "name"> {
  /** In a table as it is written there; null for none. */
  readonly value: Cell;
  readonly line: number | null;
}

/** What is asked for, and what was found wrong with it before the database was asked. */
export interface Wanted extends Pick<ChangePlan, "unread" | "columns"> {
  readonly action: PlanAction;
  readonly values: readonly WantedValue[];
  readonly createRuns: boolean;
}
