import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maxLength, parse } from "../../../core/query/parser.ts";
import { problemsOf, sketch, valueOf } from "./sketch.ts";

describe("trees", () => {
  test.each([
    ["", "all"],
    [" \n ", "all"],
    ["event_count", "event_count"],
    ["(((a)))", "a"],
    ["a or b and c", "(or a (and b c))"],
    ["a and b or c and d", "(or (and a b) (and c d))"],
    ["a or b or c", "(or a b c)"],
    ["(a or b) or c", "(or (or a b) c)"],
    ["not a and b", "(and (not a) b)"],
    ["not a == b", "(not (a == b))"],
    ["not not a", "(not (not a))"],
    ["a < b < c", "(a < b < c)"],
    ["(a < b) < c", "((a < b) < c)"],
    ["a == b in [1]", "(a == b in [1])"],
    ["a not in (1, 2)", "(a not in (tuple 1 2))"],
    ["a in (1,)", "(a in (tuple 1))"],
    ["a in ()", "(a in (tuple))"],
    ["a in [1, 2,]", "(a in [1 2])"],
    ["a in []", "(a in [])"],
    ["a in (b)", "(a in b)"],
    ["a is None", "(a is None)"],
    ["a is not None", "(a is not None)"],
    ["a is (not b)", "(a is (not b))"],
    ["not a in [1]", "(not (a in [1]))"],
    ["a + b - c", "(- (+ a b) c)"],
    ["a - (b - c)", "(- a (- b c))"],
    ["a + b * c", "(+ a (* b c))"],
    ["a * b / c // d % e", "(% (// (/ (* a b) c) d) e)"],
    ["a + 1 < b * 2", "((+ a 1) < (* b 2))"],
    ["-a ** 2", "(- (** a 2))"],
    ["(-a) ** 2", "(** (- a) 2)"],
    ["2 ** -a", "(** 2 (- a))"],
    ["a ** b ** c", "(** a (** b c))"],
    ["a ** -b ** c", "(** a (- (** b c)))"],
    ["a ** b * c", "(* (** a b) c)"],
    ["- - +a", "(- (- (+ a)))"],
    ["-a * b", "(* (- a) b)"],
    ["-a.lower()", "(- (.lower a))"],
    ["a.startswith('x') and b", '(and (.startswith a "x") b)'],
    ["a.lower().upper().contains(b)", "(.contains (.upper (.lower a)) b)"],
    ["'x'.endswith(a or b)", '(.endswith "x" (or a b))'],
    ["('a').matches('b')", '(.matches "a" "b")'],
    ["@x and not @y", "(and @x (not @y))"],
    ["True == False != None", "(True == False != None)"],
    ["1 == 1. == .5", "(1 == 1f == 0.5f)"],
    ["a > 5 and\n b\t< 2", "(and (a > 5) (b < 2))"],
    ["a > 5and b", "(and (a > 5) b)"],
    ["''in a", '("" in a)'],
  ])("%j", (text, expected) => {
    expect(sketch(valueOf(parse(text)))).toBe(expected);
  });
});

describe("refusals: the place, and what the quick fixes make of the text", () => {
  test.each([
    ["a = 5", ["spelling «=» → a == 5"]],
    [
      "a && b || !c",
      ["spelling «&&» → a and b || !c", "spelling «||» → a && b or !c", "spelling «!» → a && b || not c"],
    ],
    ["a <> 5", ["spelling «<>» → a != 5"]],
    ["a => 5", ["spelling «=>» → a >= 5"]],
    ["a AND b == true", ["spelling «AND» → a and b == true", "spelling «true» → a AND b == True"]],
    ["a > 5 & b > 2", ["spelling «&» → a > 5 and b > 2"]],
    ["a > 007", ["leading-zero «007» → a > 7 → a > 0o7"]],
    ["a == “x”", ["typographic-quotes «“x”» → a == 'x'"]],
    ["'unterminated", ["unterminated-string «'unterminated» → 'unterminated'"]],
    ["a >", ["value-expected 3"]],
    ["a > ", ["value-expected 3"]],
    ["a > 5 and", ["value-expected 9"]],
    ["a > > 5", ["value-expected «>»"]],
    ["and a", ["value-expected «and»"]],
    ["(a > 5", ["bracket «(» → (a > 5)"]],
    ["a in [1, 2", ["bracket «[» → a in [1, 2]"]],
    ["a > 5)", ["bracket «)» → a > 5"]],
    ["(a]", ["bracket «]» → (a)"]],
    ["a > 5; b", ["unknown-character «;»"]],
    ["a b", ["operator-expected «b» → a and b → a or b"]],
    ["a > 2 b", ["operator-expected «b» → a > 2 and b → a > 2 or b"]],
    ["a not b", ["operator-expected «not»"]],
    ["a between 1 and 5", ["operator-expected «between»"]],
    ["a LIKE 'x%'", ["operator-expected «LIKE»"]],
    ["a in 1, 2", ["comma «,»"]],
    ["a > 1,000", ["comma «1,000» → a > 1000"]],
    ["a > 5 adn b", ["operator-expected «adn» → a > 5 and b"]],
    ["import os", ["keyword «import»"]],
    ["lambda: 1", ["keyword «lambda»"]],
    ["a if 1 else 2", ["keyword «if»"]],
    ["__import__('os')", ["call «__import__»"]],
    ["startswith(a, 'x')", ["call «startswith»"]],
    ["a[] == 'h'", ["indexing «]»"]],
    ["a['b']", ["indexing «'b'»"]],
    ["a[1.5]", ["indexing «1.5»"]],
    ["a[b:]", ["indexing «b»"]],
    ["a[1:-b]", ["indexing «b»"]],
    ["a[-]", ["indexing «]»"]],
    ["a[1:2:0]", ["slice-step «0»"]],
    ["a[1:2:3:4]", ["colon «:»"]],
    ["a : b", ["colon «:»"]],
    ["a[1", ["bracket «[» → a[1]"]],
    ["rund(a)", ["call «rund» → round(a)"]],
    ["`len`(a)", ["call «`len`» → len(a)"]],
    ["a.b[0]", ["method «b»"]],
    ["a.", ["method «.»"]],
    ["a.startsWith('x')", ["method «startsWith» → a.startswith('x')"]],
    ["a.lower == 'x'", ["method «lower» → a.lower() == 'x'"]],
    ["a.startswith", ["method «startswith»"]],
    ["a.startswith()", ["argument «startswith()»"]],
    ["a.startswith('x', 'y')", ["argument «,»"]],
    ["a.lower('x')", ["argument «lower('x')» → a.lower()"]],
    ["a == not b", ["not-brackets «not»"]],
    ["1 + not a", ["not-brackets «not»"]],
    ["a := 5", ["unknown-character «:=»"]],
    ["'a' 'b'", ["operator-expected «'b'» → 'a' and 'b' → 'a' or 'b'"]],
    ["5 apples", ["operator-expected «apples» → 5 and apples → 5 or apples"]],
    ["100nA < a", ["bad-number «100nA» → 100 < a"]],
    ["a @ b", ["alias-name «@»"]],
    ["a = = 5", ["spelling «=» → a == = 5", "spelling «=» → a = == 5", "value-expected «=»"]],
  ])("%j", (text, expected) => {
    expect(problemsOf(text, parse(text))).toEqual(expected);
  });

  test.each([
    ["a > 5 and", "after and"],
    ["event_count <> 5", "Write != instead of <>."],
    ["event_count = 5", "=="],
    ["run_type between 1 and 2", "80 < beam_current < 120"],
    ["import os", '"import" is a keyword of Python'],
    ["a[b]", "run_config[:4]"],
    ["sum(a)", "sum(…)"],
  ])("the words about %j", (text, words) => {
    const parsed = parse(text);
    expect(parsed.ok ? [] : parsed.problems.map(({ message }) => message).join("\n")).toContain(words);
  });
});

