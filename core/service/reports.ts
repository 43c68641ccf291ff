import type { reportCalls } from "../api/reports.ts";
import { writeReport } from "../reports/writeReport.ts";
import type { HandlersOf } from "./handler.ts";

export const reportHandlers: HandlersOf<typeof reportCalls> = { writeReport };
