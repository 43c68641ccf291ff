import type { RunPeriod } from "../core/api/catalogue.ts";
import type { RunFile } from "../core/api/files.ts";
import type { LogRecord } from "../core/api/log.ts";
import type { RunDetail } from "../core/api/runs.ts";
import { byName, readValue, type Value } from "./values.ts";

/** A run and its wall-clock times; `length` is the seconds from start to finish. */
export interface RunTimes {
  readonly number: number;
  readonly started: string | null;
  readonly finished: string | null;
  readonly length: number | null;
}

/** A run with all that is stored of it. */
export interface Run extends RunTimes {
  readonly period: RunPeriod | null;
  /** The numbers of the runs before and after it. */
  readonly previous: number | null;
  readonly next: number | null;
  /** The values by the names of their conditions. */
  readonly conditions: Readonly<Record<string, Value>>;
  /** Its configuration files, without their contents. */
  readonly files: readonly RunFile[];
  /** The log records about it. */
  readonly log: readonly LogRecord[];
}

export function runOf({ run, conditions, ...rest }: RunDetail): Run {
  const values = conditions.map(({ name, type, value }) => [name, readValue(type, value)] as const);
  return { number: run, ...rest, conditions: byName(values) };
}
