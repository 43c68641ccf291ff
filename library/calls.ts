/** The contract's calls as methods: they answer the value itself, and throw an `RcdbError` for a failure. */
import { createClient, type CallOptions } from "../core/api/client.ts";
import type { Call, Calls, Input, Output } from "../core/api/call.ts";
import { checkNothingElse, dispatch, type Handlers } from "../core/api/dispatch.ts";
import { cancelled, unwrap, type Outcome } from "../core/api/failure.ts";
import type { CallQueue } from "./callQueue.ts";
import { checkOptions } from "./given.ts";

export type { CallOptions };

type Method<C extends Call> = (
  ...parameters: Record<never, never> extends Input<C>
    ? [input?: Input<C>, options?: CallOptions]
    : [input: Input<C>, options?: CallOptions]
) => Promise<Output<C>>;

/** A method for each call: `calls.readRun({ run: 10340 })`. docs/calls.md lists them. */
export type Methods<C extends Calls> = { readonly [Name in keyof C]: Method<C[Name]> };

/** The calls of a contract, answered by handlers in this process. */
export function methodsOf<C extends Calls>(calls: C, handlers: Handlers<C>, queue: CallQueue): Methods<C> {
  const never = new AbortController().signal;
  const client = createClient(calls, (name, input, { signal = never, onProgress = () => undefined }) => {
    if (signal.aborted) return Promise.resolve(cancelled);
    const checked = checkNothingElse(calls, name, input);
    if (!checked.ok) return Promise.resolve(checked);
    const answer = queue.run(() => dispatch(calls, handlers, name, input, { signal, report: onProgress }));
    // Whether a change was stored its caller has to know.
    return calls[name]?.traits.changes === false ? untilAborted(answer, signal) : answer;
  });
  const methods = Object.entries(client).map(([name, call]) => [
    name,
    async (...given: unknown[]): Promise<unknown> => {
      checkOptions(given[1], callOptions);
      return unwrap(await (call as (...parameters: unknown[]) => Promise<Outcome<unknown>>)(...given));
    },
  ]);
  return Object.fromEntries(methods) as Methods<C>;
}

const callOptions: readonly (keyof CallOptions)[] = ["signal", "onProgress"];

/** The answer, or that it was cancelled, whichever is first. */
async function untilAborted(
  answer: Promise<Outcome<unknown>>,
  signal: AbortSignal,
): Promise<Outcome<unknown>> {
  let stop = (): void => undefined;
  const aborted = new Promise<Outcome<never>>((resolve) => {
    stop = () => resolve(cancelled);
    signal.addEventListener("abort", stop);
  });
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
