import { RcdbError } from "../api/failure.ts";
import type { NamedRow } from "../api/catalogue.ts";
import { quoted } from "../text/quoted.ts";

/** What a kind of row is called, and how one of several with the same name is told from the others. */
interface Wording<Row> {
  /** `run period`, `alias`. */
  readonly noun: string;
  readonly describe: (row: Row) => string;
}

/**
 * Of all rows the one that is meant, by its id, or by its name where one row alone has it; undefined where there is
 * none. Throws `ambiguous` where several have the name, with their ids, and `bad_input` where neither is given.
 */
export function rowMeant<Row extends { readonly id: number; readonly name: string }>(
  rows: readonly Row[],
  { id, name }: NamedRow,
  { noun, describe }: Wording<Row>,
): Row | undefined {
  if (id !== undefined) return rows.find((row) => row.id === id);
  if (name === undefined) throw new RcdbError("bad_input", `Give the name or the id of the ${noun}.`);
  const [first, ...more] = rows.filter((row) => row.name === name);
  if (!first || more.length === 0) return first;
  const candidates = [first, ...more].map((row) => ({ id: row.id, description: describe(row) }));
  const told = candidates.map((candidate) => `${candidate.id} (${candidate.description})`).join(", ");
  throw new RcdbError(
    "ambiguous",
    `${candidates.length} rows have the name ${quoted(name)}. Name the ${noun} by its id: ${told}.`,
    { name, candidates },
  );
}
