/** Values of many runs from CSV or TSV. */
import type { ValueType } from "../core/query/types.ts";
import type { GivenRun } from "../core/api/conditions.ts";
import { isRunHeading, readDelimited, runOfField } from "../core/formats/readDelimited.ts";
import { unknownCondition } from "../core/writing/conditionTypes.ts";
import { badInput } from "./failures.ts";
import { typedValue } from "../core/writing/typedValue.ts";

/**
 * Reads a table whose first column, `run`, has the numbers of runs, and the others, named by conditions, their values.
 * An empty field is not a value, a pair of quotes an empty text. Commas, tabs or semicolons stand between the fields, as
 * the first line has them. Throws `bad_input` with the line, and `no_such_condition`.
 */
export function parseValueTable(text: string, types: ReadonlyMap<string, ValueType>): GivenRun[] {
  const [header, ...lines] = readDelimited(text);
  const [runHeading = "", ...names] = header?.fields.map((field) => field?.trim() ?? "") ?? [];
  if (!isRunHeading(runHeading)) {
    throw badInput(
      `The first line names the columns, “run” before all: run,${[...types.keys()][0] ?? "name"}`,
    );
  }
  checkNames(names, types);
  return lines.map(({ fields: [run = null, ...values], line }) => ({
    number: parseRun(run, line),
    conditions: names.flatMap((name, index) => {
      const value = values[index] ?? null;
      return value === null ? [] : [{ name, value: typedValue(value, types.get(name)) }];
    }),
  }));
}

function checkNames(names: readonly string[], types: ReadonlyMap<string, ValueType>): void {
  if (names.length === 0) throw badInput("The table has no column beside the runs. Name a condition there.");
  const unknown = names.find((name) => !types.has(name));
  if (unknown !== undefined) throw unknownCondition(unknown, types.keys());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw badInput(`The column “${twice}” is there twice. Leave one out.`);
}

function parseRun(text: string | null, line: number): number {
  const number = runOfField(text);
  if (number !== null) return number;
  throw badInput(`Line ${line}: “${text ?? ""}” is not a run number.`);
}
