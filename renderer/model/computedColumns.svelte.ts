import * as v from "valibot";
import { computedColumn, type Column, type ComputedColumn } from "../../core/api/search.ts";
import type { Vocabulary } from "../../core/query/tree.ts";
import { readStored, writeStored } from "../lib/storage.ts";
import { computedAsColumn, nameProblem } from "./computedColumn.ts";

/** A computed column that cannot be shown in this database, and why. */
export interface FailingColumn {
  readonly column: ComputedColumn;
  readonly message: string;
}

/** The computed columns of the open database: those that are kept for it, and those that an address brought. */
export class ComputedColumns {
  #connection = "";
  #kept = $state.raw<readonly ComputedColumn[]>([]);
  /** They come with a link or a saved query, and stand before a kept one of the same name until people save it. */
  #given = $state.raw<readonly ComputedColumn[]>([]);
  /** What was removed last, until something else is done. */
  removed = $state.raw<ComputedColumn | null>(null);
  /** The one whose dialog is open; `old` is null for a new one. */
  edited = $state.raw<{ readonly old: ComputedColumn | null } | null>(null);

  readonly list: readonly ComputedColumn[] = $derived([
    ...this.#given,
    ...this.#kept.filter(({ name }) => !this.#given.some((given) => given.name === name)),
  ]);
  readonly #readVocabulary: () => Vocabulary;
  readonly #checked = $derived.by(() => {
    const vocabulary = this.#readVocabulary();
    return this.list.map((column) => ({ column, answer: computedAsColumn(column, vocabulary) }));
  });
  /** As columns of the database, those that it can calculate. */
  readonly columns: readonly Column[] = $derived(
    this.#checked.flatMap(({ answer }) => (answer.ok ? [answer.value] : [])),
  );
  readonly failing: readonly FailingColumn[] = $derived(
    this.#checked.flatMap(({ column, answer }) =>
      answer.ok ? [] : [{ column, message: answer.error.message }],
    ),
  );

  /** `vocabulary` is that of the open database. */
  constructor(vocabulary: () => Vocabulary) {
    this.#readVocabulary = vocabulary;
  }

  /** Takes up the columns of a database. */
  open(connection: string): void {
    this.#connection = connection;
    this.#kept = this.#read();
    this.#given = [];
    this.removed = null;
    this.edited = null;
  }

  /** Takes over columns from an address or a saved query. */
  give(columns: readonly ComputedColumn[]): void {
    const isNew = (column: ComputedColumn): boolean => !this.list.some((known) => isSame(known, column));
    const given = columns.filter(isNew);
    if (given.length === 0) return;
    this.#given = [
      ...this.#given.filter(({ name }) => !given.some((column) => column.name === name)),
      ...given,
    ];
  }

  /** What is asked for by these names: those that can be calculated. */
  of(names: readonly string[]): ComputedColumn[] {
    const known = this.columns.map(({ name }) => name);
    return this.list.filter(({ name }) => names.includes(name) && known.includes(name));
  }

  find(name: string): ComputedColumn | null {
    return this.list.find((column) => column.name === name) ?? null;
  }

  /** Why a column cannot have this name, in words; null where it can. `old` is the one that it takes the place of. */
  nameProblem(name: string, old: ComputedColumn | null): string | null {
    const isUsed = name !== old?.name && this.list.some((column) => column.name === name);
    return isUsed
      ? `There is a computed column “${name}” already. Choose another name.`
      : nameProblem(name, this.#readVocabulary());
  }

  /** Keeps a column in place of another. */
  save(column: ComputedColumn, old: ComputedColumn | null): void {
    const isOther = ({ name }: ComputedColumn): boolean => name !== column.name && name !== old?.name;
    // Another window may have kept some for the same database.
    this.#keep([...this.#read().filter(isOther), column]);
    this.#given = this.#given.filter(isOther);
  }

  remove(column: ComputedColumn): void {
    const isOther = ({ name }: ComputedColumn): boolean => name !== column.name;
    this.#keep(this.#read().filter(isOther));
    this.#given = this.#given.filter(isOther);
    this.removed = column;
  }

  #read(): readonly ComputedColumn[] {
    return readStored(`computed ${this.#connection}`, isList) ?? [];
  }

  #keep(columns: readonly ComputedColumn[]): void {
    this.#kept = columns;
    this.removed = null;
    writeStored(`computed ${this.#connection}`, columns);
  }
}

function isSame(a: ComputedColumn, b: ComputedColumn): boolean {
  return (
    a.name === b.name && a.expression === b.expression && a.unit === b.unit && a.description === b.description
  );
}

function isList(value: unknown): value is ComputedColumn[] {
  return v.is(v.array(computedColumn), value);
}
