/** RCDB for programs: `import { connect } from "rcdb-desktop"`. docs/library.md teaches it. */
export { sql } from "kysely";
export { failureCodes, RcdbError, type FailureCode } from "../core/api/failure.ts";
export type { CallOptions, Methods } from "./calls.ts";
export {
  connect,
  findCopy,
  initializeDatabase,
  inspectDatabase,
  updateDatabase,
  type ConnectOptions,
} from "./connect.ts";
export {
  parseCodaLog,
  parseRunConfiguration,
  type CodaLog,
  type ParsedConfiguration,
  type Source,
} from "./parse.ts";
export type { CompareOptions, Condition, CutOptions, Rcdb, TotalsOptions } from "./rcdb.ts";
export type { Run, RunTimes } from "./run.ts";
export type {
  NamedColumns,
  NamedRow,
  Row,
  Selected,
  SelectOptions,
  SelectValues,
  Streamed,
  WantedColumn,
} from "./selectValues.ts";
export type { UpdateOptions, UpdateSubject } from "./update.ts";
export type { UpdateContext, UpdatePlugin, UpdateReason, UpdateValues } from "../core/updates/plugin.ts";
export type { GivenObject, GivenValue, Value } from "./values.ts";
export type {
  FileOptions,
  GivenRunValues,
  GivenValues,
  RcdbTransaction,
  ReplaceOptions,
  WritableRcdb,
} from "./writableRcdb.ts";
