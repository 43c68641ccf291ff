import type { Finding } from "../../api/maintenance.ts";
import { normalizeTime } from "../../query/time.ts";
import { Tally } from "./findings.ts";
import { readBatches } from "../readBatches.ts";
import type { Check } from "./check.ts";

/** Runs that end before they start, and run times that are none. */
export const checkRuns: Check = async (database, context) => {
  const query = database.read
    .selectFrom("runs")
    .select(["number", "started", "finished"])
    .where((eb) => eb.or([eb("started", "is not", null), eb("finished", "is not", null)]))
    .compile();
  const reversed = new Tally();
  const unreadable = new Tally();
  const readTime = (run: number, column: string, stored: string | null): string | null => {
    if (stored === null) return null;
    const time = normalizeTime(stored);
    if (time === null) unreadable.add(`run ${run}, ${column}: “${stored}” is not a time`);
    return time;
  };
  for await (const batch of readBatches(database, context, "Checking runs", query, ["key", "time", "time"])) {
    for (const [run, from, to] of batch) {
      const started = readTime(run, "started", from);
      const finished = readTime(run, "finished", to);
      if (started !== null && finished !== null && finished < started) {
        reversed.add(`run ${run}: from ${started} to ${finished}`);
      }
    }
  }
  return [...reversedFinding(reversed), ...unreadableFinding(unreadable)];
};

function reversedFinding(found: Tally): Finding[] {
  return found.finding({
    kind: "runs-that-end-before-they-start",
    severity: "warning",
    noun: ["run ends", "runs end"],
    message: (counted) => `${counted} before the start.`,
    fix: "rcdb add run NUMBER --started TIME --finished TIME",
  });
}

function unreadableFinding(found: Tally): Finding[] {
  return found.finding({
    kind: "values-not-readable",
    severity: "error",
    noun: ["start or end of a run is", "starts or ends of runs are"],
    message: (counted) => `${counted} no time.`,
    fix: "rcdb add run NUMBER --started TIME --finished TIME",
  });
}
