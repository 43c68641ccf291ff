import { expect, onTestFinished, test, vi } from "vitest";
import { sparseProgress } from "../../../core/api/sparseProgress.ts";

test("of a call that reports all the time a report each tenth of a second is passed on, and each new step", () => {
  let now = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  const passed: string[] = [];
  const report = sparseProgress(({ label, done }) => passed.push(`${label} ${done}`));
  for (let done = 0; done < 10; done++) {
    report({ done, total: 10, label: "Reading" });
    now += 30;
  }
  report({ done: 0, total: null, label: "Counting" });
  report({ done: 1, total: null, label: "Counting" });
  expect(passed).toEqual(["Reading 0", "Reading 4", "Reading 8", "Counting 0"]);
});
