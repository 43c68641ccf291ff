import type { Call, Calls, Output, ParsedInput } from "../api/call.ts";
import type { CallContext } from "../api/dispatch.ts";
import type { Database, WritableDatabase } from "../db/database.ts";
import type { Results } from "../results/results.ts";
import { inTransaction, type Writing } from "../writing/writing.ts";

/** What a handler gets besides the database and its input. */
export interface HandlerContext extends CallContext {
  /** The results that this process holds. */
  readonly results: Results;
  /** The name under which changes are logged. */
  readonly user: string;
}

/** What a handler works on: a call's traits say what answers it. */
type DatabaseOf<C extends Call> = C["traits"]["answeredBy"] extends "reader"
  ? Database
  : C["traits"]["answeredBy"] extends "writer"
    ? WritableDatabase
    : null;

/** Answers a call. Throws an `RcdbError` for what the caller is to be told. */
type Handler<C extends Call> = (
  database: DatabaseOf<C>,
  input: ParsedInput<C>,
  context: HandlerContext,
) => Promise<Output<C>> | Output<C>;

/** One handler for every call of a noun, but for those that the host of a window answers. */
export type HandlersOf<C extends Calls> = {
  readonly [Name in keyof C as C[Name]["traits"]["answeredBy"] extends "host" ? never : Name]: Handler<
    C[Name]
  >;
};

/** A handler that makes a change in one transaction: all of it, or, where it throws, nothing. */
export function inOneTransaction<I, O>(
  change: (writing: Writing, input: I, context: CallContext) => Promise<O>,
): (database: WritableDatabase, input: I, context: HandlerContext) => Promise<O> {
  return (database, input, context) =>
    inTransaction(database, context.user, (writing) => change(writing, input, context), context.mayCommit);
}
