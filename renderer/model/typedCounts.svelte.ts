import { untrack } from "svelte";
import type { CutCounts } from "../../core/api/cuts.ts";
import type { Selection } from "../../core/api/search.ts";
import { analyzeQuery } from "../../core/query/index.ts";
import type { WindowClient } from "../client/client.ts";
import type { RunSearch } from "./search.svelte.ts";
import type { Session } from "./session.svelte.ts";

/** A count of a text takes no longer, in milliseconds; a database that takes longer is not asked while somebody types. */
const mostForCount = 50;
/** The same of the last query, which reads all that a first count has to. */
const mostForQuery = 300;
/** A count that takes longer is ended, and none follows until there is another result. */
const mostForAny = 1000;
/** Counts that take longer before no more are asked for: the first one reads all parts of the text. */
const mostSlow = 3;

/** How many runs the text in the editor selects, and at a place of it how many one part does. */
interface TypedCount {
  readonly runs: number;
  readonly parts: readonly { readonly to: number; readonly runs: number }[];
}

/**
 * Counts the runs of what stands in the editor as it is typed, where the database answers in time. The result that is shown
 * stays as it is.
 */
export class TypedCounts {
  /** The last one, until the next is there; null where the text is that of the result or has a problem. */
  count = $state.raw<TypedCount | null>(null);

  readonly #client: Pick<WindowClient, "countCuts">;
  readonly #search: RunSearch;
  readonly #session: Session;
  /** The result at which it was found that counts take too long. */
  #slow = 0;
  #slowSince: unknown = null;
  /** The text whose query ran last: where that failed or was cancelled, it is not asked for once more by itself. */
  #ran: string | null = null;

  constructor(client: Pick<WindowClient, "countCuts">, search: RunSearch, session: Session) {
    this.#client = client;
    this.#search = search;
    this.#session = session;
  }

  /** What is to be counted; null where nothing is. */
  readonly asked: Selection | null = $derived.by(() => {
    const { held, isFilled, isEdited, expression, runMin, runMax, ranges, work } = this.#search;
    if (!held || !isFilled || !isEdited || work !== null || expression.trim() === "") return null;
    if (held.result.milliseconds > mostForQuery || expression === this.#ran) return null;
    if (!analyzeQuery(expression, this.#session.vocabulary).ok) return null;
    return { expression, runMin, runMax, ranges: [...ranges] };
  });

  /** Counts what is to be counted whenever that changes; the count before is cancelled. Made for `$effect`. */
  follow(): (() => void) | undefined {
    const { held, work, expression } = this.#search;
    if (work !== null) this.#ran = expression;
    const { asked } = this;
    if (this.#slowSince !== held) {
      this.#slowSince = held;
      this.#slow = 0;
    }
    if (asked === null || this.#slow >= mostSlow) {
      this.count = null;
      return undefined;
    }
    const controller = new AbortController();
    untrack(() => void this.#read(asked, controller.signal));
    return () => controller.abort();
  }

  async #read(asked: Selection, superseded: AbortSignal): Promise<void> {
    const begun = performance.now();
    const signal = AbortSignal.any([superseded, AbortSignal.timeout(mostForAny)]);
    const outcome = await this.#client.countCuts({ ...asked, recent: true }, { signal });
    if (outcome.ok && outcome.value.milliseconds > mostForCount) this.#slow += 1;
    // Also of one that ended as its query was run: the query may be cancelled for the time that it takes.
    const isLong =
      !outcome.ok && (outcome.error.code === "too_long" || performance.now() - begun > mostForQuery);
    if (isLong) this.#slow = mostSlow;
    if (superseded.aborted) return;
    this.count = outcome.ok ? countOf(outcome.value) : null;
  }
}

function countOf({ selected, parts }: CutCounts): TypedCount {
  return { runs: selected.runs, parts: parts.map(({ to, alone }) => ({ to, runs: alone.runs })) };
}
