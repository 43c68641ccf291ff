/** Most suggestions shown for one misspelt word. */
const suggestionCount = 3;

/**
 * The known words nearest to a misspelt one, the nearest first; empty where none is near enough.
 * Case counts for little (`Beam_Current`), and a part of a longer name counts as near (`current`).
 */
export function nearest(word: string, known: readonly string[]): string[] {
  const typed = word.toLowerCase();
  const farthest = Math.max(1, Math.floor(typed.length / 3));
  const scored: { name: string; score: number }[] = [];
  for (const name of new Set(known)) {
    const candidate = name.toLowerCase();
    const distance = editDistance(typed, candidate, farthest);
    if (distance <= farthest) scored.push({ name, score: distance });
    else if (typed.length >= 3 && candidate.includes(typed)) scored.push({ name, score: farthest + 1 });
  }
  scored.sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1));
  return scored.slice(0, suggestionCount).map(({ name }) => name);
}

/**
 * How many letters must be inserted, removed, changed or swapped with their neighbour to make `a` into `b`.
 * Anything above `limit` comes back as `limit + 1`.
 */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) best = Math.min(best, at(beforePrevious, column - 2) + 1);
      current.push(best);
    }
    beforePrevious = previous;
    previous = current;
  }
  return Math.min(at(previous, b.length), limit + 1);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
