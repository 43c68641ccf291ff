import fc from "fast-check";
import { expect, test } from "vitest";
import { PairSet } from "../../../core/maintenance/pairSet.ts";

test("a set of pairs is as one of texts", () => {
  const number = fc.integer({ min: 1, max: 3 });
  const run = fc.oneof(
    fc.integer({ min: -40, max: 40 }),
    fc.integer({ min: 4080, max: 4110 }),
    fc.maxSafeInteger(),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(number, run), { maxLength: 200 }), (pairs) => {
      const set = new PairSet();
      const texts = new Set<string>();
      for (const pair of pairs) {
        expect(set.add(...pair)).toBe(!texts.has(pair.join()));
        texts.add(pair.join());
      }
    }),
  );
});
