import type { runCalls } from "../api/runs.ts";
import { describeRuns, listRunsAround } from "../runs/briefRuns.ts";
import { compareRuns } from "../runs/compareRuns.ts";
import { readRecentFiles, readRecentValues } from "../runs/recentRuns.ts";
import { readRun } from "../runs/run.ts";
import { findRunBefore } from "../runs/runBefore.ts";
import { createRun, setRunTimes } from "../writing/runs.ts";
import { inOneTransaction, type HandlersOf } from "./handler.ts";

export const runHandlers: HandlersOf<typeof runCalls> = {
  readRun: (database, { run }, { signal }) => readRun(database, run, signal),
  readRecentValues: (database, wanted, { signal }) => readRecentValues(database, wanted, signal),
  readRecentFiles,
  listRunsAround,
  describeRuns: (database, { runs }, { signal }) => describeRuns(database, runs, signal),
  findRunBefore: (database, wanted, { signal }) => findRunBefore(database, wanted, signal),
  compareRuns: (database, compared, { signal }) => compareRuns(database, compared, signal),
  createRun: inOneTransaction(createRun),
  setRunTimes: inOneTransaction(setRunTimes),
};
