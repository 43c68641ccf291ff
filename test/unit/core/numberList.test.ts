import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NumberList } from "../../../core/results/numberList.ts";
import { compareTexts } from "../../../core/text/compareTexts.ts";
import { rowOrder } from "../../../core/results/rowOrder.ts";
import { textRanks } from "../../../core/results/textOrder.ts";

const anyNumber = fc.oneof(
  fc.integer({ min: -130, max: 130 }),
  fc.integer({ min: -40_000, max: 40_000 }),
  fc.integer(),
  fc.constantFrom(
    NaN,
    0,
    -0,
    -128,
    -32_768,
    -(2 ** 31),
    2 ** 31 - 1,
    2 ** 31,
    2 ** 53,
    Infinity,
    -Infinity,
    0.5,
  ),
  fc.double(),
);

describe("a list of numbers", () => {
  test("gives back what was set last, wherever it is", () => {
    // Rows lie in several blocks.
    const settings = fc.array(fc.tuple(fc.integer({ min: 0, max: 10_000 }), anyNumber));
    fc.assert(
      fc.property(settings, (set) => {
        const list = new NumberList();
        const expected = new Map<number, number>();
        for (const [row, value] of set) {
          list.set(row, value);
          expected.set(row, value);
        }
        const rows = Math.max(-1, ...expected.keys()) + 1;
        expect(list.length).toBe(rows);
        for (const [row, value] of expected) expect(list.get(row)).toBe(value);
        const all = Array.from({ length: rows }, (_, row) => expected.get(row) ?? NaN);
        expect(list.slice(0, rows + 5)).toEqual(all);
        expect([...list.toArray(rows + 1)]).toEqual([...all, NaN]);
      }),
    );
  });

  test("finds a number among ascending ones, and none that is not there", () => {
    const ascending = fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 40 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(ascending, fc.array(fc.nat({ max: 2 ** 31 - 1 })), (numbers, others) => {
        numbers.sort((a, b) => a - b);
        const list = new NumberList();
        for (const number of numbers) list.push(number);
        for (const asked of [...numbers, ...others, ...numbers.toReversed()]) {
          expect(list.find(asked)).toBe(numbers.indexOf(asked));
        }
      }),
    );
    expect(new NumberList().find(0)).toBe(-1);
  });
});

/** Those that 32 bits tell apart, and the ends of these. */
const nearInteger = fc.oneof(
  fc.integer(),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(NaN, 0, -0, -(2 ** 31), 2 ** 31 - 1, 2 ** 31),
);

test.each([false, true])("rows sort by any keys, equal ones in row order; descending: %s", (descending) => {
  const sign = descending ? -1 : 1;
  fc.assert(
    fc.property(fc.oneof(fc.array(anyNumber), fc.array(nearInteger)), (keys) => {
      const compared = keys.map((_, row) => row);
      compared.sort((a, b) => {
        const [left = NaN, right = NaN] = [keys[a], keys[b]];
        if (Number.isNaN(left) || Number.isNaN(right))
          return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
        return left === right ? a - b : left < right ? -sign : sign;
      });
      expect([...rowOrder(new Float64Array(keys), descending)]).toEqual(compared);
    }),
  );
});

describe("texts rank by code point", () => {
  const part = fc.constantFrom("", "a", "b", "A", "é", "\uFFFD", "😀", "\0");
  const ranked = (texts: readonly string[]): string[] => {
    const ranks = textRanks(texts);
    return texts.toSorted((a, b) => (ranks[texts.indexOf(a)] ?? NaN) - (ranks[texts.indexOf(b)] ?? NaN));
  };

  test("a few", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(part, part, part).map((parts) => parts.join(""))), (texts) => {
        expect(ranked(texts)).toEqual(texts.toSorted(compareTexts));
      }),
    );
  });

  test("many, of which many begin alike", () => {
    const texts = Array.from({ length: 40_000 }, (_, at) => {
      const number = (at * 7919) % 40_000;
      return at % 3 === 0
        ? `run ${number}`
        : at % 3 === 1
          ? `a long beginning 😀${number}`
          : `${number}\uFFFD`;
    });
    const ranks = textRanks(texts);
    const inOrder: string[] = [];
    texts.forEach((text, at) => (inOrder[ranks[at] ?? NaN] = text));
    expect(inOrder).toEqual(texts.toSorted(compareTexts));
  });
});
