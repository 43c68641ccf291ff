import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject, onTestFinished, TestRunner } from "vitest";

/** An empty folder that is gone when the test is over; made outside of a test, when all tests are. */
export function temporaryFolder(): string {
  if (!isInTest()) return mkdtempSync(join(inject("runFolder"), "suite-"));
  const folder = mkdtempSync(join(tmpdir(), "rcdb-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Whether a test is running, and not what prepares a group of them (`beforeAll`). */
export function isInTest(): boolean {
  return TestRunner.getCurrentTest() !== undefined;
}
