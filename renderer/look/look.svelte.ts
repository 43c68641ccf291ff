import { untrack } from "svelte";
import type { Column } from "../../core/api/search.ts";
import { Colours } from "./colours.svelte.ts";
import { boundsWithin } from "../model/currentRuns.ts";
import { isLength } from "../model/columns.ts";
import { isAskable, isTestable, withTest } from "../model/columnTest.ts";
import type { Figure } from "../plot/figure.ts";
import { Lines, type LineSources } from "./lines.svelte.ts";
import { RunCard } from "./runCard.svelte.ts";
import { nameWithUnit, unitOf } from "../lib/units.ts";
import { OwnResult, type ResultSources } from "../model/ownResult.svelte.ts";
import {
  formatView,
  isPartOfOthers,
  parseView,
  type LookView,
  type PlotKind,
  type ShownRuns,
} from "./view.ts";

type Sources = LineSources & ResultSources;

/** What is in the unit of one condition, per run or per day: another one has nothing to do with it. */
const noAmounts = { binWidth: null, plan: null };

/** What the page of plots is asked to plot: by the address, and in terms of conditions. */
export class Look {
  readonly own: OwnResult;
  readonly lines: Lines;
  readonly colours = new Colours();
  readonly card: RunCard;
  /** The width of the bins that are drawn. */
  binWidth = $state<number | null>(null);
  readonly #sources: Sources;
  #followed: ShownRuns | null = null;

  constructor(sources: Sources) {
    this.#sources = sources;
    this.own = new OwnResult(sources, () => (this.isReady ? this.columns : null));
    this.card = new RunCard(sources.client, this.own);
    this.lines = new Lines(
      sources,
      this.own,
      () => this.view,
      (part) => this.change({ part: part && { low: part.from, high: part.to } }),
    );
  }

