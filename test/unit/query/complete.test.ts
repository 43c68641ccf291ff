import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { complete } from "../../../core/query/complete.ts";
import { functionNames } from "../../../core/query/functions.ts";
import type { ConditionName } from "../../../core/query/tree.ts";
import { conditions, vocabulary } from "./vocabulary.ts";

/** Completes at the `|` of a text; the options by their labels. */
function labelsAt(marked: string): string[] {
  const position = marked.indexOf("|");
  return complete(marked.replace("|", ""), position, vocabulary).options.map(({ label }) => label);
}

const everyCondition = [...conditions.map(({ name }) => name), "run", "started", "finished"];
const aliases = vocabulary.aliases.map(({ name }) => `@${name}`);
const anyValue = [...everyCondition, ...aliases, "not", ...functionNames];
const extremes = ["min", "max"];
const numbers = [
  "event_count",
  "radiator_id",
  "status",
  "beam_current",
  "solenoid_current",
  "polarization_angle",
  "is_valid_run_end",
  "has_beam",
  "run",
];
const texts = ["run_type", "run_config", "daq_run", "collimator_diameter", "target_type", "rtvs", "picture"];
const times = ["run_start_time", "started", "finished"];
const methods = ["startswith", "endswith", "contains", "matches", "lower", "upper"];
const textOperators = ["==", "!=", "in", "not in", "is None", "is not None"];
const timeOperators = ["==", "!=", "<", "<=", ">", ">=", "is None", "is not None"];
const numberOperators = [
  "==",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "in",
  "not in",
  "is None",
  "is not None",
  "+",
  "-",
  "*",
  "/",
  "//",
  "%",
  "**",
];

describe("what can stand at the cursor", () => {
  test.each([
    ["|", anyValue],
    ["ev|", anyValue],
    ["ev|ent", anyValue],
    ["event_count > 5 and |", anyValue],
    ["event_count > 5 and b|", anyValue],
    ["(|", anyValue],
    ["not |", anyValue],
    ["@|", aliases],
    ["event_count > 5 or @is_pr|", aliases],
    ["event_count |", [...numberOperators, "and", "or"]],
    ["event_count i|", [...numberOperators, "and", "or"]],
    ["run_type |", [...textOperators, "and", "or"]],
    ["run_type.lower() |", [...textOperators, "and", "or"]],
    ["started |", [...timeOperators, "and", "or"]],
    ["(event_count + 1) |", [...numberOperators, "and", "or"]],
    ["'BCAL' |", [...textOperators, "and", "or"]],
    ["event_count > 5 |", ["and", "or", ...numberOperators]],
    ["event_count > 5 a|", ["and", "or", ...numberOperators]],
    ["event_count > 5 and status |", [...numberOperators, "and", "or"]],
    ["run_type == 'x' |", ["and", "or", ...textOperators]],
    ["run_type.|", methods],
    ["run_type.st|", methods],
    ["run_type.lower().|", methods],
    ["(run_type or daq_run).|", methods],
    ["'abc'.|", methods],
    ["event_count.|", []],
    ["started.|", []],
    ["unknown.|", []],
    ["run_type[:4] |", [...textOperators, "and", "or"]],
    ["run_type[0].|", methods],
    ["run_type.lower()[1:].|", methods],
    ["len(run_type) |", [...numberOperators, "and", "or"]],
    ["max(run_type, 'a').|", methods],
    ["`run_type`.|", methods],
    ["run_type == 'a' and `ev|", anyValue],
    ["run_type[|", []],
    ["event_count > |", [...numbers, ...functionNames]],
    ["event_count + |", [...numbers, ...functionNames]],
    ["has_beam == |", ["True", "False", "None", ...numbers, ...functionNames]],
    ["run_type == |", ["None", ...texts, ...extremes]],
    ["started < |", [...times, ...extremes]],
    ["unknown == |", ["None", ...everyCondition, ...functionNames]],
    ["'BCAL' in |", ["[", ...texts]],
    ["'BCAL' not in |", ["[", ...texts]],
    ["status in |", ["["]],
    ["status is |", ["None", "not None"]],
    ["status is not |", ["None"]],
    ["status not |", ["in"]],
    ["status in [|", []],
    ["status in [1, |", []],
    ["'|", []],
    ["run_type == 'ab|", []],
    ["run_type == 'a|b'", []],
    ["5|", []],
    ["event_count > 5|", []],
    ["event_count; |", []],
  ])("%j", (marked, expected) => {
    expect(labelsAt(marked)).toEqual(expected);
  });
});

