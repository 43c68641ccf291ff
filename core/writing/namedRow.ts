import { RcdbError } from "../api/failure.ts";
import type { NamedRow } from "../api/catalogue.ts";
import { quoted } from "../text/quoted.ts";
import { logChanges } from "./log.ts";
import type { Writing } from "./writing.ts";

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

/** A kind of rows that people name and may remove: run periods, aliases. */
export interface RowKind<Row> extends Wording<Row> {
  readonly table: "run_periods" | "aliases";
  /** How the log writes a name. */
  readonly written: (name: string) => string;
  /** All that are stored. */
  readonly read: (writing: Writing) => Promise<readonly Row[]>;
  /** What is said where none is meant. */
  readonly missing: (writing: Writing, which: NamedRow) => Promise<RcdbError>;
  /** What the log keeps of one. */
  readonly kept: (row: Row) => object;
}

interface Named {
  readonly id: number;
  readonly name: string;
}

/** The row that is meant. Throws `ambiguous`, and what the kind says where there is none. */
export async function findNamed<Row extends Named>(
  writing: Writing,
  kind: RowKind<Row>,
  which: NamedRow,
): Promise<Row> {
  const found = rowMeant(await kind.read(writing), which, kind);
  if (!found) throw await kind.missing(writing, which);
  return found;
}

/** Removes the row that is meant, and logs what it held. Throws as `findNamed`. */
export async function deleteNamed<Row extends Named>(
  writing: Writing,
  kind: RowKind<Row>,
  which: NamedRow,
): Promise<Record<string, never>> {
  await writing.transaction.lockCatalogue();
  const row = await findNamed(writing, kind, which);
  await writing.transaction.write.deleteFrom(kind.table).where("id", "=", row.id).execute();
  await logNamed(writing, kind, "Deleted", row, { old: kind.kept(row) });
  return {};
}

/** Logs what became of a row. */
export async function logNamed<Row>(
  writing: Writing,
  { noun, table, written }: RowKind<Row>,
  verb: "Created" | "Changed" | "Deleted",
  { id, name }: Named,
  data: { readonly old?: object; readonly new?: object },
): Promise<void> {
  await logChanges(writing, [
    { title: `${verb} ${noun} ${written(name)}`, data: { ...data }, row: `${table}_${id}`, run: null },
  ]);
}
