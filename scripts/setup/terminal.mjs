// What the person at the terminal sees of the set-up.

/** A failure that the person can fix: its message says what happened, why, and what to do. */
export class SetupError extends Error {}

/** @param {string} text */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** @param {number} since a value of `performance.now()` */
export function elapsed(since) {
  const seconds = (performance.now() - since) / 1000;
  return seconds < 1 ? `${(seconds * 1000).toFixed(0)} ms` : `${seconds.toFixed(1)} s`;
}

/**
 * @callback Report says what a step that takes its time is doing
 * @param {string} doing
 * @returns {void}
 */

/**
 * Runs one step of the set-up, with a line about what it does, if it says so, and one about its outcome.
 * @template {{ outcome: string }} T
 * @param {string} name
 * @param {(report: Report) => Promise<T>} work
 */
export async function step(name, work) {
  const start = performance.now();
  const result = await work((doing) => say(`  … ${name}: ${doing}`));
  say(`  ✓ ${name}: ${result.outcome} (${elapsed(start)})`);
  return result;
}

/**
 * Runs a command's main function. An error ends the program with code 1.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`\n${explain(error)}\n`);
  }
}

/**
 * The message of an expected failure, the whole stack of an unexpected one.
 * @param {unknown} error
 */
export function explain(error) {
  if (error instanceof SetupError) return error.message;
  return error instanceof Error && error.stack ? error.stack : String(error);
}
