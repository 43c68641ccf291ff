import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planPeriods } from "../../../scripts/sample/periods.ts";
import { Random } from "../../../scripts/sample/random.ts";
import { makeRuns } from "../../../scripts/sample/runs.ts";

describe("planPeriods", () => {
  it("deals out every run, into ranges that have room and do not overlap", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (runs) => {
        const periods = planPeriods(runs);
        expect(periods.reduce((sum, period) => sum + period.runs, 0)).toBe(runs);
        for (const [i, period] of periods.entries()) {
          expect(period.runMax - period.runMin + 1).toBeGreaterThan(period.runs);
          expect(period.runMin).toBeGreaterThan(periods[i - 1]?.runMax ?? 0);
          expect(period.begin).toBeGreaterThan(periods[i - 1]?.end ?? 0);
        }
      }),
    );
  });

  it("has the run numbers of Hall D in a small sample", () => {
    const [first] = planPeriods(3000);
    expect(first).toMatchObject({ name: "RunPeriod-2016-02", runMin: 10_000, runMax: 19_999 });
  });
});

describe("makeRuns", () => {
  it.each([1, 700, 40_000])("keeps %i runs within numbers and days of their periods", (runs) => {
    let before = { number: 0, end: 0 };
    let count = 0;
    for (const { number, started, length, period } of makeRuns(planPeriods(runs), 7)) {
      expect(number).toBeGreaterThan(before.number);
      expect(number).toBeLessThanOrEqual(period.runMax);
      expect(started).toBeGreaterThan(before.end);
      expect(length).toBeGreaterThanOrEqual(20);
      before = { number, end: started + length };
      // The plan ends in the morning of the last day; the day itself is the limit.
      expect(before.end).toBeLessThan(period.end + 12 * 3600);
      count++;
    }
    expect(count).toBe(runs);
  });
});

describe("Random", () => {
  it("stays within its bounds and reaches them", () => {
    const random = new Random("bounds");
    const seen = new Set(Array.from({ length: 1000 }, () => random.integer(-1, 2)));
    expect([...seen].sort()).toEqual([-1, 0, 1, 2]);
  });

  it("is even", () => {
    const random = new Random("even");
    const bins = Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) {
      const bin = Math.floor(random.next() * 10);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it("differs from seed to seed, also between neighbours", () => {
    const firsts = new Set(Array.from({ length: 1000 }, (_, i) => new Random(`run ${i}`).next()));
    expect(firsts.size).toBeGreaterThan(990);
  });
});
