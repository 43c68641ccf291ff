/**
 * The run's own values, a row each: known in every database, by a name that a condition type of the same name takes over.
 * `core/selection/conditions.ts` says where they are stored.
 */
import type { ValueType } from "./types.ts";

interface FieldRow {
  readonly type: ValueType;
  /** For completion and the documentation. */
  readonly meaning: string;
}

export const runFields = {
  run: { type: "int", meaning: "the run's number" },
  started: { type: "time", meaning: "when the run started" },
  finished: { type: "time", meaning: "when the run finished" },
} as const satisfies Readonly<Record<string, FieldRow>>;

export type RunField = keyof typeof runFields;

export const runFieldNames = Object.keys(runFields) as readonly RunField[];

export function isRunField(name: string): name is RunField {
  return Object.hasOwn(runFields, name);
}
