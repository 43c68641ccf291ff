import * as v from "valibot";
import type { Transport } from "./client.ts";
import { callNamed, type Calls, type Output, type ParsedInput, type Progress } from "./call.ts";
import { contract, hostCalls } from "./contract.ts";
import { failed, outcomeOf, type Outcome } from "./failure.ts";
import { noSuchCall } from "./missing.ts";

/** What a handler gets besides its input. */
export interface CallContext {
  /** Aborted when the caller no longer wants the answer; long work looks at it between steps. */
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
  /**
   * Asked before a change is committed, where the caller is another process: throws `cancelled` where it is no longer wanted, and is
   * the last moment for that.
   */
  readonly mayCommit?: () => Promise<void>;
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
  const call = callNamed(calls, name);
  if (!call) return noSuchCall(name);
  const parsed = v.safeParse(call.input, input);
  if (!parsed.success) return failed("bad_input", describeIssues(name, parsed.issues));
  const handler = handlers[name] as AnyHandler;
  return outcomeOf(() => handler(parsed.output, context));
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
 * open, which parses their input itself. Calls that are not for pages are unknown here. Never rejects.
 */
export async function dispatchWindowCall(
  host: WindowHost,
  name: string,
  input: unknown,
  { signal, report }: CallContext,
): Promise<Outcome<unknown>> {
  const traits = callNamed(contract, name)?.traits;
  if (!traits?.callers.includes("page")) return noSuchCall(name);
  const options = { signal, onProgress: report };
  switch (traits.answeredBy) {
    case "reader":
      return host.call(name, input, options);
    case "writer":
      return host.change(name, input, options);
    case "host":
      return dispatch(hostCalls, host.handlers, name, input, { signal, report });
    case "program":
      return noSuchCall(name);
  }
}

/**
 * Fails with `bad_input` where an input has what its call does not take. The schemas pass over it, but a program that
 * misspelt something would get another answer than it asked for.
 */
export function checkNothingElse(calls: Calls, name: string, input: unknown): Outcome<null> {
  const call = callNamed(calls, name);
  const parsed = call && v.safeParse(call.input, input);
  const found = parsed?.success ? elseIn(input, parsed.output) : null;
  if (!call || found === null) return { ok: true, value: null };
  const taken =
    found.place.length === 0 && "entries" in call.input ? Object.keys(call.input.entries as object) : [];
  const where = found.place.length === 0 ? "" : ` at ${found.place.join(".")}`;
  const rest = taken.length === 0 ? "Check its spelling." : `It takes ${taken.join(", ")}.`;
  return failed("bad_input", `“${name}” takes no “${found.name}”${where}. ${rest}`);
}

/** The first member of an input that its schema has left out. */
function elseIn(
  input: unknown,
  parsed: unknown,
  place: readonly string[] = [],
): { readonly name: string; readonly place: readonly string[] } | null {
  if (input === parsed || !isObject(input) || !isObject(parsed)) return null;
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(parsed, name)) return { name, place };
    const inner = elseIn(value, parsed[name], [...place, name]);
    if (inner !== null) return inner;
  }
  return null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function describeIssues(name: string, issues: readonly v.BaseIssue<unknown>[]): string {
  const [first] = issues;
  const place = first && v.getDotPath(first);
  return `The input of “${name}” does not fit${place ? ` at ${place}` : ""}: ${first?.message ?? "unknown"}`;
}
