/**
 * The contract: every call there is. A noun's file has its schemas and its calls; from the contract come the caller's
 * interface (`Client`), the handlers' interface (`Handlers`) and the check of untrusted input (`dispatch`).
 */
import { callsAnsweredBy, callsMadeBy } from "./call.ts";
import { catalogueCalls } from "./catalogue.ts";
import { changeCalls } from "./changes.ts";
import { conditionCalls } from "./conditions.ts";
import { copyCalls } from "./copies.ts";
import { cutCalls } from "./cuts.ts";
import { databaseCalls } from "./database.ts";
import { draftCalls } from "./drafts.ts";
import { exportCalls } from "./export.ts";
import { fileCalls } from "./files.ts";
import { logCalls } from "./log.ts";
import { maintenanceCalls } from "./maintenance.ts";
import { plotCalls } from "./plots.ts";
import { profileCalls } from "./profiles.ts";
import { reportCalls } from "./reports.ts";
import { runCalls } from "./runs.ts";
import { runListCalls } from "./runLists.ts";
import { searchCalls } from "./search.ts";
import { sessionCalls } from "./session.ts";
import { settingsCalls } from "./settings.ts";
import { stationCalls } from "./station.ts";
import { summaryCalls } from "./summary.ts";
import { totalsCalls } from "./totals.ts";

export const contract = {
  ...databaseCalls,
  ...catalogueCalls,
  ...searchCalls,
  ...cutCalls,
  ...summaryCalls,
  ...totalsCalls,
  ...plotCalls,
  ...exportCalls,
  ...runListCalls,
  ...runCalls,
  ...conditionCalls,
  ...changeCalls,
  ...fileCalls,
  ...logCalls,
  ...stationCalls,
  ...reportCalls,
  ...maintenanceCalls,
  ...copyCalls,
  ...sessionCalls,
  ...draftCalls,
  ...profileCalls,
  ...settingsCalls,
};
export type Contract = typeof contract;

export const readerCalls = callsAnsweredBy(contract, "reader");
export const writerCalls = callsAnsweredBy(contract, "writer");
export const programCalls = callsAnsweredBy(contract, "program");
export const hostCalls = callsAnsweredBy(contract, "host");

/** All that a window may call, and what its host asks of the database for it. */
export const callsByPage = callsMadeBy(contract, "page");
export const callsByHost = callsMadeBy(contract, "host");
