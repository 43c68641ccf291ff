/** Lets requests for the same rows share one search, as long as the database has nothing newer. */
import { callNamed } from "../core/api/call.ts";
import type { Transport } from "../core/api/client.ts";
import { readerCalls } from "../core/api/contract.ts";
import { cancelled, outcomeOf, succeeded, unwrap, type FailureCode } from "../core/api/failure.ts";
import { SharedWork } from "../core/api/sharedWork.ts";

/**
 * How long rows are shared after they were found, in milliseconds; what took longer is shared for as long as it took, a minute
 * at most. Relative times in an expression move on, and a value that is replaced in place, as an update does with the counts of
 * the run that is taken, is not always seen as new.
 */
const lifetime = 10_000;
const longestLifetime = 60_000;

interface Search {
  readonly work: SharedWork<unknown>;
  /** What was newest in the database right before it. */
  readonly newest: string;
  /** Until when it is answered by, on the clock that is given: while it runs all who ask wait for it. */
  until: number;
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
    const startedAt = now();
    const work = new SharedWork(async (signal) => {
      const found = unwrap(await call(name, input, { signal }));
      search.until = now() + Math.min(longestLifetime, Math.max(lifetime, now() - startedAt));
      return found;
    });
    const search: Search = { work, newest: known, until: Infinity };
    searches.set(key, search);
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
    forget((search) => !search.work.isUsable || search.newest !== known || now() > search.until);
    const key = JSON.stringify(input);
    return searches.get(key) ?? start(key, name, input, known);
  }

  return async (name, input, options) => {
    if (callNamed(readerCalls, name)?.traits.result !== "made") return call(name, input, options);
    for (let tries = 1; ; tries++) {
      const search = await searchOf(name, input, options.signal);
      if (search === null) return cancelled;
      const outcome = await outcomeOf(() => search.work.wait(options.signal ?? never));
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
/** Of a caller who never cancels. */
const never = new AbortController().signal;
