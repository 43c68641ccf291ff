/** JSON texts that mean the same, and those that do not; and how we write them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PythonFloat, pythonJson, type PythonValue } from "../../../core/text/pythonJson.ts";
import { isSameJson } from "../../../core/writing/sameJson.ts";

describe("the same", () => {
  test.each([
    ['{"a":61}', '{ "a" : 61.0 }'],
    ["[1e2,0,-5e-1]", "[100, -0.0, -0.50]"],
    ['{"a":1,"b":[{}]}', '{"b": [{}], "a": 1}'],
    ['"\\u00e9\\/"', '"é/"'],
    ['{"a":1,"a":2}', '{"a":2}'],
    ['{"__proto__":1,"constructor":2}', '{"constructor":2,"__proto__":1}'],
    ["12345678901234567890", "1.2345678901234567890e19"],
    ["0e99999999999999999999", "0"],
  ])("%s and %s", (left, right) => {
    expect([isSameJson(left, right), isSameJson(right, left)]).toEqual([true, true]);
  });

  test.each([
    ['{"a":61}', '{"a":61.1}'],
    ['{"a":61}', '{"a":"61"}'],
    ["9007199254740993", "9007199254740992"],
    ["1e400", "1e401"],
    ['{"a":1,"a":2}', '{"a":1}'],
    ['{"a":1}', "{}"],
    ["[1,2]", "[2,1]"],
    ["[[1],2]", "[[1,2]]"],
    ["[]", "{}"],
    ["[null]", "[]"],
    ["true", '"true"'],
    ['{"__proto__":1}', "{}"],
    ['["a,b"]', '["a","b"]'],
    ['{"a":"b"}', '["a","b"]'],
    ["NaN", " NaN"],
    ["", " "],
  ])("but not %s and %s", (left, right) => {
    expect([isSameJson(left, right), isSameJson(right, left)]).toEqual([false, false]);
  });

  test("whatever it is, as other programs write it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, other) => {
        const texts = [JSON.stringify(value, null, 2), pythonJson(value as PythonValue)] as const;
        expect(isSameJson(...texts)).toBe(true);
        expect(isSameJson(texts[1], JSON.stringify(other))).toBe(isSameJson(JSON.stringify(other), texts[0]));
      }),
    );
  });

  test("nested as deep as it likes", () => {
    const nested = (innermost: string): string => `${"[".repeat(200_000)}${innermost}${"]".repeat(200_000)}`;
    expect(isSameJson(nested("1"), nested(" 1.0"))).toBe(true);
    expect(isSameJson(nested("1"), nested("2"))).toBe(false);
  });
});

/** What Python's json.dumps gives. */
test.each<[PythonValue, string]>([
  [{ a: 1, b: [true, null, "x"] }, '{"a": 1, "b": [true, null, "x"]}'],
  [{ "%(config)": 'é"\\\n\u0001\u007f😀' }, '{"%(config)": "\\u00e9\\"\\\\\\n\\u0001\\u007f\\ud83d\\ude00"}'],
  [[], "[]"],
  [{}, "{}"],
  [[61, new PythonFloat(61), 61.5], "[61, 61.0, 61.5]"],
  [new PythonFloat(247.699110675808), "247.699110675808"],
  [[new PythonFloat(0), new PythonFloat(-0)], "[0.0, -0.0]"],
  [
    [new PythonFloat(1e15), new PythonFloat(123456789012345680)],
    "[1000000000000000.0, 1.2345678901234568e+17]",
  ],
  [[new PythonFloat(1e16), new PythonFloat(1e22), 1e300], "[1e+16, 1e+22, 1e+300]"],
  [
    [new PythonFloat(0.0001), new PythonFloat(0.00001), new PythonFloat(-1.5e-7)],
    "[0.0001, 1e-05, -1.5e-07]",
  ],
  [9007199254740993n, "9007199254740993"],
])("value %# as Python writes it", (value, text) => {
  expect(pythonJson(value)).toBe(text);
});
