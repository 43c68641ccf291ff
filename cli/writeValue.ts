import { noSuchCondition } from "../core/api/missing.ts";
import { RcdbError } from "../core/api/failure.ts";
import type { ConditionType } from "../core/api/catalogue.ts";
import { runColumns } from "../core/api/search.ts";
import type { Cell } from "../core/api/values.ts";
import type { ValueType } from "../core/query/types.ts";
import type { CommonOptions } from "./addCommand.ts";
import type { DatabaseClient } from "./database.ts";
import { unwrap } from "./failures.ts";
import { writeContent, writeJson } from "./output.ts";
import { pythonText } from "../core/formats/pythonText.ts";

/** Writes a value of a run alone, as Python prints it, or as JSON. Throws `no_value` where there is none. */
export async function writeValue(
  client: DatabaseClient,
  run: number,
  name: string,
  options: CommonOptions,
): Promise<void> {
  const { value, type } = await readValue(client, run, name);
  if (options.json) return writeJson(value);
  await writeContent(`${pythonText(value, type)}\n`);
}

/**
 * The value of a condition of a run, or of what the run itself has. Throws `no_value` where there is none, be it for
 * want of the run or the condition: a program that asks for it is told by one exit code.
 */
async function readValue(
  client: DatabaseClient,
  run: number,
  name: string,
): Promise<{ readonly value: Cell; readonly type: ValueType }> {
  const found = await client.readRun({ run });
  if (!found.ok && found.error.code === "no_such_run") throw new RcdbError("no_value", found.error.message);
  const detail = unwrap(found);
  const condition = detail.conditions.find((one) => one.name === name);
  if (condition && condition.value !== null) return condition;
  const own = condition ? undefined : runColumns.find((column) => column.name === name);
  const { started, finished, length } = detail;
  const value = own ? { started, finished, length }[own.name] : null;
  if (own && value !== null && value !== undefined) return { value, type: own.type };
  throw noValue(run, name, own || condition ? [] : unwrap(await client.listConditionTypes()));
}

function noValue(run: number, name: string, types: readonly ConditionType[]): RcdbError {
  const names = types.map((type) => type.name);
  const isKnown = types.length === 0 || names.includes(name);
  const reason = isKnown ? `Run ${run} has no value of “${name}”.` : noSuchCondition(name, names).message;
  return new RcdbError("no_value", reason);
}
