// Counts of tests, from the reports the test runners write. A skipped test counts as failed: nothing is
// left out without somebody seeing it.

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * @param {unknown} report of vitest's JSON reporter
 * @returns {Counts}
 */
export function countVitest(report) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } =
    /** @type {{ [count in "numPassedTests" | "numFailedTests" | "numPendingTests" | "numTodoTests"]: number }
       & { testResults: { status: string, assertionResults: unknown[] }[] }} */ (report);
  // A file that cannot be loaded has no tests to fail.
  const broken = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const skipped = numPendingTests + numTodoTests;
  return { passed: numPassedTests, failed: numFailedTests + broken.length + skipped, skipped };
}

/**
 * @param {unknown} report of Playwright's JSON reporter
 * @returns {Counts}
 */
export function countPlaywright(report) {
  const { stats, errors } =
    /** @type {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: unknown[] }} */ (
      report
    );
  const failed = stats.unexpected + stats.flaky + errors.length + stats.skipped;
  return { passed: stats.expected, failed, skipped: stats.skipped };
}

/**
 * The counts of a stage as they are to be believed: a runner that ends with an error has failed in
 * something, and one that ran no test has tested nothing.
 * @param {Counts} counts
 * @param {number} exitCode
 * @returns {Counts}
 */
export function believable(counts, exitCode) {
  const isSuspicious = counts.failed === 0 && (exitCode !== 0 || counts.passed === 0);
  return isSuspicious ? { ...counts, failed: 1 } : counts;
}