describe("limits", () => {
  test("long flat chains are read", () => {
    const text = Array.from({ length: 5000 }, (_, index) => `a == ${index}`).join(" or ");
    const tree = valueOf(parse(text));
    expect(tree?.kind === "logical" ? tree.operands.length : 0).toBe(5000);
  });

  test.each([
    ["brackets", "(".repeat(50_000)],
    ["closed brackets", `${"(".repeat(5000)}a${")".repeat(5000)}`],
    ["lists", `a in ${"[".repeat(5000)}`],
    ["not", `${"not ".repeat(5000)}a`],
    ["signs", `${"-".repeat(50_000)}1`],
    ["powers", Array(5000).fill("2").join("**")],
    ["sums", Array(5000).fill("a").join("+")],
    ["methods", `a${".lower()".repeat(5000)}`],
    ["sums within brackets", `${"(".repeat(150)}a${`${"+a".repeat(150)})`.repeat(150)}`],
  ])("%s nested without end are refused", (_, text) => {
    const parsed = parse(text);
    expect(parsed.ok ? [] : parsed.problems.map(({ code }) => code)).toEqual(["too-deep"]);
  });

  test("what people write is not too deep", () => {
    const text = `${"(".repeat(190)}a or ${Array(150).fill("b").join(" + ")}${")".repeat(190)}`;
    expect(parse(text).ok).toBe(true);
  });

  test("a text that is too long is refused", () => {
    expect(problemsOf("", parse("a".repeat(maxLength + 1)))).toEqual([expect.stringContaining("too-long")]);
    expect(parse("a".repeat(maxLength)).ok).toBe(true);
  });
});

test("spans cover the text that a node was read from", () => {
  const text = "not (a + b) * 2 < c.lower() and d in [1, 2]";
  const tree = valueOf(parse(text));
  if (tree?.kind !== "logical") throw new Error("no logical");
  const [first, second] = tree.operands;
  if (first?.kind !== "not" || first.operand.kind !== "comparison" || second?.kind !== "comparison") {
    throw new Error("another tree");
  }
  const pieces = [
    tree,
    first,
    first.operand.first,
    first.operand.links[0]?.right,
    second,
    second.links[0]?.right,
  ];
  expect(pieces.map((node) => text.slice(node?.from, node?.to))).toEqual([
    text,
    "not (a + b) * 2 < c.lower()",
    "(a + b) * 2",
    "c.lower()",
    "d in [1, 2]",
    "[1, 2]",
  ]);
});

test("whatever is typed, parse answers with a tree or with problems inside of the text", () => {
  const word = fc.constantFrom(
    ..."a 5 'x' and or not in is None @x ( ) [ ] , . lower < == = && - ** + ; if \n “".split(" "),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (words) => {
      const text = words.join(" ");
      const parsed = parse(text);
      if (parsed.ok) return;
      expect(parsed.problems.length).toBeGreaterThan(0);
      for (const { from, to, message } of parsed.problems) {
        expect(from).toBeLessThanOrEqual(to);
        expect(to).toBeLessThanOrEqual(text.length);
        expect(message).not.toBe("");
      }
    }),
    { numRuns: 2000 },
  );
});
