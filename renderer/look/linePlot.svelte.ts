import type { WindowClient } from "../client/client.ts";
import type { ColumnPlot, PlotColouring } from "../../core/api/plots.ts";
import { Loader } from "../lib/loader.svelte.ts";
import type { OwnResult } from "../model/ownResult.svelte.ts";
import type { Extent } from "../plot/ranges.ts";

/** What the points of a panel are, besides how many there are. */
export interface LineKind {
  readonly x: string;
  readonly byPosition: boolean;
  readonly column: string;
  readonly sumUnit: number | null;
  /** Whether the runs are coloured by the column itself. */
  readonly byOwnValue: boolean;
}

/** What is asked of the core for one panel. */
export interface LineWanted extends LineKind {
  /** The runs whose positions are wanted. */
  readonly edges: readonly number[];
  readonly endsLines: boolean;
  readonly colour: PlotColouring | null;
  /** The part of x that is shown; null for all. */
  readonly part: Extent | null;
  readonly width: number;
}

/** The points of one panel: more is fetched than is shown, so that moving has something to show at once. */
export class LinePoints {
  readonly #loader = new Loader<{ readonly plot: ColumnPlot; readonly kind: string }>();
  readonly #client: WindowClient;
  readonly #own: OwnResult;
  /** For which result, columns and width the points are, and from where to where they are there. */
  #loaded: { readonly key: string; readonly part: Extent | null } | null = null;

  /** The points, where they are of a kind: while others come there is nothing to be shown. */
  plotOf(kind: LineKind): ColumnPlot | null {
    const { value } = this.#loader;
    return value?.kind === keyOf(kind) ? value.plot : null;
  }

  readonly failure = $derived.by(() => this.#loader.failure);
  readonly isLoading = $derived.by(() => this.#loader.loading);

  constructor(client: WindowClient, own: OwnResult) {
    this.#client = client;
    this.#own = own;
  }

  /** Fetches what is not here yet, or only coarsely. */
  load(wanted: LineWanted): void {
    const { part, width, edges, ...asking } = wanted;
    const { column } = asking;
    const { held } = this.#own;
    if (!held || !held.search.columns.includes(column) || width === 0) return;
    const key = JSON.stringify([held.result.result, asking, edges, width]);
    const isWhole = !this.isLoading && this.plotOf(wanted)?.isWhole === true;
    if (this.#loaded?.key === key && isEnough(this.#loaded.part, part, isWhole)) return;
    const asked = part && {
      from: part.from - (part.to - part.from) / 2,
      to: part.to + (part.to - part.from) / 2,
    };
    this.#loaded = { key, part: asked };
    const points = Math.min(20_000, Math.max(400, Math.round(width) * pointsOfPixel * (asked ? 2 : 1)));
    const from = asked?.from ?? null;
    const to = asked?.to ?? null;
    const input = { ...asking, edges: [...edges], from, to, points };
    void this.#loader.load(async (options) => {
      const outcome = await this.#own.ask((result) => this.#client.plotColumn({ result, ...input }, options));
      return outcome.ok ? { ok: true, value: { plot: outcome.value, kind: keyOf(wanted) } } : outcome;
    });
  }

  /** Asks once more, after a failure. */
  retry(wanted: LineWanted): void {
    this.#loaded = null;
    this.load(wanted);
  }

  stop(): void {
    this.#loader.stop();
  }
}

/** How many runs there are in the part that is shown, which is less than the points are fetched for. */
export class LineCounts {
  readonly #loader = new Loader<ColumnPlot>();
  readonly #client: WindowClient;
  readonly #own: OwnResult;
  #asked = "";

  readonly value = $derived.by(() => this.#loader.value);
  readonly failure = $derived.by(() => this.#loader.failure);
  readonly isLoading = $derived.by(() => this.#loader.loading);

  constructor(client: WindowClient, own: OwnResult) {
    this.#client = client;
    this.#own = own;
  }

  /** Counts what is not counted yet; bounds are values. */
  load(wanted: CountsWanted): void {
    const { held } = this.#own;
    if (!held?.search.columns.includes(wanted.column)) return;
    const key = JSON.stringify([held.result.result, wanted]);
    if (this.#asked === key) return;
    this.#asked = key;
    void this.#loader.load((options) =>
      this.#own.ask((result) => this.#client.plotColumn({ result, ...wanted, points: 4 }, options)),
    );
  }

  /** Asks once more, after a failure. */
  retry(wanted: CountsWanted): void {
    this.#asked = "";
    this.load(wanted);
  }

  stop(): void {
    this.#asked = "";
    this.#loader.stop();
  }
}

export interface CountsWanted extends LineKind {
  readonly from: number | null;
  readonly to: number | null;
  readonly yFrom: number | null;
  readonly yTo: number | null;
}

function keyOf({ x, byPosition, column, sumUnit, byOwnValue }: LineKind): string {
  return JSON.stringify([x, byPosition, column, sumUnit, byOwnValue]);
}

/** First, last, least and greatest. */
const pointsOfPixel = 4;

/** Whether points of one part show another one as finely as can be seen; of a whole part each row is here. */
function isEnough(here: Extent | null, wanted: Extent | null, isWhole: boolean): boolean {
  if (here === null) return wanted === null || isWhole;
  if (wanted === null) return false;
  const isInside = wanted.from >= here.from && wanted.to <= here.to;
  return isInside && (isWhole || wanted.to - wanted.from > (here.to - here.from) / 2.5);
}
