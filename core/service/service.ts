/** The calls of the contract, answered: the handlers of all nouns, bound to a database. */
import type { Calls } from "../api/call.ts";
import { programCalls, readerCalls, writerCalls, type Contract } from "../api/contract.ts";
import type { CallContext, Handlers } from "../api/dispatch.ts";
import type { Database, WritableDatabase } from "../db/database.ts";
import { explainingErrors } from "../db/explainErrors.ts";
import { Results } from "../results/results.ts";
import { currentUser } from "../writing/user.ts";
import { catalogueHandlers } from "./catalogue.ts";
import { changeHandlers } from "./changes.ts";
import { conditionHandlers } from "./conditions.ts";
import { copyHandlers } from "./copies.ts";
import { cutHandlers } from "./cuts.ts";
import { databaseHandlers } from "./database.ts";
import { exportHandlers } from "./export.ts";
import { fileHandlers } from "./files.ts";
import type { HandlerContext, HandlersOf } from "./handler.ts";
import { logHandlers } from "./log.ts";
import { maintenanceHandlers } from "./maintenance.ts";
import { plotHandlers } from "./plots.ts";
import { reportHandlers } from "./reports.ts";
import { runHandlers } from "./runs.ts";
import { runListHandlers } from "./runLists.ts";
import { searchHandlers } from "./search.ts";
import { stationHandlers } from "./station.ts";
import { summaryHandlers } from "./summary.ts";
import { totalsHandlers } from "./totals.ts";

const handlers: HandlersOf<Contract> = {
  ...databaseHandlers,
  ...catalogueHandlers,
  ...searchHandlers,
  ...cutHandlers,
  ...summaryHandlers,
  ...totalsHandlers,
  ...plotHandlers,
  ...exportHandlers,
  ...runListHandlers,
  ...runHandlers,
  ...conditionHandlers,
  ...changeHandlers,
  ...fileHandlers,
  ...logHandlers,
  ...stationHandlers,
  ...reportHandlers,
  ...maintenanceHandlers,
  ...copyHandlers,
};

export type ReadService = Handlers<typeof readerCalls>;
export type WriteService = Handlers<typeof writerCalls>;
export type MaintenanceService = Handlers<typeof programCalls>;

/** Answers what is read from an open database; `process` tells its results from those of other processes. */
export function createService(database: Database, process: string): ReadService {
  return bound(readerCalls, database, { results: new Results(process), user: currentUser() });
}

/** Answers what changes a database that is open for writing; `user` is the name under which changes are logged. */
export function createWriteService(database: WritableDatabase, user: string): WriteService {
  return bound(writerCalls, database, { results: new Results("w"), user });
}

/** Answers what needs no open database; each call opens and closes the database that it is given. */
export function createMaintenanceService(): MaintenanceService {
  return bound(programCalls, null, { results: new Results("m"), user: currentUser() });
}

type Own = Pick<HandlerContext, "results" | "user">;
type AnyHandler = (database: Database | null, input: unknown, context: HandlerContext) => unknown;

/** The handlers of these calls over one database; what its driver throws is said in words. */
function bound<C extends Calls>(calls: C, database: Database | null, own: Own): Handlers<C> {
  const unbound = handlers as unknown as Readonly<Record<string, AnyHandler>>;
  const all = Object.fromEntries(
    Object.keys(calls).map((name) => {
      const handler = unbound[name] as AnyHandler;
      return [
        name,
        (input: unknown, context: CallContext) => handler(database, input, { ...context, ...own }),
      ];
    }),
  ) as Handlers<C>;
  return database === null ? all : explainingErrors(database.dialect, all);
}
