/** How wide columns are: as their values, with their names in two lines where these are wider. */

const LEAST_WIDTH = 56;
const MOST_WIDTH = 900;
/** A column that nobody made wider is no wider than this: long texts are cut. */
const MOST_FITTED = 260;
/** Room in a header beside the name: glyph, menu, gaps, paddings. */
const HEADER_ROOM = 66;
/** The width of a digit, and about that of a letter, at 13 px. */
const LETTER = 7.8;
const CELL_ROOM = 26;
/** Six digits, and the menu in the head. */
const LEAST_RUN_WIDTH = 104;
const STATE_ROOM = 24;

export function limitWidth(width: number): number {
  return Math.round(Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, width)));
}

/** The letters of the longer line of a name that stands in two, which it is parted into behind an underscore. */
export function longerLine(name: string): number {
  const parts = [...name.matchAll(/_+(?=.)/g)].map(({ index, 0: bar }) => index + bar.length);
  return parts.reduce((least, at) => Math.min(least, Math.max(at, name.length - at)), name.length);
}

/** The width at which none of `texts` is cut, and the name, its unit behind it, stands in two lines at most. */
export function fittingWidth(name: string, texts: readonly string[], unit: string | null = null): number {
  const head = longerLine(unit === null ? name : `${name}_[${unit}]`);
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
  return limitWidth(Math.max(head * LETTER + HEADER_ROOM, longest * LETTER + CELL_ROOM));
}

/** The width of the column of runs, which shows a state before each number. */
export function runWidth(runs: readonly (number | null)[]): number {
  const longest = runs.reduce<number>((most, run) => Math.max(most, String(run ?? "").length), 0);
  return Math.max(LEAST_RUN_WIDTH, limitWidth(longest * LETTER + CELL_ROOM + STATE_ROOM));
}

/** The widths that columns begin with, by the texts that are seen of each. */
export function fittedWidths(
  columns: readonly { readonly name: string; readonly unit?: string | null }[],
  textsOf: (at: number) => readonly string[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    columns.map(({ name, unit }, at) => [name, Math.min(MOST_FITTED, fittingWidth(name, textsOf(at), unit))]),
  );
}

/** Widths that only grow: a column stays where it is while results come and go. */
export function widest(
  before: Readonly<Record<string, number>>,
  now: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const grown = Object.entries(now).filter(([name, width]) => width > (before[name] ?? 0));
  return grown.length === 0 ? before : { ...before, ...Object.fromEntries(grown) };
}
