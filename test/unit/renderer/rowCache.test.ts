import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Rows } from "../../../core/api/search.ts";
import { RowCache } from "../../../renderer/model/rowCache.ts";

const TOTAL = 1_000_000;
let reads: number[];
let fails: boolean;
/** Whether rows have values only in part. */
let hasGaps: boolean;

async function read(from: number, count: number): Promise<Rows | null> {
  reads.push(from);
  await new Promise((resolve) => setTimeout(resolve, 5));
  if (fails) return null;
  const runs = Array.from({ length: count }, (_, at) => from + at);
  return { from, runs, values: [runs.map((run) => (hasGaps && run % 2 === 1 ? null : run * 2))] };
}

beforeEach(() => {
  vi.useFakeTimers();
  reads = [];
  fails = false;
  hasGaps = false;
});
afterEach(() => vi.useRealTimers());

async function prepared(place = 0, total = TOTAL, isComplete = true): Promise<RowCache> {
  const cache = new RowCache(total, place, isComplete, read);
  const ready = cache.prepare();
  await vi.runAllTimersAsync();
  await ready;
  return cache;
}

describe("RowCache", () => {
  it("has the rows of its place once it is prepared", async () => {
    const cache = await prepared(1234);
    expect(reads).toEqual([1200]);
    expect(cache.place).toBe(1234);
    expect(cache.row(1234)).toEqual({ run: 1234, values: [2468], isComplete: true });
    expect(cache.row(0)).toBeNull();
  });

  it("asks for nothing where there is nothing", async () => {
    const cache = await prepared(0, 0);
    cache.show(0, 20);
    await vi.runAllTimersAsync();
    expect(reads).toEqual([]);
  });

  it("reads no further than the last row", async () => {
    const cache = await prepared(0, 250);
    cache.show(190, 400);
    await vi.runAllTimersAsync();
    expect(cache.row(249)?.run).toBe(249);
    expect(cache.row(250)).toBeNull();
    expect(reads).toEqual([0, 200]);
  });

  it("follows a dragged scroll bar as fast as the rows come, up to where it stops", async () => {
    const cache = await prepared();
    for (let row = 10_000; row < TOTAL; row += 10_000) {
      cache.show(row, row + 30);
      await vi.advanceTimersByTimeAsync(1);
    }
    cache.show(505_000, 505_030);
    await vi.runAllTimersAsync();
    // Two at a time, of 5 ms each: the other places were left again before it was their turn.
    expect(reads.slice(0, 5)).toEqual([0, 10_000, 20_000, 50_000, 60_000]);
    expect(reads.length).toBeLessThan(2 + (2 * 99) / 5 + 3);
    expect(reads.at(-1)).toBe(505_000);
    expect(cache.row(505_030)?.run).toBe(505_030);
  });

  it("reads again what is shown where there are more values, until all are there", async () => {
    hasGaps = true;
    const cache = await prepared(0, TOTAL, false);
    cache.show(400, 430);
    await vi.runAllTimersAsync();
    expect(cache.row(400)).toMatchObject({ isComplete: false });
    cache.refresh(false);
    await vi.runAllTimersAsync();
    expect(reads).toEqual([0, 400, 400]);
    expect(cache.row(0)).toBeNull();

    cache.refresh(true);
    await vi.runAllTimersAsync();
    expect(cache.row(400)).toMatchObject({ isComplete: true });
    cache.refresh(true);
    await vi.runAllTimersAsync();
    expect(reads).toEqual([0, 400, 400, 400]);
  });

  it("reads what misses nothing only once more, at the end: a newer value may have come", async () => {
    const cache = await prepared(0, TOTAL, false);
    cache.refresh(false);
    await vi.runAllTimersAsync();
    expect(reads).toEqual([0]);
    cache.refresh(true);
    await vi.runAllTimersAsync();
    expect(reads).toEqual([0, 0]);
  });

  it("does not take rows for whole that were read before all values came", async () => {
    hasGaps = true;
    const cache = await prepared(0, TOTAL, false);
    cache.refresh(false);
    cache.refresh(true);
    await vi.runAllTimersAsync();
    expect(reads).toEqual([0, 0, 0]);
    expect(cache.row(0)).toMatchObject({ isComplete: true });
  });

  it("fetches the next rows at once while scrolling slowly", async () => {
    const cache = await prepared();
    cache.show(180, 210);
    expect(reads).toEqual([0, 200]);
  });

  it("reads neighbours as one after a jump, and tells of them once", async () => {
    const cache = await prepared();
    cache.show(10_190, 10_230);
    await vi.runAllTimersAsync();
    expect(reads).toEqual([0, 10_000]);
    expect([10_000, 10_199, 10_200, 10_399].map((row) => cache.row(row)?.run)).toEqual([
      10_000, 10_199, 10_200, 10_399,
    ]);
    expect(cache.row(10_400)).toBeNull();
    expect(cache.row(10_210)?.values).toEqual([20_420]);
  });

  it("tries again where reading failed only when rows are shown anew", async () => {
    const cache = await prepared();
    fails = true;
    cache.show(190, 210);
    await vi.runAllTimersAsync();
    expect(reads).toEqual([0, 200]);
    fails = false;
    cache.show(191, 211);
    await vi.runAllTimersAsync();
    expect(reads).toEqual([0, 200, 200]);
    expect(cache.row(211)?.run).toBe(211);
  });

  it("keeps what is near and forgets what is far", async () => {
    const cache = await prepared();
    for (let row = 0; row < 30_000; row += 100) {
      cache.show(row, row + 30);
      await vi.runAllTimersAsync();
    }
    expect(cache.row(29_900)).not.toBeNull();
    expect(cache.row(0)).toBeNull();
  });
});
