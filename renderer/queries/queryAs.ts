/** A query in other languages, to go on with it elsewhere. */
import { clearRunList } from "../../core/api/runNotation.ts";
import { formatRunBounds } from "../../core/api/runRange.ts";
import type { ComputedColumn } from "../../core/api/search.ts";
import type { AskedSearch } from "../model/computedColumn.ts";

export interface Written {
  readonly text: string;
  /** What it leaves out, or what the other side does not understand. */
  readonly remarks: readonly string[];
}

/** For a POSIX shell, by this program's own command line. */
export function asCommandLine(connection: string, search: AskedSearch): Written {
  const range = clearRunList(formatRunBounds(search));
  const columns = search.columns.map((name) => {
    const computed = search.computed.find((column) => column.name === name);
    return computed ? writeComputed(computed) : name;
  });
  const operands = [search.expression, ...columns];
  const words = [
    "rcdb",
    "-c",
    connection,
    "select",
    ...(range === "" ? [] : [`--runs=${range}`]),
    ...(search.order.descending ? ["--desc"] : []),
    ...(operands.some((word) => word.startsWith("-")) ? ["--"] : []),
    ...operands,
  ];
  const remarks = search.order.column === "run" ? [] : [`The rows are not sorted by ${search.order.column}.`];
  return { text: words.map(quoteForShell).join(" "), remarks };
}

function writeComputed({ name, unit, expression }: ComputedColumn): string {
  return `${name}${unit === null ? "" : ` [${unit}]`}=${expression}`;
}

function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