test("a name that is not a word is put in with back quotes, in place of what is written of it", () => {
  const odd: ConditionName = { name: "avg score", type: "int", description: null };
  const text = "run > 5 and `avg == 5";
  const place = text.indexOf(" ==");
  const { from, to, options } = complete(text, place, { conditions: [odd], aliases: [] });
  expect(text.slice(from, to)).toBe("`avg");
  expect(options.find(({ label }) => label === "avg score")?.insert).toBe("`avg score`");
});

test.each([
  ["run_type == |", "run_type"],
  ["run_type != hd|", "run_type"],
  ["run_type == 'hd|", "run_type"],
  ["run_type == 'hd| and event_count > 5", "run_type"],
  ["run_type == 'h|d' and event_count > 5", "run_type"],
  ["status == 1 or run_type == '|'", "run_type"],
  ["run_type in [|", "run_type"],
  ["run_type in ('a', |", "run_type"],
  ["run_type not in ['a', 'b', '|']", "run_type"],
  ["run_type in ['a'|", null],
  ["run_type in ['a' |", null],
  ["run_type in [a, b|", null],
  ["run_type == 'a'|", null],
  ["run_type > |", null],
  ["run_type == 'a' and |", null],
  ["(|", null],
  ["status == |", null],
  ["rtvs == |", null],
  ["unknown == |", null],
  ["started == '|'", null],
  ["'|'", null],
  ["['|", null],
])("the condition whose values can stand at %j", (marked, condition) => {
  expect(complete(marked.replace("|", ""), marked.indexOf("|"), vocabulary).valuesOf).toBe(condition);
});

test.each([
  ["run_type == 'hd| and event_count > 5", 12, 15],
  ["run_type == 'h|d' and event_count > 5", 12, 16],
  ["run_type == hd|x", 12, 15],
  ["|", 0, 0],
  ["ev|", 0, 2],
  ["a and ev|ent_co > 5", 6, 14],
  ["a and |", 6, 6],
  ["a and @is_|", 6, 10],
  ["a and @|", 6, 7],
  ["run_type.sta|", 9, 12],
  ["run_type.|", 9, 9],
  ["event_count |> 5", 12, 12],
])("the piece that is replaced at %j", (marked, from, to) => {
  const completion = complete(marked.replace("|", ""), marked.indexOf("|"), vocabulary);
  expect([completion.from, completion.to]).toEqual([from, to]);
});

test("options carry type, description and what is put in", () => {
  const { options } = complete("", 0, vocabulary);
  expect(options.find(({ label }) => label === "beam_current")).toEqual({
    label: "beam_current",
    kind: "condition",
    type: "float",
    description: "description of beam_current",
    insert: "beam_current",
  });
  expect(options.find(({ label }) => label === "@is_cosmic")).toMatchObject({
    kind: "alias",
    description: "Is cosmic run",
    insert: "@is_cosmic",
  });
  const methods = complete("run_type.", 9, vocabulary).options;
  expect(methods.map(({ insert }) => insert)).toContain("startswith(");
  expect(methods.map(({ insert }) => insert)).toContain("lower()");
});

test("a condition of the database hides the run's own value of that name", () => {
  const own = { conditions: [{ name: "run", type: "string", description: null }], aliases: [] } as const;
  const runs = complete("", 0, own).options.filter(({ label }) => label === "run");
  expect(runs.map(({ type }) => type)).toEqual(["string"]);
});

test("any text at any place is answered with a piece around the place", () => {
  const piece = fc.constantFrom(..."a run_type . ( ) [ ] , ' @ @x 5 > == in not is and or ; !".split(" "));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.nat(40), (pieces, place) => {
      const text = pieces.join(" ");
      const position = Math.min(place, text.length);
      const { from, to } = complete(text, position, vocabulary);
      expect(from).toBeLessThanOrEqual(position);
      expect(to).toBeGreaterThanOrEqual(position);
    }),
  );
});
