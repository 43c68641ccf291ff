/** Values of many runs from CSV or TSV. */
import { CsvError, parse } from "csv-parse/sync";
import type { ValueType } from "../core/query/types.ts";
import type { GivenRun } from "../core/api/conditions.ts";
import { unknownCondition } from "../core/writing/conditionTypes.ts";
import { badInput } from "./failures.ts";
import { typedValue } from "./typedValue.ts";

const runHeadings = ["run", "run_number", "run_num", "number"];

interface Line {
  readonly record: readonly (string | null)[];
  readonly info: { readonly lines: number };
}

/**
 * Reads a table whose first column, `run`, has the numbers of runs, and the others, named by conditions, their values.
 * An empty field is no value, a pair of quotes an empty text. Commas, tabs or semicolons stand between the fields, as
 * the first line has them. Throws `bad_input` with the line, and `no_such_condition`.
 */
export function parseValueTable(text: string, types: ReadonlyMap<string, ValueType>): GivenRun[] {
  const [header, ...lines] = linesOf(text);
  const [runHeading = "", ...names] = header?.record.map((field) => field?.trim() ?? "") ?? [];
  if (!runHeadings.includes(runHeading.toLowerCase())) {
    throw badInput(
      `The first line names the columns, “run” before all: run,${[...types.keys()][0] ?? "name"}`,
    );
  }
  checkNames(names, types);
  return lines.map(({ record: [run = null, ...values], info }) => ({
    number: parseRun(run, info.lines),
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
  const number = Number(text);
  if (text !== null && /^\s*\d+\s*$/.test(text) && Number.isSafeInteger(number)) return number;
  throw badInput(`Line ${line}: “${text ?? ""}” is not a run number.`);
}

function linesOf(text: string): Line[] {
  try {
    return parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      skip_empty_lines: true,
      info: true,
      cast: (field, { quoting }) => (field === "" && !quoting ? null : field),
    }) as unknown as Line[];
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    throw badInput(`The table cannot be read: ${thrown.message}.`);
  }
}

function delimiterOf(text: string): string {
  const first = /^.*/.exec(text)?.[0] ?? "";
  if (first.includes("\t")) return "\t";
  return first.includes(";") && !first.includes(",") ? ";" : ",";
}
