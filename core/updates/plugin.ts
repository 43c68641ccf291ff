/** What an update asks of its plug-ins, and what they answer. The page for authors is docs/updates.md. */
import type { GivenConditionType } from "../api/catalogue.ts";
import type { GivenConditions } from "../api/conditions.ts";
import type { GivenFile } from "../api/files.ts";
import type { CodaLog } from "./coda/codaLog.ts";

export const updateReasons = ["start", "update", "end"] as const;
/** Why the data acquisition calls: the run starts, goes on, or has ended. */
export type UpdateReason = (typeof updateReasons)[number];

/** A source of values for one run. */
export interface UpdatePlugin {
  /** As it is named in `--update` and in the log: lower-case letters, digits and hyphens. */
  readonly name: string;
  /**
   * Reads the source. What it throws is logged, and the other plug-ins go on; the same where it takes longer than its
   * time limit, at which the context's signal is aborted.
   */
  update(context: UpdateContext): Promise<UpdateValues> | UpdateValues;
}

/** What is known of the run when a plug-in is called. */
export interface UpdateContext {
  readonly run: number;
  /** Null where `--reason` was not given. */
  readonly reason: UpdateReason | null;
  /** What the run log says, read once for all plug-ins; null where the update was called without one. */
  readonly log: CodaLog | null;
  /** The path of the run log as it was given, and its bytes as they were when it was read; null where they are too many to be stored. */
  readonly logFile: { readonly path: string; readonly content: Uint8Array | null } | null;
  /** The run's times as they are stored, for all but `coda` after what the log says: wall clock, `YYYY-MM-DD HH:MM:SS`. */
  readonly started: string | null;
  readonly finished: string | null;
  /** Path of the run configuration file: as given, else as the log names it. */
  readonly runConfigFile: string | null;
  /** Wall-clock time of the update, `YYYY-MM-DD HH:MM:SS`. */
  readonly now: string;
  /** Aborted when the time limit is over. */
  readonly signal: AbortSignal;
  /** Tells of something that is left out; it stands in the summary and in the log. */
  readonly warn: (message: string) => void;
}

/**
 * What is to be stored, all of it in one transaction. The latest value wins. A value or a file that does not fit is left
 * out, with a warning.
 */
export interface UpdateValues {
  readonly conditions?: readonly GivenConditions[number][] | undefined;
  /**
   * The conditions whose values grow while a run goes on, beside those of `growingConditions.ts`: the log keeps what they were
   * before and after its updates, and not each value between.
   */
  readonly growing?: readonly string[] | undefined;
  /** Without the run, which is the context's. */
  readonly files?: readonly Omit<GivenFile, "run">[] | undefined;
  /** Times of the run itself, wall clock; what is not given stays as it is. */
  readonly started?: string | undefined;
  readonly finished?: string | undefined;
  /** Condition types that are created where the database has none of that name. */
  readonly types?: readonly GivenConditionType[] | undefined;
}
