import { createClient, type Client } from "../core/api/client.ts";
import type { Calls } from "../core/api/call.ts";
import { dispatch, type Handlers } from "../core/api/dispatch.ts";
import { failed } from "../core/api/failure.ts";
import { cancelledByUser } from "./interrupt.ts";
import { progressLine } from "./progress.ts";

/**
 * The calls of a contract, answered by handlers in this process: a command has the same ones as the window. Shows how
 * far a long call is. After `interrupted` is aborted each call fails with `cancelled`.
 */
export function directClient<C extends Calls>(
  calls: C,
  handlers: Handlers<C>,
  interrupted: AbortSignal,
): Client<C> {
  return createClient(calls, async (name, input, { signal = interrupted }) => {
    if (signal.aborted) return failed("cancelled", cancelledByUser);
    const { report, clear } = progressLine();
    try {
      return await dispatch(calls, handlers, name, input, { signal, report });
    } finally {
      clear();
    }
  });
}
