/** All calls of the contract for programs: `POST /api/v1/calls/NAME`. */
import { callNamed, type Call } from "../../core/api/call.ts";
import type { CallOptions, Transport } from "../../core/api/client.ts";
import { contract } from "../../core/api/contract.ts";
import { checkNothingElse } from "../../core/api/dispatch.ts";
import { failed, type Outcome } from "../../core/api/failure.ts";
import { noSuchCall } from "../../core/api/missing.ts";

/** Makes a change under a name. */
export type Write = (
  name: string,
  input: unknown,
  options: CallOptions & { readonly user: string },
) => Promise<Outcome<unknown>>;

/** Whether programs elsewhere may make a call: what reads for a page, and what changes the database. None names a path of the server. */
export function isServed({ traits }: Call): boolean {
  return (
    traits.answeredBy === "writer" || (traits.answeredBy === "reader" && traits.callers.includes("page"))
  );
}

/** Who asks, as far as the server knows. */
export interface Caller {
  /** Whether by a token in the header, or by the proxy: a cookie would be sent by a page of others, too. */
  readonly mayWrite: boolean;
  readonly user: string | null;
}

/** Makes a call. `write` is null where the server only reads. Never rejects. */
export function answerServed(
  name: string,
  input: unknown,
  options: CallOptions,
  {
    read,
    write,
    caller,
  }: { readonly read: Transport; readonly write: Write | null; readonly caller: Caller },
): Promise<Outcome<unknown>> {
  const call = callNamed(contract, name);
  if (!call || !isServed(call)) return Promise.resolve(noSuchCall(name));
  const checked = checkNothingElse(contract, name, input);
  if (!checked.ok) return Promise.resolve(checked);
  if (call.traits.answeredBy === "reader") return read(name, input, options);
  if (write === null) return Promise.resolve(readOnly);
  if (!caller.mayWrite) return Promise.resolve(withoutToken);
  if (caller.user === null) return Promise.resolve(withoutUser);
  return write(name, input, { ...options, user: caller.user });
}

const readOnly = failed(
  "not_allowed",
  "This server only reads. Who runs it may start it with --writable and a token.",
);
const withoutToken = failed(
  "no_token",
  "A change needs the token in the header “Authorization: Bearer TOKEN”.",
);
const withoutUser = failed(
  "not_allowed",
  "A change needs the name under which it is logged. Give it in the header “X-RCDB-User: NAME”, of at most 255 characters.",
);
