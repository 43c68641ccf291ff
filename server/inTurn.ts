import { cancelled } from "../core/api/failure.ts";
import type { Write } from "./api/calls.ts";

/** Makes changes one after the other, as each starts a process. One whose client has left before its turn is not started. */
export function inTurn(write: Write): Write {
  let last: Promise<unknown> = Promise.resolve();
  return (name, input, options) => {
    const turn = last.then(() => (options.signal?.aborted ? cancelled : write(name, input, options)));
    last = turn.catch(() => undefined);
    return turn;
  };
}
