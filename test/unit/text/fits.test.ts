import fc from "fast-check";
import { expect, test } from "vitest";
import { fits } from "../../../core/text/fits.ts";
import { processorTime } from "../../support/processorTime.ts";

test.each([
  ["run_*.log", "run_1.log", true],
  ["run_*.log", "run_.log", true],
  ["run_*.log", "run_1.log.old", false],
  ["*", "", true],
  ["?", "", false],
  ["?", "😀", true],
  ["a*b*c", "a b b c", true],
  ["a*b*c", "a c b", false],
  ["**x", "xx", true],
  ["a.b", "a-b", false],
  ["*", "a\nb", true],
])("%j fits %j: %s", (mask, name, expected) => {
  expect(fits(mask)(name)).toBe(expected);
});

test("as an expression would", () => {
  const few = (signs: readonly string[]) => fc.array(fc.constantFrom(...signs), { maxLength: 8 });
  const property = fc.property(few(["a", "b", "*", "?"]), few(["a", "b", "*", "?"]), (mask, name) => {
    const expression = mask.map((sign) => ({ "*": ".*", "?": "." })[sign] ?? sign).join("");
    expect(fits(mask.join(""))(name.join(""))).toBe(new RegExp(`^${expression}$`, "s").test(name.join("")));
  });
  fc.assert(property, { numRuns: 3000, seed: 1 });
});

test("no mask takes for ever", () => {
  const start = processorTime();
  expect(fits("*a".repeat(60) + "b")("a".repeat(5000))).toBe(false);
  expect(processorTime() - start).toBeLessThan(2000);
});
