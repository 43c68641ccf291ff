import { describe, expect, test } from "vitest";
import { expandAliases, mergeAliases } from "../../../core/query/aliases.ts";
import { analyze } from "../../../core/query/analyze.ts";
import { builtInAliases } from "../../../core/query/builtInAliases.ts";
import { parse } from "../../../core/query/parser.ts";
import type { AliasDefinition } from "../../../core/query/tree.ts";
import { problemsOf, sketch, valueOf } from "./sketch.ts";
import { conditions, vocabulary } from "./vocabulary.ts";

function aliases(codes: Record<string, string>): AliasDefinition[] {
  return Object.entries(codes).map(([name, code]) => ({ name, code, description: null }));
}

function expand(text: string, codes: Record<string, string>) {
  return expandAliases(valueOf(parse(text)), aliases(codes));
}

function messages(text: string, codes: Record<string, string>): string[] {
  const expanded = expand(text, codes);
  return expanded.ok ? [] : expanded.problems.map(({ message }) => message);
}

describe("expansion", () => {
  const codes = { x: "a or b", x_long: "c", nested: "not @x and d" };

  test.each([
    ["", "all"],
    ["a", "a"],
    ["@x", "(@x (or a b))"],
    ["@x_long", "(@x_long c)"],
    ["@x and e", "(and (@x (or a b)) e)"],
    ["-@x_long + 1 in [1]", "((+ (- (@x_long c)) 1) in [1])"],
    ["not @nested", "(not (@nested (and (not (@x (or a b))) d)))"],
    ["@x_long.lower().startswith(@x_long)", "(.startswith (.lower (@x_long c)) (@x_long c))"],
  ])("%j", (text, expected) => {
    expect(sketch(valueOf(expand(text, codes)))).toBe(expected);
  });
});

describe("problems", () => {
  test.each([
    ["@nix and @x", { x: "a" }, ["unknown-alias «@nix»"]],
    ["@is_prodction", { is_production: "a" }, ["unknown-alias «@is_prodction» → @is_production"]],
    ["@is_production_long", { other: "a" }, ["unknown-alias «@is_production_long»"]],
    ["b and @x", { x: "@x" }, ["alias-cycle «@x»"]],
    ["b and @x", { x: "a = 5" }, ["spelling «@x»"]],
    ["@outer or b", { outer: "not @inner", inner: "a >" }, ["value-expected «@outer»"]],
    ["@outer or b", { outer: "not @inner" }, ["unknown-alias «@outer»"]],
    ["b or @x", { x: " " }, ["alias-empty «@x»"]],
    ["@x and @y", { x: "@z", y: "(" }, ["unknown-alias «@x»", "value-expected «@y»"]],
  ])("of %j", (text, codes, expected) => {
    expect(problemsOf(text, expand(text, codes))).toEqual(expected);
  });

  test.each([
    ["@a", { a: "@a" }, "@a → @a"],
    ["@a", { a: "not @b", b: "x and @c", c: "@b" }, "@b → @c → @b"],
    ["@outer", { outer: "@inner", inner: "a = 5" }, "@outer → @inner"],
    ["@unknwn", { unknown: "a" }, "Did you mean @unknown?"],
  ])("of %j are told in words", (text, codes, words) => {
    expect(messages(text, codes)).toEqual([expect.stringContaining(words)]);
  });

  test("aliases that double each other are stopped", () => {
    const codes: Record<string, string> = { a0: "event_count > 5" };
    for (let level = 1; level < 60; level++) codes[`a${level}`] = `@a${level - 1} or @a${level - 1}`;
    expect(problemsOf("@a59", expand("@a59", codes))).toEqual(["too-long «@a59»"]);
  });

  test("aliases within aliases are stopped where they nest too deeply", () => {
    const codes: Record<string, string> = { a0: "a" };
    for (let level = 1; level < 300; level++) codes[`a${level}`] = `not @a${level - 1}`;
    expect(problemsOf("@a299", expand("@a299", codes))).toEqual(["too-deep «@a299»"]);
    expect(expand("@a50", codes).ok).toBe(true);
  });
});

describe("merging", () => {
  test("the database wins, its later rows over its earlier ones", () => {
    const merged = mergeAliases(aliases({ a: "1", b: "2" }), aliases({ b: "3", c: "4" }));
    expect(merged.map(({ name, code }) => `${name}=${code}`)).toEqual(["a=1", "b=3", "c=4"]);
    const twice = [...aliases({ a: "1" }), ...aliases({ a: "2" })];
    expect(mergeAliases([], twice).map(({ code }) => code)).toEqual(["2"]);
  });
});

describe("the built-in aliases", () => {
  test("are the eighteen of every database", () => {
    expect(builtInAliases.map(({ name }) => name)).toEqual([
      "is_production",
      "is_2018production",
      "is_primex_production",
      "is_dirc_production",
      "is_src_production",
      "is_cpp_production",
      "is_production_long",
      "is_cosmic",
      "is_empty_target",
      "is_amorph_radiator",
      "is_coherent_beam",
      "is_field_off",
      "is_field_on",
      "status_calibration",
      "status_approved_long",
      "status_approved",
      "status_unchecked",
      "status_reject",
    ]);
  });

  test.each(builtInAliases.map(({ name }) => name))("@%s is right by its types", (name) => {
    expect(problemsOf(`@${name}`, analyze(`@${name}`, { conditions, aliases: builtInAliases }))).toEqual([]);
  });

  test("@is_production_long asks for both of its first two parts", () => {
    const long = builtInAliases.find(({ name }) => name === "is_production_long");
    expect(long?.code).toContain("daq_run == 'PHYSICS_raw' and beam_current > 2");
  });
});

test("a problem of types inside of an alias is told at its place in the outer text", () => {
  const own = aliases({ bad: "run_type > 5 and nix", outer: "not @bad" });
  const text = "event_count > 5 and @outer";
  const analyzed = analyze(text, { ...vocabulary, aliases: own });
  expect(problemsOf(text, analyzed)).toEqual(["types «@outer»", "unknown-name «@outer»"]);
  expect(analyzed.ok ? [] : analyzed.problems.map(({ message }) => message)).toEqual([
    expect.stringContaining("In the alias @outer → @bad: This is a number"),
    expect.stringContaining("In the alias @outer → @bad: There is no condition nix."),
  ]);
});
