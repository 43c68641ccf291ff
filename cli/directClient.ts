import { setTimeout as wait } from "node:timers/promises";
import { createClient, type Client } from "../core/api/client.ts";
import type { Calls } from "../core/api/call.ts";
import { dispatch, type Handlers } from "../core/api/dispatch.ts";
import { failed, isUnanswered, type Outcome } from "../core/api/failure.ts";
import { cancelledByUser } from "./interrupt.ts";
import { remark } from "./output.ts";
import { progressLine } from "./progress.ts";

/** How long a call that reads is made again whose server was lost, with growing pauses in between; in milliseconds. */
const longestWait = 20_000;
const firstPause = 100;
const longestPause = 4000;

/**
 * The calls of a contract, answered by handlers in this process: a command has the same ones as the window. Shows how
 * far a long call is. What reads is asked again where the server was lost. After `interrupted` is aborted each call fails with
 * `cancelled`.
 */
export function directClient<C extends Calls>(
  calls: C,
  handlers: Handlers<C>,
  interrupted: AbortSignal,
): Client<C> {
  return createClient(calls, async (name, input, { signal = interrupted }) => {
    const ask = async (): Promise<Outcome<unknown>> => {
      if (signal.aborted) return failed("cancelled", cancelledByUser);
      const { report, clear } = progressLine();
      try {
        return await dispatch(calls, handlers, name, input, { signal, report });
      } finally {
        clear();
      }
    };
    return calls[name]?.traits.changes === false ? untilAnswered(ask, signal) : ask();
  });
}

/** Asks until there is an answer, with growing pauses; in the end it answers how the server was lost. */
async function untilAnswered(
  ask: () => Promise<Outcome<unknown>>,
  signal: AbortSignal,
): Promise<Outcome<unknown>> {
  const first = await ask();
  let outcome = first;
  const lostAt = performance.now();
  for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
    // That a statement was ended at Ctrl-C is what was asked for.
    if (!isUnanswered(outcome) || signal.aborted) return outcome;
    if (performance.now() - lostAt > longestWait) return first;
    if (pause === firstPause) remark(`${outcome.error.message} Trying again for ${longestWait / 1000} s.`);
    try {
      await wait(pause, undefined, { signal });
    } catch {
      return failed("cancelled", cancelledByUser);
    }
    outcome = await ask();
  }
}
