/** What the colours of a plot stand for. */
import { mostColours, type PlotGroup } from "../../core/api/plots.ts";
import type { Cell } from "../../core/api/values.ts";
import { escapeControls } from "../../core/text/escapeControls.ts";
import { formatInteger } from "../lib/format.ts";
import { categoryName, type LegendEntry } from "./figure.ts";

/** The colours after those of values. */
export const otherColours = { others: mostColours, missing: mostColours + 1 };

export function legendOf(groups: readonly PlotGroup[]): readonly LegendEntry[] {
  return groups.map(({ kind, value, runs }, group) => ({
    group,
    colour: kind === "value" ? group : otherColours[kind],
    name: kind === "value" ? groupName(value) : { others: "other", missing: "no value" }[kind],
    runs,
  }));
}

/** A value with all its digits: shortened, two of them could have one name. */
export function groupName(value: Cell): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return Number.isSafeInteger(value) ? formatInteger(value) : String(value);
  return escapeControls(categoryName(value ?? ""));
}

/** The groups to hide where one is to be shown alone; none where it is alone already. */
export function hiddenBesides(
  groups: readonly number[],
  hidden: ReadonlySet<number>,
  group: number,
): readonly number[] {
  const others = groups.filter((other) => other !== group);
  const isAlone = !hidden.has(group) && others.every((other) => hidden.has(other));
  return isAlone ? [] : others;
}

/** The groups to hide where other ones take the place of some that were hidden: those of the same values; none where there are other values. */
export function hiddenAmong(
  groups: readonly PlotGroup[],
  before: readonly PlotGroup[],
  hidden: ReadonlySet<number>,
): readonly number[] {
  const identity = ({ kind, value }: PlotGroup): string => JSON.stringify([kind, value]);
  const places = new Map(groups.map((group, place) => [identity(group), place]));
  const known = before.map((group) => places.get(identity(group)));
  if (before.length !== groups.length || known.includes(undefined)) return [];
  return known.flatMap((place, group) => (place !== undefined && hidden.has(group) ? [place] : []));
}
