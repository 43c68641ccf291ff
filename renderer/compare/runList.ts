/** The runs of a comparison as the address and people write them: `10340,10345-10347`. */

/** As many as stand side by side. */
export const mostRuns = 20;

/** The runs of a list, each once, in its order; null where it cannot be read or names more than can be compared. */
export function parseRunList(text: string): number[] | null {
  const runs = new Set<number>();
  for (const part of text.split(/[\s,;]+/).filter((one) => one !== "")) {
    const [, from, to = from] = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part) ?? [];
    if (from === undefined) return null;
    const [first, last] = [Number(from), Number(to)];
    if (last < first || last - first >= mostRuns) return null;
    for (let run = first; run <= last; run++) runs.add(run);
  }
  return runs.size > mostRuns ? null : [...runs];
}

/** `runs` with one moved by a number of places, as far as there are. */
export function moveRun(runs: readonly number[], run: number, by: number): number[] {
  const others = runs.filter((other) => other !== run);
  const place = Math.max(0, Math.min(others.length, runs.indexOf(run) + by));
  return [...others.slice(0, place), run, ...others.slice(place)];
}
