import type { PlotColouring, PlotGroup } from "../../core/api/plots.ts";
import type { LegendEntry } from "../plot/figure.ts";
import { hiddenAmong, hiddenBesides, legendOf } from "../plot/legend.ts";

/** The colours of what is plotted, and which of them are hidden. */
export class Colours {
  groups = $state.raw<readonly PlotGroup[]>([]);
  hidden = $state.raw<ReadonlySet<number>>(new Set());
  /** What the groups are values of; null where nothing colours. */
  of = $state.raw<PlotColouring | null>(null);
  readonly legend: readonly LegendEntry[] = $derived.by(() => legendOf(this.groups));
  readonly shown: readonly LegendEntry[] = $derived.by(() =>
    this.legend.filter(({ group }) => !this.hidden.has(group)),
  );

  /** Takes over the groups that came with a plot coloured by `colour`. What is hidden stays so while the same values are there. */
  learn(groups: readonly PlotGroup[] | null, colour: PlotColouring | null): void {
    const now = groups ?? [];
    const isSame = JSON.stringify(colour) === JSON.stringify(this.of);
    if (isSame && JSON.stringify(now) === JSON.stringify(this.groups)) return;
    this.hidden = new Set(isSame ? hiddenAmong(now, this.groups, this.hidden) : []);
    this.groups = now;
    if (!isSame) this.of = colour;
  }

  /** Shows one alone, or, where it is alone, all. */
  showOnly(group: number): void {
    const all = this.legend.map((entry) => entry.group);
    this.hidden = new Set(hiddenBesides(all, this.hidden, group));
  }

  toggle(group: number): void {
    const hidden = new Set(this.hidden);
    if (!hidden.delete(group)) hidden.add(group);
    this.hidden = hidden;
  }

  showAll(): void {
    this.hidden = new Set();
  }

  /** The colour of each point, by its group; null where nothing colours. */
  ofPoints(groups: readonly number[] | null): readonly number[] | null {
    return groups && groups.map((group) => this.legend[group]?.colour ?? 0);
  }

  isHidden(group: number | undefined): boolean {
    return group !== undefined && this.hidden.has(group);
  }
}