  readonly view: LookView = $derived.by(() => parseView(this.#sources.navigation.route.view));
  /** What can be plotted. */
  readonly plottable: readonly Column[] = $derived.by(() =>
    this.#sources.session.available.filter(({ type }) => type !== "json" && type !== "blob"),
  );
  readonly times: readonly Column[] = $derived.by(() => this.plottable.filter(({ type }) => type === "time"));
  /** Whether it is along runs or a time. */
  readonly isAlong: boolean = $derived.by(() => this.view.plot === "run" || this.view.plot === "time");
  /** Whether what is counted has a width to set: texts have their places. */
  readonly hasBinWidth: boolean = $derived.by(() => {
    const type = this.typeOf(this.shown[0] ?? "");
    return type === "int" || type === "float";
  });
  readonly isPair: boolean = $derived.by(() => this.view.plot === "pair");
  /** What is plotted: several below each other, or one. */
  readonly shown: readonly string[] = $derived.by(() =>
    this.isAlong ? this.view.y : this.view.y.slice(0, 1),
  );
  /** The name of a column with its unit. */
  axisTitle(name: string): string {
    return nameWithUnit(name, this.unit(name));
  }

  unit(name: string): string | null {
    const { available, types } = this.#sources.session;
    if (isLength(name, types)) return "s";
    return unitOf(available.find((each) => each.name === name)?.description);
  }

  typeOf(name: string): Column["type"] | null {
    return this.#sources.session.available.find((each) => each.name === name)?.type ?? null;
  }

  /** The expression with a test for the values whose colours are shown; null where none says it. */
  expressionOfShown(expression: string): string | null {
    const { of: colour } = this.colours;
    const { session } = this.#sources;
    if (colour === null || !("column" in colour)) return null;
    const column = session.available.find(({ name }) => name === colour.column);
    const shown = this.colours.shown.map(({ group }) => this.colours.groups[group]);
    const values = shown.flatMap((group) => (group?.kind === "value" ? [group.value] : [])).filter(isAskable);
    if (!column || values.length === 0 || values.length < shown.length) return null;
    if (!isTestable(column, session.vocabulary)) return null;
    return withTest(expression, column, { kind: "values", values, isExcluded: false });
  }

  /** What the address names and the database does not have. */
  readonly missing: readonly string[] = $derived.by(() => {
    const { available, database } = this.#sources.session;
    const { x, plot, colour } = this.view;
    const named = [
      ...this.shown,
      ...(x === null || plot === "run" || plot === "histogram" ? [] : [x]),
      ...(colour !== null && "column" in colour ? [colour.column] : []),
    ];
    const isThere = (name: string) => available.some((column) => column.name === name);
    if (!database) return [];
    return named.filter((name, at) => named.indexOf(name) === at && !isThere(name));
  });
  /** Whether all is chosen that a plot needs. */
  readonly isReady: boolean = $derived.by(
    () => this.shown.length > 0 && (!this.isPair || this.view.x !== null) && this.missing.length === 0,
  );
  readonly columns: readonly string[] = $derived.by(() => {
    const { plot, x, colour } = this.view;
    const along = plot === "time" ? this.lines.x : plot === "pair" ? x : null;
    const coloured = colour !== null && "column" in colour ? colour.column : null;
    const wanted = [...this.shown, along, coloured].filter((name) => name !== null);
    return [...new Set(wanted)];
  });
  /** What can colour. */
  readonly colouring: readonly Column[] = $derived.by(() =>
    this.plottable.filter(({ type }) => type !== "time"),
  );
  /** What the colours are of; another one that is chosen has none until its plot is here. */
  readonly colourTitle: string = $derived.by(() => {
    const { of: colour } = this.colours;
    if (colour === null) return "";
    return "column" in colour ? this.axisTitle(colour.column) : "Run period";
  });
  /** What pictures say of the colours that are shown. */
  readonly legend: NonNullable<Figure["legend"]> | null = $derived.by(() =>
    // Of a plot that cannot be drawn, as for a colour that is not there, those of the one before say nothing.
    !this.isReady || this.view.colour === null || this.colours.legend.length === 0
      ? null
      : { title: this.colourTitle, entries: this.colours.shown },
  );
  readonly title: string = $derived.by(() => {
    const names = this.shown.join(", ");
    const { plot, x } = this.view;
    if (plot === "pair") return `${names} vs ${x ?? ""}`;
    if (plot === "histogram") return `Histogram of ${names}`;
    const summed = this.view.isSum ? `Sum of ${names}` : names;
    return `${summed} ${plot === "run" ? "by run" : `over ${this.lines.x}`}`;
  });
  /** Which runs it is about. */
  readonly words: string = $derived.by(() =>
    this.view.plot === "time" ? `${this.own.words} · times as stored, by the wall clock` : this.own.words,
  );

  change(changed: Partial<LookView>, how: "push" | "replace" = "replace"): void {
    this.#sources.navigation.setView(formatView({ ...this.view, ...changed }), how);
  }

  changeKind(plot: PlotKind): void {
    const { x } = this.view;
    const isTime = this.times.some(({ name }) => name === x);
    const kept = plot === "time" ? isTime : this.isPair;
    this.change({ plot, x: kept ? x : null, part: null, across: null, ...noAmounts }, "push");
  }

  changeY(y: readonly string[]): void {
    this.change({ y, ...(this.isAlong ? {} : { part: null, across: null }), ...noAmounts }, "push");
  }

  /** Shows all of x and y. */
  reset(): void {
    this.lines.reset();
    this.change({ part: null, across: null });
  }

  /**
   * Drops a part of the places of other runs. The address says which runs these are: it brings, by a link, Back or Forward, the
   * part of its own runs together with them. Made for `$effect`.
   */
  followRuns(): void {
    const now = { runs: this.#sources.navigation.route.search, view: this.view };
    untrack(() => {
      const before = this.#followed;
      this.#followed = now;
      if (before === null || !isPartOfOthers(before, now)) return;
      // Also one that is not in the address yet.
      this.lines.adopt(null);
      if (now.view.part !== null) this.change({ part: null });
    });
  }

  /** Shows the runs of the plot from one to another in the table; Back leads here. */
  openRuns(first: number, last: number): void {
    const { navigation, query } = this.#sources;
    const runs = this.own.held?.search ?? this.own.runs;
    void query.setBounds(boundsWithin({ ...runs, ranges: runs.ranges }, first, last));
    navigation.replace({ ...navigation.route, page: "runs", view: {} });
  }

  /** Ends what is under way. */
  stop(): void {
    this.own.cancel();
    this.lines.stop();
    this.card.stop();
  }
}
