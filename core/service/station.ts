import type { stationCalls } from "../api/station.ts";
import { readLatestRuns } from "../station/latestRuns.ts";
import { pollStation } from "../station/poll.ts";
import { addComment } from "../writing/comments.ts";
import { inOneTransaction, type HandlersOf } from "./handler.ts";

export const stationHandlers: HandlersOf<typeof stationCalls> = {
  pollStation: (database, poll) => pollStation(database, poll),
  readLatestRuns: (database, wanted, { signal }) => readLatestRuns(database, wanted, signal),
  addComment: inOneTransaction(addComment),
};
