/** Lets requests for the same rows share one search, as long as the database has nothing newer. */
import { callNamed } from "../core/api/call.ts";
import type { Transport } from "../core/api/client.ts";
import { readerCalls } from "../core/api/contract.ts";
import { cancelled, succeeded, type FailureCode, type Outcome } from "../core/api/failure.ts";

/**
 * How long rows are shared after they were found, in milliseconds; what took longer is shared for as long as it took, a minute
 * at most. Relative times in an expression move on, and a value that is replaced in place, as an update does with the counts of
 * the run that is taken, is not always seen as new.
 */
const lifetime = 10_000;
const longestLifetime = 60_000;

interface Search {
  readonly outcome: Promise<Outcome<unknown>>;
  /** What was newest in the database right before it. */
  readonly newest: string;
  readonly startedAt: number;
  /** Until when it is answered by, on the clock of `startedAt`: while it runs all who ask wait for it. */
  until: number;
  /** Those who wait for it; it is cancelled when none is left. */
  waiting: number;
  readonly controller: AbortController;
}

/**
 * Passes calls on. A search that was made for another caller is answered by its rows, under a name of its own: who knows it
 * sorts them for itself alone, and gets at no others. `newest` tells what is newest in the database.
 */
export function sharedSearches(
  call: Transport,
  newest: (signal: AbortSignal | undefined) => Promise<string>,
  now: () => number = () => performance.now(),
): Transport {
  const searches = new Map<string, Search>();

  function forget(isOver: (search: Search) => boolean): void {
    for (const [key, search] of searches) if (isOver(search)) searches.delete(key);
  }

  function start(key: string, name: string, input: unknown, known: string): Search {
    const controller = new AbortController();
    const outcome = call(name, input, { signal: controller.signal });
    const search: Search = {
      outcome,
      newest: known,
      startedAt: now(),
      until: Infinity,
      waiting: 0,
      controller,
    };
    searches.set(key, search);
    void outcome.then((answer) => {
      if (!answer.ok) forget((other) => other === search);
      search.until = now() + Math.min(longestLifetime, Math.max(lifetime, now() - search.startedAt));
    });
    return search;
  }

  /** The search of that input that is shared now, or a new one; null where the caller has gone. */
  async function searchOf(
    name: string,
    input: unknown,
    signal: AbortSignal | undefined,
  ): Promise<Search | null> {
    const known = await newest(signal);
    if (signal?.aborted) return null;
    forget((search) => search.newest !== known || now() > search.until);
    const key = JSON.stringify(input);
    return searches.get(key) ?? start(key, name, input, known);
  }

  return async (name, input, options) => {
    if (callNamed(readerCalls, name)?.traits.result !== "made") return call(name, input, options);
    for (let tries = 1; ; tries++) {
      const search = await searchOf(name, input, options.signal);
      if (search === null) return cancelled;
      const outcome = await waitFor(search, options.signal, forget);
      if (!outcome.ok) return outcome;
      const found = outcome.value as { readonly result: string };
      const shared = await call("shareRows", { result: found.result }, options);
      if (shared.ok) return succeeded({ ...found, ...(shared.value as { readonly result: string }) });
      if (!gone.includes(shared.error.code)) return shared;
      // Its rows are gone, with the process that held them or for those of others.
      forget((other) => other === search);
      if (tries === mostTries) return shared;
    }
  };
}

const gone: readonly FailureCode[] = ["result_gone", "interrupted"];
const mostTries = 3;

/** The outcome of a search, or that this caller has gone. */
async function waitFor(
  search: Search,
  signal: AbortSignal | undefined,
  forget: (isOver: (search: Search) => boolean) => void,
): Promise<Outcome<unknown>> {
  search.waiting += 1;
  let leave = (): void => undefined;
  const left = new Promise<Outcome<unknown>>((resolve) => {
    leave = () => resolve(cancelled);
    signal?.addEventListener("abort", leave, { once: true });
  });
  const outcome = await Promise.race([search.outcome, left]);
  signal?.removeEventListener("abort", leave);
  search.waiting -= 1;
  if (outcome === cancelled && search.waiting === 0) {
    forget((other) => other === search);
    search.controller.abort();
  }
  return outcome;
}
