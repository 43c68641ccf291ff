/** JSON by its text: nothing of it is lost on the way. */
import { expect, test } from "vitest";
import * as v from "valibot";
import { asPythonWrites, jsonItems, jsonMembers } from "../../../core/text/jsonText.ts";
import { ownMembers } from "../../../core/api/ownMembers.ts";
import { isSameJson } from "../../../core/writing/sameJson.ts";

test.each([
  ["[12345678901234567890,9007199254740993]", "[12345678901234567890, 9007199254740993]"],
  ['{"a":61.0,"b":1.50,"c":1e2,"d":-0.0}', '{"a": 61.0, "b": 1.5, "c": 100.0, "d": -0.0}'],
  ["[0.12345678901234567890123, 1e400]", "[0.12345678901234567890123, 1e400]"],
  [
    '{"__proto__":1, "prototype":{}, "constructor":[]}',
    '{"__proto__": 1, "prototype": {}, "constructor": []}',
  ],
  ['{"a":1,"a":2}', '{"a": 1, "a": 2}'],
  ['{"a\\"}":"é\\n\\\\","b":[true , null]}', '{"a\\"}": "\\u00e9\\n\\\\", "b": [true, null]}'],
  ["[]", "[]"],
  [" { } ", "{}"],
])("%s as Python writes it", (json, written) => {
  expect(asPythonWrites(json)).toBe(written);
});

test.each([
  ["[]", []],
  ['[1, [2,3] ,"a,]"]', ["1", "[2,3]", '"a,]"']],
  ['[{"a":[1]}]', ['{"a":[1]}']],
])("the items of %s", (json, items) => {
  expect(jsonItems(json)).toEqual(items);
});

test.each([
  ["{}", []],
  [
    '{"a" : 1.0, "__proto__":{"b":[ 2 ]}, "a":"x:y"}',
    [
      ["a", "1.0"],
      ["__proto__", '{"b":[ 2 ]}'],
      ["a", '"x:y"'],
    ],
  ],
])("the members of %s", (json, members) => {
  expect(jsonMembers(json)).toEqual(members);
});

test.each([
  ["escapes", `["${"\\n".repeat(8_000_000)}"]`],
  ["one character after the other", `["${"x".repeat(16_000_000)}"]`],
  ["digits", `[${"1".repeat(1_000_000)}.5]`],
  ["brackets", "[".repeat(1_000_000) + "]".repeat(1_000_000)],
])("a long text of %s is compared by its meaning", (_name, json) => {
  expect(isSameJson(json, ` ${json}`)).toBe(true);
});

test("members of every name are checked, and are there", () => {
  const schema = ownMembers(v.string(), v.number());
  const names = ["__proto__", "prototype", "constructor", "toString", "a"];
  const given = JSON.parse(`{${names.map((name, at) => `"${name}": ${at}`).join(", ")}}`) as unknown;
  expect(Object.entries(v.parse(schema, given))).toEqual(names.map((name, at) => [name, at]));
  const wrong = v.safeParse(schema, JSON.parse('{"__proto__": "x"}'));
  expect(wrong.issues?.map((issue) => v.getDotPath(issue))).toEqual(["__proto__"]);
});
