import type { Outcome } from "./failure.ts";
import type { Call, Calls, Input, Output, Progress } from "./call.ts";

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Carries a call to its handlers and the outcome back: IPC, HTTP, or a direct call. Never rejects. */
export type Transport = (name: string, input: unknown, options: CallOptions) => Promise<Outcome<unknown>>;

type ClientCall<C extends Call> = (
  ...parameters: Record<never, never> extends Input<C>
    ? [input?: Input<C>, options?: CallOptions]
    : [input: Input<C>, options?: CallOptions]
) => Promise<Outcome<Output<C>>>;

/** The caller's interface to the calls of a contract: `client.readRun({ run: 10340 })`. */
export type Client<C extends Calls> = { readonly [Name in keyof C]: ClientCall<C[Name]> };

/**
 * Makes the caller's interface to `calls` over a transport. Answers come from our own handlers and
 * are not parsed again: that would cost more than it guards on large results.
 */
export function createClient<C extends Calls>(calls: C, transport: Transport): Client<C> {
  const methods = Object.keys(calls).map((name) => [
    name,
    (input: unknown = {}, options: CallOptions = {}) => transport(name, input, options),
  ]);
  return Object.fromEntries(methods) as Client<C>;
}
