import type { ColumnPlot, PlotAxis } from "../../core/api/plots.ts";
import type { WindowClient } from "../client/client.ts";
import type { Query } from "../model/query.svelte.ts";
import type { RunSearch } from "../model/search.svelte.ts";
import type { Session } from "../model/session.svelte.ts";
import type { Failure } from "../../core/api/failure.ts";
import { boundsWithin } from "../model/currentRuns.ts";
import type { Block, Scale } from "../plot/figure.ts";
import { leftOf } from "../plot/painting.ts";
import type { OwnResult } from "../model/ownResult.svelte.ts";
import { dateBands, edgesOf, positionBands, runBands } from "./periodBands.ts";
import { moved, scaleOf, wheelFactor, withRoom, zoomed, type Extent } from "../plot/ranges.ts";
import { isByPosition, type LookView } from "./view.ts";

/** What is chosen along x: which runs these are. */
export interface Chosen extends Extent {
  readonly firstRun: number | null;
  readonly lastRun: number | null;
  readonly rows: number | null;
  /** Whether they are all that is shown: what is dragged over is zoomed into at once, as in every plot. */
  readonly isShown: boolean;
}

/** So long a part may change before it is kept in the address. */
const restMs = 250;
/** The most runs in sight that get a dot each. */
const fewPoints = 400;

/** What they ask, and what the runs that are chosen become the bounds of. */
export interface LineSources {
  readonly client: Pick<WindowClient, "plotColumn" | "readRowsOf">;
  readonly session: Session;
  readonly search: RunSearch;
  readonly query: Query;
}

/** What the panels of a plot along runs or a time have in common: x, and what is chosen of it. */
export class Lines {
  readonly own: OwnResult;
  /** Where along x is pointed at. */
  at = $state<number | null>(null);
  chosen = $state.raw<Chosen | null>(null);
  failure = $state.raw<Failure | null>(null);
  #part = $state.raw<Extent | null>(null);
  #axis = $state.raw<PlotAxis | null>(null);
  /** How many runs of the result come before each of `edges`. */
  #edgePositions = $state.raw<readonly number[]>([]);
  #isAxisOfPositions = false;
  /** Where a selection by keys began. */
  #begun: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What the wheel was turned since the last picture of the screen. */
  #turned: { readonly around: number; readonly across: number; readonly down: number } | null = null;

  readonly #sources: LineSources;
  readonly #readView: () => LookView;
  readonly #keepPart: (part: Extent | null) => void;

  /** `keepPart` is told of the part of x that is shown, once that rests. */
  constructor(
    sources: LineSources,
    own: OwnResult,
    view: () => LookView,
    keepPart: (part: Extent | null) => void,
  ) {
    this.#sources = sources;
    this.own = own;
    this.#readView = view;
    this.#keepPart = keepPart;
  }

