import type { Progress } from "../../core/api/call.ts";
import type { Copied, CopyCheck } from "../../core/api/copies.ts";
import type { Failure } from "../../core/api/failure.ts";
import { paceOf, type Pace } from "../lib/pace.ts";

/** Taking a copy of the open database, or bringing it, which is a copy, up to date, or comparing it with its source. */
export type CopyTask = "take" | "update" | "check";

/** What goes on, and how fast. */
export interface CopyWork {
  readonly task: CopyTask;
  readonly progress: Progress | null;
  readonly pace: Pace | null;
  /** When the present table began, in milliseconds, and with how many rows. */
  readonly began: { readonly at: number; readonly done: number };
  /** Began by itself: people are not told of it. */
  readonly isQuiet: boolean;
}

/** What became of it. */
export type CopyEnd =
  | { readonly task: "take" | "update"; readonly copied: Copied }
  | { readonly task: "check"; readonly check: CopyCheck }
  | { readonly task: CopyTask; readonly failure: Failure };

/** The work after a report of its progress: every table has a pace of its own. */
export function reported(work: CopyWork, progress: Progress, now: number): CopyWork {
  const isSame = work.progress?.label === progress.label;
  const began = isSame ? work.began : { at: now, done: progress.done };
  return { ...work, progress, began, pace: paceOf(began, progress, now) };
}
