import type { CallOptions } from "../../core/api/client.ts";
import { RcdbError, unwrap } from "../../core/api/failure.ts";
import { runColumns } from "../../core/api/search.ts";
import type { Cell } from "../../core/api/values.ts";
import type { ValueType } from "../../core/query/types.ts";
import type { Reader } from "./resources.ts";

/** A value of a run. */
export interface RunValue {
  readonly run: number;
  readonly name: string;
  readonly type: ValueType;
  readonly value: Cell;
}

/** The value of a condition of a run, or of what the run itself has. Throws `no_such_run` and `no_value`. */
export async function readRunValue(
  reader: Reader,
  run: number,
  name: string,
  options: CallOptions,
): Promise<RunValue> {
  const detail = unwrap(await reader.readRun({ run }, options));
  const condition = detail.conditions.find((one) => one.name === name);
  if (condition && condition.value !== null)
    return { run, name, type: condition.type, value: condition.value };
  const own = condition ? undefined : runColumns.find((column) => column.name === name);
  const { started, finished, length } = detail;
  const value = own ? ({ started, finished, length }[own.name] ?? null) : null;
  if (own && value !== null) return { run, name, type: own.type, value };
  throw new RcdbError("no_value", `Run ${run} has no value of “${name}”.`, { run, name });
}
