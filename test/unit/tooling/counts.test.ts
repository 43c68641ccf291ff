import { describe, expect, test } from "vitest";
import { believable, countPlaywright, countVitest } from "../../../scripts/checks/counts.mjs";

const vitest = {
  numPassedTests: 7,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ status: "passed", assertionResults: [{}] }],
};
const playwright = { stats: { expected: 4, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] as unknown[] };

describe("counts of vitest", () => {
  test.each([
    ["all passed", {}, { passed: 7, failed: 0, skipped: 0 }],
    ["two failed", { numFailedTests: 2 }, { passed: 7, failed: 2, skipped: 0 }],
    ["a skipped test is a failed one", { numPendingTests: 1 }, { passed: 7, failed: 1, skipped: 1 }],
    ["so is one that is still to do", { numTodoTests: 1 }, { passed: 7, failed: 1, skipped: 1 }],
    [
      "a file that cannot be loaded",
      { testResults: [{ status: "failed", assertionResults: [] }] },
      { passed: 7, failed: 1, skipped: 0 },
    ],
  ])("%s", (_name, change, counts) => {
    expect(countVitest({ ...vitest, ...change })).toEqual(counts);
  });
});

describe("counts of Playwright", () => {
  test.each([
    ["all passed", {}, [], { passed: 4, failed: 0, skipped: 0 }],
    ["one failed", { unexpected: 1 }, [], { passed: 4, failed: 1, skipped: 0 }],
    ["one that passed only at the second try", { flaky: 1 }, [], { passed: 4, failed: 1, skipped: 0 }],
    ["a skipped test is a failed one", { skipped: 3 }, [], { passed: 4, failed: 3, skipped: 3 }],
    ["an error outside of the tests", {}, [{}], { passed: 4, failed: 1, skipped: 0 }],
  ])("%s", (_name, change, errors, counts) => {
    expect(countPlaywright({ stats: { ...playwright.stats, ...change }, errors })).toEqual(counts);
  });
});

describe("what is believed", () => {
  test.each([
    ["a clean run", { passed: 4, failed: 0, skipped: 0 }, 0, 0],
    ["no test ran", { passed: 0, failed: 0, skipped: 0 }, 0, 1],
    ["all passed, but the runner ended with an error", { passed: 4, failed: 0, skipped: 0 }, 1, 1],
    ["failures stay as they are", { passed: 4, failed: 2, skipped: 0 }, 1, 2],
  ])("%s", (_name, counts, exitCode, failed) => {
    expect(believable(counts, exitCode).failed).toBe(failed);
  });
});