  readonly view: LookView = $derived.by(() => this.#readView());
  readonly x: string = $derived.by(() => (this.view.plot === "time" ? (this.view.x ?? "started") : "run"));
  readonly byPosition: boolean = $derived.by(() => isByPosition(this.view));
  /** Where run periods begin and end: runs whose positions are asked for. */
  readonly edges: readonly number[] = $derived.by(() =>
    this.byPosition ? edgesOf(this.#sources.session.periods) : [],
  );
  /** The part that is shown; null for all. */
  readonly part: Extent | null = $derived.by(() => this.#part);
  readonly scale: Scale | null = $derived.by(() => {
    const axis = this.#axis;
    if (axis === null || axis.column !== this.x || this.#isAxisOfPositions !== this.byPosition) return null;
    return scaleOf(axis, false, this.#part ?? this.whole);
  });
  readonly whole: Extent = $derived.by(() => {
    const axis = this.#axis;
    return withRoom({ from: axis?.least ?? 0, to: axis?.greatest ?? 1 });
  });
  /** Where all panels begin. */
  readonly left: number = $derived.by(() =>
    leftOf(this.#sources.session.available.filter(({ name }) => this.view.y.includes(name))),
  );
  readonly bands: readonly Block[] = $derived.by(() => {
    const { periods } = this.#sources.session;
    if (this.view.plot === "time") return dateBands(periods);
    return this.byPosition ? positionBands(periods, this.#edgePositions) : runBands(periods);
  });

  /** Takes over what x is like, from the points that came. */
  learn({ x: axis, edges }: ColumnPlot): void {
    const known = this.#axis;
    const isSame =
      known?.column === axis.column &&
      known.least === axis.least &&
      known.greatest === axis.greatest &&
      this.#isAxisOfPositions === this.byPosition;
    this.#isAxisOfPositions = this.byPosition;
    if (!isSame) this.#axis = axis;
    if (edges.join() !== this.#edgePositions.join()) this.#edgePositions = edges;
  }

  /** Shows what the address says. */
  adopt(part: Extent | null): void {
    clearTimeout(this.#timer);
    const { chosen } = this;
    if (chosen?.isShown && (part?.from !== chosen.from || part.to !== chosen.to)) this.chosen = null;
    this.#part = part;
  }

  /** Whether so few points are in sight that each gets a dot. */
  areFew(plot: ColumnPlot): boolean {
    const { scale } = this;
    if (!scale) return false;
    let count = 0;
    for (const at of plot.points.x) if (at >= scale.from && at <= scale.to) count++;
    return count <= fewPoints;
  }

  zoom(factor: number): void {
    const { scale } = this;
    if (scale) this.#show(zoomed(scale, this.at ?? (scale.from + scale.to) / 2, factor, this.whole));
  }

  move(share: number): void {
    if (this.scale && this.#part) this.#show(moved(this.scale, share, this.whole));
  }

  /**
   * Up and down zoom around where is pointed at; sideways, or with Shift, the part is moved. What comes between two
   * pictures of the screen is done together.
   */
  wheel(around: number, { deltaX, deltaY, shiftKey, deltaMode }: WheelEvent): void {
    const pixels = deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 16;
    const across = (shiftKey ? deltaX + deltaY : deltaX) * pixels;
    const down = shiftKey ? 0 : deltaY * pixels;
    const waiting = this.#turned;
    this.#turned = { around, across: (waiting?.across ?? 0) + across, down: (waiting?.down ?? 0) + down };
    if (waiting === null) requestAnimationFrame(() => this.#turn());
  }

  #turn(): void {
    const { scale } = this;
    const turned = this.#turned;
    this.#turned = null;
    if (!scale || !turned) return;
    const { around, across, down } = turned;
    if (Math.abs(across) > Math.abs(down)) this.move(across / 1000);
    else this.#show(zoomed(scale, around, wheelFactor(down), this.whole));
  }

  reset(): void {
    this.chosen = null;
    this.#show(null);
  }

  /** Goes one step back: out of what is chosen, then out of the part. Answers whether there was one. */
  stepBack(): boolean {
    if ((this.chosen !== null && !this.chosen.isShown) || this.#begun !== null) {
      this.#begun = null;
      this.chosen = null;
      return true;
    }
    if (this.#part === null) return false;
    this.reset();
    return true;
  }

  zoomToChosen(): void {
    const { chosen } = this;
    this.chosen = null;
    if (chosen && chosen.to > chosen.from) this.#show({ from: chosen.from, to: chosen.to });
  }

  /** By keys: the first time the selection begins where is pointed at, the second time it ends there. */
  markEnd(): void {
    if (this.at === null) return;
    if (this.#begun === null) {
      this.#begun = this.at;
      void this.choose({ from: this.at, to: this.at });
      return;
    }
    const ends = { from: Math.min(this.#begun, this.at), to: Math.max(this.#begun, this.at) };
    this.#begun = null;
    void this.choose(ends);
  }

  /** Zooms into a part of x, and asks which runs it has. */
  zoomInto(part: Extent): void {
    this.#show(part);
    void this.choose(part, true);
  }

  /** Chooses a part of x, and asks which runs it has. */
  async choose({ from, to }: Extent, isShown = false): Promise<void> {
    const chosen: Chosen = { from, to, firstRun: null, lastRun: null, rows: null, isShown };
    this.chosen = chosen;
    const wanted = { x: this.x, byPosition: this.byPosition, column: "run", from, to, points: 4 };
    const outcome = await this.own.ask((result) => this.#sources.client.plotColumn({ result, ...wanted }));
    if (this.chosen !== chosen) return;
    if (outcome.ok) {
      const { firstRun, lastRun, rows } = outcome.value;
      this.chosen = { ...chosen, firstRun, lastRun, rows };
    } else {
      this.failure = outcome.error;
    }
  }

  /** Searches only the runs that are chosen. */
  async keepOnlyChosen(): Promise<void> {
    const { chosen } = this;
    if (chosen?.firstRun === null || chosen?.lastRun === null || !chosen) return;
    this.chosen = null;
    this.#show(null);
    const runs = this.own.held?.search ?? this.#sources.search.asked;
    await this.#sources.query.setBounds(boundsWithin(runs, chosen.firstRun, chosen.lastRun));
  }

  #show(part: Extent | null): void {
    this.#part = part;
    if (this.chosen?.isShown) this.chosen = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keepPart(part), restMs);
  }

  /** Forgets what waits. */
  stop(): void {
    clearTimeout(this.#timer);
  }
}
