/** Lets requests for the same rows share one search, as long as the database has nothing newer. */
import { callNamed, resultNamed } from "../../core/api/call.ts";
import type { Transport } from "../../core/api/client.ts";
import { readerCalls } from "../../core/api/contract.ts";
import { cancelled, type Outcome } from "../../core/api/failure.ts";

/** How long rows are shared, in milliseconds: relative times in an expression move on. */
const lifetime = 30_000;

interface Search {
  readonly outcome: Promise<Outcome<unknown>>;
  /** What was newest in the database right before it. */
  readonly newest: string;
  readonly startedAt: number;
  /** Those who wait for it; it is cancelled when none is left. */
  waiting: number;
  readonly controller: AbortController;
  result: unknown;
}

/**
 * Passes calls on. A search that was made for another caller is answered by its rows: nobody may sort them, so their names
 * must not be given to clients. `newest` tells what is newest in the database.
 */
export function sharedSearches(
  call: Transport,
  newest: () => Promise<string>,
  now: () => number = () => performance.now(),
): Transport {
  const searches = new Map<string, Search>();

  function forget(isOver: (search: Search) => boolean): void {
    for (const [key, search] of searches) if (isOver(search)) searches.delete(key);
  }

  function start(key: string, name: string, input: unknown, known: string): Search {
    const controller = new AbortController();
    const outcome = call(name, input, { signal: controller.signal });
    const search: Search = { outcome, newest: known, startedAt: now(), waiting: 0, controller, result: null };
    searches.set(key, search);
    void outcome.then((answer) => {
      if (answer.ok) search.result = (answer.value as { readonly result: unknown }).result;
      else forget((other) => other === search);
    });
    return search;
  }

  return async (name, input, options) => {
    const asked = callNamed(readerCalls, name);
    if (asked?.traits.result === "needed") {
      const outcome = await call(name, input, options);
      // Its rows are gone, with the process that held them or for those of others.
      const result = resultNamed(asked, input);
      if (!outcome.ok) forget((search) => search.result === result);
      return outcome;
    }
    if (asked?.traits.result !== "made") return call(name, input, options);
    const known = await newest();
    if (options.signal?.aborted) return cancelled;
    forget((search) => search.newest !== known || now() - search.startedAt > lifetime);
    const key = JSON.stringify(input);
    return waitFor(searches.get(key) ?? start(key, name, input, known), options.signal, forget);
  };
}

/** The outcome of a search, or that this caller has gone. */
async function waitFor(
  search: Search,
  signal: AbortSignal | undefined,
  forget: (isOver: (search: Search) => boolean) => void,
): Promise<Outcome<unknown>> {
  search.waiting += 1;
  let leave = (): void => undefined;
  const gone = new Promise<Outcome<unknown>>((resolve) => {
    leave = () => resolve(cancelled);
    signal?.addEventListener("abort", leave, { once: true });
  });
  const outcome = await Promise.race([search.outcome, gone]);
  signal?.removeEventListener("abort", leave);
  search.waiting -= 1;
  if (outcome === cancelled && search.waiting === 0) {
    forget((other) => other === search);
    search.controller.abort();
  }
  return outcome;
}
