/** The values that a result still misses: a query goes before them, and they come after it. */
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { failed, succeeded, type Outcome } from "../../../core/api/failure.ts";
import type { SearchResult } from "../../../core/api/search.ts";
import type { WindowClient } from "../../../renderer/client/client.ts";
import type { ComputedColumns } from "../../../renderer/model/computedColumns.svelte.ts";
import { RunSearch } from "../../../renderer/model/search.svelte.ts";
import { stubRunes } from "../../support/runes.ts";

beforeEach(stubRunes);
afterEach(() => void vi.unstubAllGlobals());

/** A search whose results, `r1` and so on, miss values; the answers come when the test lets them. */
function searchForTest() {
  const events: string[] = [];
  const answers: ((outcome: Outcome<SearchResult>) => void)[] = [];
  const fillings: (() => void)[] = [];
  let made = 0;
  const client = {
    searchRuns: () => {
      events.push("search");
      return new Promise((resolve) => answers.push(resolve));
    },
    readRows: ({ from }: { from: number }) =>
      Promise.resolve(succeeded({ from, runs: [1], values: [[null]] })),
    fillRows: ({ result }: { result: string }, { signal }: { signal: AbortSignal }) => {
      events.push(`fill ${result}`);
      signal.addEventListener("abort", () => events.push(`pause ${result}`));
      return new Promise((resolve) => fillings.push(() => resolve(succeeded({}))));
    },
  } as unknown as WindowClient;
  const search = new RunSearch(client, { of: () => [] } as unknown as ComputedColumns);
  const answer = async (): Promise<void> => {
    const order = { column: "run", descending: true };
    const result = { result: `r${++made}`, count: 1, columns: [], order, dates: [], complete: false };
    answers.pop()?.(succeeded({ ...result, milliseconds: 1 } as unknown as SearchResult));
    await wait(0);
  };
  const fail = async (): Promise<void> => {
    answers.pop()?.(failed("expression", "wrong"));
    await wait(0);
  };
  const fill = async (): Promise<void> => {
    fillings.pop()?.();
    await wait(0);
  };
  return { search, events, answer, fail, fill };
}

const ends: Readonly<Record<string, (at: ReturnType<typeof searchForTest>) => Promise<void> | void>> = {
  "is answered": (at) => at.answer(),
  fails: (at) => at.fail(),
  "is cancelled": (at) => {
    at.search.cancel();
  },
};

test.each([
  ["is answered", "fill r2"],
  ["fails", "fill r1"],
  ["is cancelled", "fill r1"],
])("they wait for a query, and go on where that %s", async (end, next) => {
  const at = searchForTest();
  void at.search.run();
  await at.answer();
  expect(at.events).toEqual(["search", "fill r1"]);
  expect(at.search.isFilled).toBe(false);
  void at.search.run();
  expect(at.events.slice(2)).toEqual(["pause r1", "search"]);
  await ends[end]?.(at);
  // A call that is cancelled answers, too.
  if (at.search.work === null) await at.fail();
  expect(at.events.slice(4)).toEqual([next]);
  await at.fill();
  expect([at.search.isFilled, at.search.filled]).toEqual([true, null]);
});
