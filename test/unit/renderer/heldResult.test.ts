/** What stays of a result when the next query gives none. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { failed, succeeded, type Outcome } from "../../../core/api/failure.ts";
import { HeldResult, type Held } from "../../../renderer/model/heldResult.svelte.ts";
import { stubRunes } from "../../support/runes.ts";

beforeEach(stubRunes);
afterEach(() => {
  vi.unstubAllGlobals();
});

class Result extends HeldResult<Held> {
  give(outcome: Outcome<Held>) {
    return this.replace("Searching", () => Promise.resolve(outcome));
  }

  wait() {
    void this.replace("Searching", () => new Promise(() => undefined));
  }

  protected renew(lost: Held): Held {
    return lost;
  }
}

const held = (expression: string): Held => {
  const bounds = { runMin: null, runMax: null, ranges: [] };
  const order = { column: "run", descending: true };
  const search = { expression, ...bounds, columns: [], order, computed: [] };
  const result = { result: expression, count: 0, columns: [], order, dates: [], complete: true };
  return { search, result: { ...result, milliseconds: 0 } } as unknown as Held;
};

async function holding(one: Held): Promise<Result> {
  const result = new Result({ searchRuns: () => Promise.resolve(failed("internal", "not asked")) });
  await result.give(succeeded(one));
  return result;
}

const ways: readonly [string, (result: Result) => unknown, string | null][] = [
  ["fails", (result) => result.give(failed("expression", "wrong")), "expression"],
  ["is cancelled by the core", (result) => result.give(failed("cancelled", "cancelled")), null],
  [
    "is cancelled here",
    (result) => {
      result.wait();
      result.cancel();
    },
    null,
  ],
];

test.each(ways)("the own result stays where the next query %s", async (_, end, code) => {
  const one = held("x");
  const result = await holding(one);
  await end(result);
  expect([result.held, result.failure?.code ?? null]).toEqual([one, code]);
});

test.each(ways)("that of another tab goes where the query of this one %s", async (_, end, code) => {
  const result = await holding(held("x"));
  result.disown();
  result.wait();
  expect(result.held).not.toBeNull();
  await end(result);
  expect([result.held, result.failure?.code ?? null]).toEqual([null, code]);
});

test("once this tab has a result it is its own", async () => {
  const result = await holding(held("x"));
  const other = held("y");
  result.disown();
  await result.give(succeeded(other));
  await result.give(failed("expression", "wrong"));
  expect(result.held).toBe(other);
});
