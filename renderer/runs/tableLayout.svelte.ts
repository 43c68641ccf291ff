import type { Preferences } from "../model/preferences.svelte.ts";
import type { Query } from "../model/query.svelte.ts";
import type { RunSearch } from "../model/search.svelte.ts";
import type { Session } from "../model/session.svelte.ts";
import { isLength, queriedColumns } from "../model/columns.ts";
import { widest } from "./columnWidths.ts";
import { arrange, tableColumns, type Arrangement } from "./tableColumns.ts";

interface Parts {
  readonly search: RunSearch;
  readonly query: Query;
  readonly session: Session;
  readonly preferences: Preferences;
}

/** The columns of a table of runs: which, in what order, how wide, which of them stay at the left. Kept for each database. */
export class TableLayout {
  /** As people made them; the others fit their values. */
  #widths = $state.raw<Readonly<Record<string, number>>>({});
  #fitted = $state.raw<Readonly<Record<string, number>>>({});
  #pinned = $state.raw<readonly string[]>([]);
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  readonly arrangement: Arrangement = $derived.by(() => arrange(this.#parts.search.columns, this.#pinned));
  readonly columns = $derived.by(() => {
    const { search, session } = this.#parts;
    const widths = { ...this.#fitted, ...this.#widths };
    return tableColumns(this.arrangement, search.held?.result.columns ?? [], widths, (name) =>
      isLength(name, session.types),
    );
  });
  /** The conditions of the query that are no columns yet. */
  readonly queried: readonly string[] = $derived.by(() => {
    const { search, session } = this.#parts;
    const { held } = search;
    return held ? queriedColumns(held.search.expression, session.vocabulary, search.columns) : [];
  });

  /** Takes over what is kept of a database. */
  open(connection: string): void {
    const { preferences } = this.#parts;
    this.#widths = preferences.readWidths(connection);
    this.#fitted = {};
    this.#pinned = preferences.readPinned(connection);
  }

  resize(changed: Readonly<Record<string, number>>): void {
    this.#widths = { ...this.#widths, ...changed };
    this.#parts.preferences.keepWidths(this.#connection, this.#widths);
  }

  /** The widths that fit values which are seen now: columns grow by them, and do not shrink. */
  fit(now: Readonly<Record<string, number>>): void {
    this.#fitted = widest(this.#fitted, now);
  }

  rearrange({ names, pinned }: Arrangement): void {
    this.#pinned = pinned;
    this.#parts.preferences.keepPinned(this.#connection, pinned);
    void this.#parts.query.setColumns(names);
  }

  /** Shows these columns, in this order; pinned ones stay so. */
  choose(names: readonly string[]): void {
    this.rearrange(arrange(names, this.#pinned));
  }

  hide(name: string): void {
    this.choose(this.arrangement.names.filter((other) => other !== name));
  }

  addQueried(): void {
    const { query, search } = this.#parts;
    void query.setColumns([...search.columns, ...this.queried]);
  }

  get #connection(): string {
    return this.#parts.session.database?.connection ?? "";
  }
}
