import { untrack } from "svelte";
import type { SearchResult, Selection } from "../../core/api/search.ts";
import type { WindowClient } from "../client/client.ts";
import { wantedSearch, type AskedSearch } from "./computedColumn.ts";
import type { ComputedColumns } from "./computedColumns.svelte.ts";
import { HeldResult, type Held } from "./heldResult.svelte.ts";
import type { Navigation } from "./navigation.svelte.ts";
import type { RunSearch } from "./search.svelte.ts";
import type { Session } from "./session.svelte.ts";
import { currentCount, currentRuns, searchWith, wordsOfRuns } from "./currentRuns.ts";

/** Which runs the window is about, and who finds them. */
export interface ResultSources {
  readonly client: Pick<WindowClient, "searchRuns">;
  readonly search: RunSearch;
  readonly navigation: Navigation;
  readonly session: Session;
  readonly computed: ComputedColumns;
}

/** A result beside that of the table: the runs of the window with columns of its own. Only the core has its rows. */
export class OwnResult extends HeldResult<Held> {
  readonly #sources: ResultSources;
  readonly #readColumns: () => readonly string[] | null;
  /** What is under way. */
  #asked: AskedSearch | null = null;

  /** `columns` says which are wanted, null while nothing is. */
  constructor(sources: ResultSources, columns: () => readonly string[] | null) {
    super(sources.client);
    this.#sources = sources;
    this.#readColumns = columns;
  }

  /** The runs that the window is about. */
  readonly runs: Selection = $derived.by(() => currentRuns(this.#sources.search, this.#sources.navigation));
  /** Another text whenever other runs or columns are wanted; null while nothing is. */
  readonly wanted: string | null = $derived.by(() => {
    const columns = this.#readColumns();
    const { search, computed } = this.#sources;
    return columns && JSON.stringify([this.runs, columns, computed.of(columns), currentCount(search)]);
  });
  /** Which runs it is about, in words. */
  readonly words: string = $derived.by(() =>
    wordsOfRuns(
      this.held?.search ?? this.runs,
      this.held?.result.count ?? null,
      this.#sources.session.periods,
    ),
  );

  /** Finds what is wanted whenever that changes. Made for `$effect`. */
  follow(): void {
    if (this.wanted !== null) untrack(() => void this.find());
  }

  /**
   * Finds what is wanted, unless it is held already. What is under way is cancelled; the old result stays until the
   * new one is here.
   */
  async find(): Promise<void> {
    const columns = this.#readColumns();
    if (columns === null) return;
    const search = searchWith(this.runs, columns, this.#sources.computed.of(columns));
    if (this.#isHere(search, currentCount(this.#sources.search))) return;
    this.#asked = search;
    await this.replace("Reading values", async (signal) => {
      const outcome = await this.#sources.client.searchRuns(wantedSearch(search), { signal });
      if (this.#asked === search) this.#asked = null;
      return outcome.ok ? { ok: true, value: { search, result: outcome.value } } : outcome;
    });
  }

  override cancel(): void {
    this.#asked = null;
    super.cancel();
  }

  protected renew({ search }: Held, result: SearchResult): Held {
    return { search, result };
  }

  /** Whether a search has been made, and of as many runs as are known to be there, or is under way. */
  #isHere(search: AskedSearch, count: number | null): boolean {
    if (this.#asked) return holds(this.#asked, search);
    const { held } = this;
    const isCurrent = count === null || held?.result.count === count;
    return held !== null && isCurrent && holds(held.search, search);
  }
}

/** Whether a result of `held` has all that is asked for. */
function holds(held: AskedSearch, asked: AskedSearch): boolean {
  const runsOf = ({ expression, runMin, runMax, ranges }: AskedSearch): string =>
    JSON.stringify([expression, runMin, runMax, ranges]);
  const expressionOf = (search: AskedSearch, name: string): string | undefined =>
    search.computed.find((column) => column.name === name)?.expression;
  return (
    runsOf(held) === runsOf(asked) &&
    asked.columns.every(
      (name) => held.columns.includes(name) && expressionOf(held, name) === expressionOf(asked, name),
    )
  );
}
