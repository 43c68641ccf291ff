import type { logCalls } from "../api/log.ts";
import { readHistory } from "../log/history.ts";
import { readLog } from "../log/log.ts";
import { addLogRecord } from "../writing/log.ts";
import { inOneTransaction, type HandlersOf } from "./handler.ts";

export const logHandlers: HandlersOf<typeof logCalls> = {
  readLog,
  readHistory,
  addLogRecord: inOneTransaction(addLogRecord),
};
