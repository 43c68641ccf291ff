import { CsvError, parse } from "csv-parse/sync";
import { RcdbError } from "../api/failure.ts";

/** A record of a table; null for an empty field, which is no empty text. */
export interface DelimitedLine {
  readonly fields: readonly (string | null)[];
  /** The line where it ends, from 1. */
  readonly line: number;
}

interface ParsedLine {
  readonly record: readonly (string | null)[];
  readonly info: { readonly lines: number };
}

/**
 * The records of a text of CSV or TSV. Commas, tabs or semicolons stand between the fields, as the first line has them; a pair of quotes is an
 * empty text. Throws `bad_input` with the line.
 */
export function readDelimited(text: string): DelimitedLine[] {
  try {
    const lines = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      skip_empty_lines: true,
      info: true,
      cast: (field, { quoting }) => (field === "" && !quoting ? null : field),
    }) as unknown as ParsedLine[];
    return lines.map(({ record, info }) => ({ fields: record, line: info.lines }));
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    throw new RcdbError("bad_input", `The table cannot be read: ${thrown.message}.`);
  }
}

function delimiterOf(text: string): string {
  const first = /^.*/.exec(text)?.[0] ?? "";
  if (first.includes("\t")) return "\t";
  return first.includes(";") && !first.includes(",") ? ";" : ",";
}

const runHeadings: readonly string[] = ["run", "run_number", "run_num", "number"];

/** Whether the heading of a column says that it has the numbers of runs. */
export function isRunHeading(heading: string): boolean {
  return runHeadings.includes(heading.toLowerCase());
}

/** The run number that a field holds; null where it is none. */
export function runOfField(field: string | null): number | null {
  const number = Number(field);
  return field !== null && /^\s*\d+\s*$/.test(field) && Number.isSafeInteger(number) ? number : null;
}
