/** Which runs of a result are neighbours in the database: only between these a line says what it seems to say. */

/**
 * The stretch of each run: a number that is the same for runs with nothing but runs of the result between them. Both lists ascend;
 * `all` has at least the database's runs from the first to the last of `runs`.
 */
export function stretchesOfRuns(runs: Float64Array, all: ArrayLike<number>): Int32Array {
  const stretches = new Int32Array(runs.length);
  let stretch = 0;
  let next = 0;
  for (let row = 0; row < runs.length; row++) {
    const run = runs[row] ?? 0;
    const begin = next;
    while (next < all.length && (all[next] ?? 0) < run) next++;
    if (row > 0 && next > begin) stretch++;
    stretches[row] = stretch;
    // Past the run itself.
    if (all[next] === run) next++;
  }
  return stretches;
}
