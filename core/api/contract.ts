/**
 * The contract: every call there is, once, with the schemas of its input and output.
 *
 * The caller's interface (`Client`), the handlers' interface (`Handlers`) and the validation
 * (`dispatch`) come from it. Adding a call touches this file, one handler and its caller.
 */
import * as v from "valibot";
import {
  alias,
  conditionType,
  databaseInfo,
  exported,
  fileContent,
  order,
  rows,
  runDetail,
  runNumber,
  runPeriod,
  savedExport,
  search,
  searchResult,
  session,
  tableSize,
} from "./schemas.ts";

type Schema = v.GenericSchema;
export interface Call<Input extends Schema = Schema, Output extends Schema = Schema> {
  readonly input: Input;
  readonly output: Output;
}
export type Calls = Readonly<Record<string, Call>>;

function call<Input extends Schema, Output extends Schema>(
  input: Input,
  output: Output,
): Call<Input, Output> {
  return { input, output };
}

const nothing = v.object({});
const held = v.object({ result: v.string() });

/** Answered by the process that has the database open. */
export const databaseCalls = {
  describeDatabase: call(nothing, databaseInfo),
  countRows: call(nothing, v.array(tableSize)),
  listConditionTypes: call(nothing, v.array(conditionType)),
  listRunPeriods: call(nothing, v.array(runPeriod)),
  /** The aliases every database has, and the database's own, which win. */
  listAliases: call(nothing, v.array(alias)),
  /** Runs the query and holds its rows for the calls below. */
  searchRuns: call(search, searchResult),
  readRows: call(
    v.object({
      ...held.entries,
      from: v.pipe(v.number(), v.integer(), v.minValue(0)),
      count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(5000)),
      /** Tables show the first characters of a text; `whole` reads all of it. */
      texts: v.optional(v.picklist(["cut", "whole"]), "cut"),
    }),
    rows,
  ),
  /** Sorts the held rows in place. */
  sortRows: call(v.object({ ...held.entries, order }), order),
  /** The runs before and after a run within a held result, and its place there; null where it is not in it. */
  findRow: call(
    v.object({ ...held.entries, run: runNumber }),
    v.nullable(
      v.object({
        row: v.pipe(v.number(), v.integer()),
        previous: v.nullable(runNumber),
        next: v.nullable(runNumber),
      }),
    ),
  ),
  readRun: call(v.object({ run: runNumber }), runDetail),
  readFile: call(v.object({ id: v.pipe(v.number(), v.safeInteger()) }), fileContent),
} as const satisfies Calls;

/** Asked by the host only, never by the window: it names a path to write to. */
export const privateDatabaseCalls = {
  writeRows: call(v.object({ ...held.entries, path: v.string() }), exported),
} as const satisfies Calls;

/** Answered by the host of the window: the desktop application or the server. */
export const hostCalls = {
  readSession: call(nothing, session),
  /** Desktop: shows the file dialog; null where the user closed it. */
  chooseDatabase: call(nothing, v.nullable(databaseInfo)),
  /** Desktop: opens a database that was dropped on the window or is among the recent ones. */
  openDatabase: call(v.object({ connection: v.string() }), databaseInfo),
  closeDatabase: call(nothing, nothing),
  forgetRecent: call(v.object({ connection: v.string() }), session.entries.recent),
  /**
   * Writes every row of a held result as CSV. Desktop: to the file chosen in the dialog, null
   * where the user closed it. Browser: to a download.
   */
  exportRows: call(held, v.nullable(savedExport)),
  /** Desktop: shows a file of `exportRows` in the system's file manager. */
  showExport: call(v.object({ path: v.string() }), nothing),
} as const satisfies Calls;

/** All that a window may call. */
export const windowCalls = { ...databaseCalls, ...hostCalls } as const satisfies Calls;

export type Input<C extends Call> = v.InferInput<C["input"]>;
export type ParsedInput<C extends Call> = v.InferOutput<C["input"]>;
export type Output<C extends Call> = v.InferOutput<C["output"]>;
