/** The run that is pointed at, and its values in all panels of a plot. */
import { SvelteMap } from "svelte/reactivity";
import type { ColumnPlot } from "../../core/api/plots.ts";
import type { Cell } from "../../core/api/values.ts";
import { escapeControls } from "../../core/text/escapeControls.ts";
import type { WindowClient } from "../client/client.ts";
import { formatCell } from "../lib/format.ts";
import { Loader } from "../lib/loader.svelte.ts";
import { valueWithUnit } from "../lib/units.ts";
import type { OwnResult } from "../model/ownResult.svelte.ts";
import type { Card } from "../plot/card.ts";
import { formatPlaced } from "../plot/figure.ts";
import { firstFrom } from "../plot/nearest.ts";

/** A panel with its points. */
export interface ReadPanel {
  readonly title: string;
  readonly unit: string | null;
  readonly plot: ColumnPlot;
  readonly isSummed: boolean;
}

/** A run in a panel, at its place of x. */
export interface PointedRun {
  readonly column: string;
  readonly run: number;
  readonly at: number;
}

/** So long a run is pointed at before values are asked for that no panel has. */
const restMs = 60;

export class RunCard {
  readonly #client: Pick<WindowClient, "readRowsOf">;
  readonly #own: OwnResult;
  readonly #panels = new SvelteMap<string, ReadPanel>();
  readonly #loader = new Loader<ReadonlyMap<string, Cell>>();
  #pointed = $state.raw<PointedRun | null>(null);
  /** The run whose values were asked for. */
  #asked = $state<number | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: Pick<WindowClient, "readRowsOf">, own: OwnResult) {
    this.#client = client;
    this.#own = own;
  }

  /** Keeps what a panel draws; null where it draws nothing. */
  keep(column: string, panel: ReadPanel | null): void {
    if (panel) this.#panels.set(column, panel);
    else this.#panels.delete(column);
  }

  point(pointed: PointedRun | null): void {
    if (pointed?.run === this.#pointed?.run && pointed?.column === this.#pointed?.column) return;
    this.#pointed = pointed;
    clearTimeout(this.#timer);
    const isHere = ([, { plot, isSummed }]: [string, ReadPanel]): boolean =>
      isSummed || valueOfRun(plot, pointed) !== undefined;
    if (pointed && ![...this.#panels].every(isHere))
      this.#timer = setTimeout(() => void this.#ask(pointed.run), restMs);
  }

  async #ask(run: number): Promise<void> {
    this.#asked = run;
    await this.#loader.load((options) =>
      this.#own.ask(async (result) => {
        const outcome = await this.#client.readRowsOf({ result, runs: [run] }, options);
        if (!outcome.ok) return outcome;
        const columns = this.#own.held?.result.columns ?? [];
        const values = outcome.value.values.map((cells) => cells[0] ?? null);
        return { ok: true, value: new Map(columns.map(({ name }, at) => [name, values[at] ?? null])) };
      }),
    );
  }

  /** What is said at a panel, of these columns; null where another one is pointed at. */
  cardOf(panel: string, columns: readonly string[]): Card | null {
    const pointed = this.#pointed;
    if (pointed?.column !== panel) return null;
    const along = this.#panels.get(panel)?.plot.x;
    const time =
      along?.type === "time"
        ? [{ name: escapeControls(along.column), value: formatPlaced(pointed.at, along) }]
        : [];
    const exact = this.#asked === pointed.run && !this.#loader.loading ? this.#loader.value : null;
    const rows = columns.flatMap((column) => {
      const read = this.#panels.get(column);
      if (!read) return [];
      const name = escapeControls(read.title);
      return [{ name, value: textOfRun(read, pointed, exact), isStrong: column === panel }];
    });
    return { title: `Run ${pointed.run}`, rows: [...time, ...rows] };
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#loader.stop();
    this.#pointed = null;
  }
}

function textOfRun(
  { plot, unit, isSummed }: ReadPanel,
  pointed: PointedRun,
  exact: ReadonlyMap<string, Cell> | null,
): string {
  const value = isSummed ? sumAt(plot, pointed.at) : valueOfRun(plot, pointed);
  if (value === null) return "no value";
  if (value !== undefined) return valueWithUnit(escapeControls(formatPlaced(value, plot.y)), unit);
  const { column, type } = plot.y;
  if (!exact?.has(column)) return "…";
  const cell = exact.get(column) ?? null;
  return cell === null ? "no value" : valueWithUnit(escapeControls(formatCell(cell, type).text), unit);
}

/** The value of a run among the points of a plot; null where it has none, undefined where it is not among them. */
export function valueOfRun(
  { points: { x, runs, values } }: ColumnPlot,
  pointed: Pick<PointedRun, "run" | "at"> | null,
): number | null | undefined {
  if (!pointed) return undefined;
  for (let index = firstFrom(x, pointed.at); x[index] === pointed.at; index++) {
    if (runs[index] === pointed.run) return values[index] ?? null;
  }
  return undefined;
}

/** The sum up to a place of x: that of the last point that is not behind it. */
function sumAt({ points: { x, values } }: ColumnPlot, at: number): number | null {
  let index = firstFrom(x, at);
  if (x[index] !== at) index--;
  while (index >= 0 && (values[index] ?? null) === null) index--;
  return values[index] ?? null;
}
