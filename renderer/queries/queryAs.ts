/** A query in other languages, to go on with it elsewhere. */
import { formatRunBounds } from "../../core/api/runRange.ts";
import type { Search } from "../../core/api/search.ts";

export interface Written {
  readonly text: string;
  /** What it leaves out, or what the other side does not understand. */
  readonly remarks: readonly string[];
}

/** For a POSIX shell, by this program's own command line. */
export function asCommandLine(connection: string, search: Search): Written {
  const range = formatRunBounds(search);
  const operands = [search.expression, ...search.columns];
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

function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
