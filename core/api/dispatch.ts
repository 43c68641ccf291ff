import * as v from "valibot";
import type { Transport } from "./client.ts";
import {
  databaseCalls,
  hostCalls,
  windowChanges,
  type Call,
  type Calls,
  type Output,
  type ParsedInput,
} from "./contract.ts";
import type { Progress } from "./progress.ts";
import { failed, toFailure, type Outcome } from "./failure.ts";

/** What a handler gets besides its input. */
export interface CallContext {
  /** Aborted when the caller no longer wants the answer; long work looks at it between steps. */
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
}

/** One function for every call. It throws an `RcdbError` for what the caller is to be told. */
export type Handlers<C extends Calls> = {
  readonly [Name in keyof C]: (
    input: ParsedInput<C[Name]>,
    context: CallContext,
  ) => Promise<Output<C[Name]>> | Output<C[Name]>;
};

type AnyHandler = (input: unknown, context: CallContext) => unknown;

/**
 * Answers a call by name with untrusted input: checks the name and the input, runs the handler and
 * catches everything. Never rejects.
 */
export async function dispatch<C extends Calls>(
  calls: C,
  handlers: Handlers<C>,
  name: string,
  input: unknown,
  context: CallContext,
): Promise<Outcome<unknown>> {
  if (!Object.hasOwn(calls, name)) return failed("unknown_call", `There is no call “${name}”.`);
  const call = calls[name] as Call;
  const parsed = v.safeParse(call.input, input);
  if (!parsed.success) return failed("bad_input", describeIssues(name, parsed.issues));
  try {
    const handler = handlers[name] as AnyHandler;
    return { ok: true, value: await handler(parsed.output, context) };
  } catch (thrown) {
    return { ok: false, error: toFailure(thrown) };
  }
}

/** What answers the calls of a window. */
export interface WindowHost {
  /** Which database the answers come from, as `Pool.generation`; null while none is open. */
  readonly generation: string | null;
  readonly handlers: Handlers<typeof hostCalls>;
  /** Passes a call to a process that has the database open for reading. */
  readonly call: Transport;
  /** Passes a change to one that has it open for writing, or refuses it. */
  readonly change: Transport;
}

/**
 * Answers a window's call: the host's own by its handlers, the others by the process that has the database
 * open, which parses their input itself. Calls that are not for windows are unknown here. Never rejects.
 */
export async function dispatchWindowCall(
  host: WindowHost,
  name: string,
  input: unknown,
  { signal, report }: CallContext,
): Promise<Outcome<unknown>> {
  const options = { signal, onProgress: report };
  if (Object.hasOwn(databaseCalls, name)) return host.call(name, input, options);
  if (Object.hasOwn(windowChanges, name)) return host.change(name, input, options);
  return dispatch(hostCalls, host.handlers, name, input, { signal, report });
}

function describeIssues(name: string, issues: readonly v.BaseIssue<unknown>[]): string {
  const [first] = issues;
  const place = first && v.getDotPath(first);
  return `The input of “${name}” does not fit${place ? ` at ${place}` : ""}: ${first?.message ?? "unknown"}`;
}
