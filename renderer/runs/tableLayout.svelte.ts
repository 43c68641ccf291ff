import type { Preferences } from "../model/preferences.svelte.ts";
import type { Query } from "../model/query.svelte.ts";
import type { RunSearch } from "../model/search.svelte.ts";
import type { Session } from "../model/session.svelte.ts";
import { isLength, queriedColumns } from "../model/columns.ts";
import { widest } from "./columnWidths.ts";
import { arrange, tableColumns, type Arrangement } from "./tableColumns.ts";

type LayoutStore = Pick<Preferences, "readWidths" | "keepWidths" | "readPinned" | "keepPinned">;

interface Parts {
  readonly search: RunSearch;
  readonly query: Query;
  readonly session: Session;
  readonly kept: KeptLayout;
}

/** How wide people made the columns of a database, and which of them stay at the left: the same in all of its tables. */
export class KeptLayout {
  widths = $state.raw<Readonly<Record<string, number>>>({});
  pinned = $state.raw<readonly string[]>([]);
  readonly #preferences: LayoutStore;
  #connection = "";

  constructor(preferences: LayoutStore) {
    this.#preferences = preferences;
  }

  open(connection: string): void {
    this.#connection = connection;
    this.widths = this.#preferences.readWidths(connection);
    this.pinned = this.#preferences.readPinned(connection);
  }

  resize(changed: Readonly<Record<string, number>>): void {
    this.widths = { ...this.widths, ...changed };
    this.#preferences.keepWidths(this.#connection, this.widths);
  }

  /** Pins some of the columns of a table; others that only another table shows stay as they are. */
  pin(pinned: readonly string[], columns: readonly string[]): void {
    this.pinned = [...pinned, ...this.pinned.filter((name) => !columns.includes(name))];
    this.#preferences.keepPinned(this.#connection, this.pinned);
  }
}

/** The columns of a table of runs: which, in what order, how wide, which of them stay at the left. */
export class TableLayout {
  /** Of those to which people gave no width. */
  #fitted = $state.raw<Readonly<Record<string, number>>>({});
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  readonly arrangement: Arrangement = $derived.by(() =>
    arrange(this.#parts.search.columns, this.#parts.kept.pinned),
  );
  readonly columns = $derived.by(() => {
    const { kept, search, session } = this.#parts;
    const widths = { ...this.#fitted, ...kept.widths };
    const { firstRun = null, lastRun = null } = session.database ?? {};
    return tableColumns(
      this.arrangement,
      search.held?.result.columns ?? [],
      widths,
      (name) => isLength(name, session.types),
      [firstRun, lastRun],
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
    this.#parts.kept.open(connection);
    this.#fitted = {};
  }

  resize(changed: Readonly<Record<string, number>>): void {
    this.#parts.kept.resize(changed);
  }

  /** The widths that fit values which are seen now: columns grow by them, and do not shrink. */
  fit(now: Readonly<Record<string, number>>): void {
    this.#fitted = widest(this.#fitted, now);
  }

  rearrange({ names, pinned }: Arrangement): void {
    this.#parts.kept.pin(pinned, [...this.arrangement.names, ...names]);
    void this.#parts.query.setColumns(names);
  }

  /** Shows these columns, in this order; pinned ones stay so. */
  choose(names: readonly string[]): void {
    this.rearrange(arrange(names, this.#parts.kept.pinned));
  }

  hide(name: string): void {
    this.choose(this.arrangement.names.filter((other) => other !== name));
  }

  addQueried(): void {
    const { query, search } = this.#parts;
    void query.setColumns([...search.columns, ...this.queried]);
  }
}
