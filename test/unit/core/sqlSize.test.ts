/** SQL grows with the text of an expression, however its values are nested, and databases take all of it. */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { ConditionType } from "../../../core/api/catalogue.ts";
import { toFailure } from "../../../core/api/failure.ts";
import { listConditionTypes } from "../../../core/catalogue/conditionTypes.ts";
import type { Database } from "../../../core/db/database.ts";
import { openDatabase } from "../../../core/db/open.ts";
import { ownIndexStatement } from "../../../core/db/ownIndexStatement.ts";
import { analyze } from "../../../core/query/analyze.ts";
import { format } from "../../../core/query/format.ts";
import { tokenize } from "../../../core/query/tokens.ts";
import type { ConditionName } from "../../../core/query/tree.ts";
import { compileSelection, searchRuns } from "../../../core/search/search.ts";
import { arbitraryExpression } from "../../support/arbitraryExpression.ts";
import { backends, type Backend } from "../../support/backends.ts";
import { openForTest, type TestRun } from "../../support/database.ts";
import { evaluate, type Value } from "../../support/evaluate.ts";
import { roundLimit, rounds, seed } from "../../torture/effort.ts";

const types = { a: "int", b: "int", f: "float", g: "float", s: "string", t: "time", good: "bool" } as const;
const conditions: ConditionName[] = Object.entries(types).map(([name, type]) => ({
  name,
  type,
  description: null,
}));

/** Runs with small numbers, and gaps. */
const runs: Readonly<Record<number, TestRun>> = Object.fromEntries(
  Array.from({ length: 12 }, (_, at): [number, TestRun] => {
    const run = { a: at % 4, b: at % 3, f: at / 4, g: at * 2, s: "abc".slice(at % 3), good: at % 2 === 0 };
    const isLacking = (place: number): boolean => (at * 7 + place * 5) % 6 === 0;
    const kept = Object.entries(run).filter((_, place) => !isLacking(place));
    return [at + 1, { conditions: Object.fromEntries(kept) }];
  }),
);

/**
 * Times as long as its text that SQL may be, besides the frame that each statement has, whatever its text: the tables, the limits of
 * runs, for each of the seven conditions how its value is read, and a line for each of up to 60 layers.
 */
const mostTimes = 50;
const ofStatement = 4_000;
const ofCondition = 700;
const ofLayers = 60 * 65;

interface Answer {
  readonly runs: readonly unknown[];
  readonly size: number;
}

async function answerOf(database: Database, expression: string): Promise<Answer> {
  const order = { column: "run", descending: false };
  const search = { expression, runMin: null, runMax: null, ranges: [], columns: [], order };
  const { result, selection } = await searchRuns(database, search);
  return { runs: result.rows(0, 100).runs, size: selection.query.sql.length };
}

/** The runs that the plain evaluator selects. */
function plainAnswer(expression: string): number[] {
  const analyzed = analyze(expression, { conditions, aliases: [] });
  if (!analyzed.ok || analyzed.value.tree === null) throw new Error(analyzed.ok ? "" : expression);
  const { tree } = analyzed.value;
  return Object.entries(runs).flatMap(([run, { conditions: stored = {} }]) => {
    const valueOf = (name: string): Value => {
      const value = stored[name] as string | number | boolean | undefined;
      if (value === undefined) return null;
      return name === "a" || name === "b" ? BigInt(value) : value;
    };
    return evaluate(tree, valueOf) === "selected" ? [Number(run)] : [];
  });
}

const allowed = (text: string): number => mostTimes * text.length + ofStatement + 7 * ofCondition + ofLayers;

function nested(levels: number, open: string, inner: string, close: string): string {
  return open.repeat(levels) + inner + close.repeat(levels);
}

/** `((a or b) and b) or …`: the operators alternate, so that no chain takes them together. */
function alternating(levels: number): string {
  let text = "a";
  for (let at = 0; at < levels; at++) text = `(${text} ${at % 2 ? "and" : "or"} ${at % 3 ? "b" : "a"})`;
  return text;
}

const forms: readonly (readonly [name: string, expression: string])[] = [
  ["and of and", `${nested(50, "(", "a", " and b)")} == 2`],
  ["and of or", `${alternating(57)} == 2`],
  ["or of None", `${nested(50, "(", "f", " or g)")} > 1`],
  ["powers", `${nested(40, "(", "a", " ** 1)")} > 1`],
  ["powers of floats", `${nested(40, "(", "f", " ** 1.0)")} > 1`],
  ["powers to the right", `${"f ** ".repeat(50)}1 > 1`],
  ["powers of one, without blanks", `a${"**1".repeat(60)}==1`],
  ["powers of powers, without blanks", `f${"**f".repeat(55)}>1`],
  ["sums of powers, without blanks", `${Array.from({ length: 55 }, () => "a**b").join("+")}>1`],
  ["sums of powers of floats, without blanks", `${Array.from({ length: 50 }, () => "f**g").join("+")}>1`],
  ["sums of numbers of texts, without blanks", `${Array.from({ length: 50 }, () => "float(s)").join("+")}>1`],
  ["products, without blanks", `f${"*g".repeat(50)}>1`],
  ["remainders", `${nested(40, "(", "a", " % b)")} == 1`],
  ["remainders of floats", `${nested(40, "(", "g", " % 7.5)")} > 1`],
  ["a chain of remainders", `g${" % 7".repeat(55)} > 1`],
  ["quotients", `${nested(40, "(", "a", " // 1)")} == 1`],
  ["quotients of floats", `${nested(40, "(", "g", " // 1.0)")} > 1`],
  ["comparisons", `a${" < b".repeat(2_000)}`],
  ["comparisons of times", `t${" < t".repeat(2_000)}`],
  ["comparisons in comparisons", nested(45, "(", "a", " < b < 3)")],
  ["equal to None or not", nested(45, "(", "a", " == b and b)")],
  ["lists", nested(45, "(", "a", " in [1, None])")],
  ["a long list of times", `t in [${Array.from({ length: 3_000 }, (_, at) => `'${1000 + at}'`).join(", ")}]`],
  ["signs", `${"- ".repeat(190)}a == 3`],
  ["not", nested(95, "not (", "a == 1", ")")],
  ["functions", `${nested(90, "abs(round(", "f", ", 1))")} > 1`],
  ["extremes", `${nested(90, "min(a, ", "f", ")")} > 1`],
  ["case", `s${".lower().upper()".repeat(70)} == 'ABC'`],
  ["slices from the end to the beginning", `s${"[-3:3]".repeat(50)} == 'abc'`],
  ["parts", `s${"[1:-1]".repeat(150)} == ''`],
  ["endings", nested(45, "(", "s", ".endswith('c') == (a in [1])) and s")],
  ["numbers of texts", `${nested(40, "float(", "s", ")").replace(/float\(s/, "(a + 1.5")} > 1`],
  ["sums", `a${" + b".repeat(180)} > 3`],
  ["1,001 and", Array.from({ length: 1_001 }, (_, at) => `(a > ${at - 1_000} or f > 3)`).join(" and ")],
  ["1,001 or", Array.from({ length: 1_001 }, (_, at) => `(a > ${at + 1} or f > 3)`).join(" or ")],
  ["1,001 and of one name", Array.from({ length: 1_001 }, (_, at) => `a > ${at - 1_000}`).join(" and ")],
  ["1,000 and as a value", `(${Array.from({ length: 1_000 }, () => "a").join(" and ")}) == 3`],
  ["1,000 or as a value", `(${Array.from({ length: 1_000 }, () => "f").join(" or ")}) == 3`],
  ["many small calculations", Array.from({ length: 1_500 }, (_, at) => `a % b == ${at}`).join(" or ")],
];

describe.each(backends)("on $name", (backend) => {
  // Made once: it is only read.
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase(await backend.create({ types, runs }));
    return () => database.close();
  });

  test.each(forms)("%s", async (_, expression) => {
    const { runs: found, size } = await answerOf(database, expression);
    expect(size).toBeLessThanOrEqual(allowed(expression));
    expect(found).toEqual(plainAnswer(expression));
  });

  test.each([
    [
      "more values than columns",
      Array.from({ length: 1_600 }, (_, at) => `1 < (a + ${at}) * 2.5 < 9`).join(" or "),
    ],
    ["more layers than a statement takes", `${alternatingValues(96)} == 2`],
  ])("%s are refused with their limit and place, and the next query is answered", async (_, expression) => {
    const answer = await answerOf(database, expression).catch(toFailure);
    // SQLite takes as many layers as an expression has levels.
    if ("size" in answer) expect(backend.name).toBe("sqlite");
    else {
      expect(answer).toMatchObject({ code: "expression" });
      expect(answer.message).toMatch(/^The expression is too large: it (nests|has) more than \d+ values/);
      const { problems } = answer.detail as { problems: { from: number; to: number }[] };
      expect(problems[0]?.to).toBeGreaterThan(problems[0]?.from ?? 0);
    }
    expect((await answerOf(database, "a == 1")).runs).toEqual(plainAnswer("a == 1"));
  });

  test(
    "more texts than a statement can bind are refused in words, with indexes or without",
    { timeout: roundLimit },
    async () => {
      const list = Array.from({ length: 16_000 }, (_, at) => `'${at % 10}'`).join(",");
      const statements = [
        "CREATE INDEX by_run ON conditions (run_number)",
        "CREATE INDEX by_type ON conditions (condition_type_id)",
      ];
      const database = await openForTest(await backend.create({ types, runs, statements }));
      expect((await answerOf(database, `s in [${list}]`)).runs).toEqual([]);
      const tooMany = `s in [${"'',".repeat(33_000)}]`;
      const answer = await answerOf(database, tooMany).catch(toFailure);
      if (backend.name === "mariadb") expect(answer).toMatchObject({ runs: [] });
      else
        expect(answer).toMatchObject({
          code: "expression",
          message: expect.stringMatching(/at most 32766 can/) as string,
        });
    },
  );

  test("random expressions", { timeout: roundLimit }, async () => {
    const known = await listConditionTypes(database);
    await fc.assert(
      fc.asyncProperty(arbitraryExpression(conditions), async (tree) => {
        for (const text of [format(tree), withoutBlanks(format(tree))]) {
          const size = await sizeOf(database, known, text);
          expect(size, text).toBeLessThanOrEqual(allowed(text));
        }
      }),
      // In `npm test` 75 for each database.
      { numRuns: rounds(15_000, 0.005), seed: 4 + seed },
    );
  });

  test(
    "random expressions, nested deeply, have the plain evaluator's answers",
    { timeout: roundLimit },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(level, { minLength: 5, maxLength: 28 }), async (levels) => {
          const text = `${levels.reduce((inner, wrap) => wrap(inner), "a")} == 1`;
          const { runs: found, size } = await answerOf(database, text);
          expect(size, text).toBeLessThanOrEqual(allowed(text));
          expect(found, text).toEqual(plainAnswer(text));
        }),
        // In `npm test` 38 for each database.
        { numRuns: rounds(7_500, 0.005), seed: 6 + seed },
      );
    },
  );
});

test("look-ups in our own index stand once for each condition", { timeout: roundLimit }, async () => {
  const [sqlite] = backends as [Backend, ...Backend[]];
  const place = await sqlite.create({ types, runs });
  const plain = await openForTest(place);
  const database = await openForTest(
    await sqlite.create({ types, runs, statements: [ownIndexStatement(plain)] }),
  );
  for (const [name, expression] of forms) {
    const { runs: found, size } = await answerOf(database, expression);
    expect(size, name).toBeLessThanOrEqual(allowed(expression));
    expect(found, name).toEqual(plainAnswer(expression));
  }
});

/** The same expression with blanks only where two words would become one. */
function withoutBlanks(text: string): string {
  return tokenize(text)
    .map(({ from, to }) => text.slice(from, to))
    .reduce((before, next) => {
      const areWords = /[\p{ID_Continue}.]$/u.test(before) && /^[\p{ID_Continue}.@`'"]/u.test(next);
      return `${before}${areWords ? " " : ""}${next}`;
    });
}

async function sizeOf(
  database: Database,
  types: readonly ConditionType[],
  expression: string,
): Promise<number> {
  const search = { expression, runMin: null, runMax: null, ranges: [] };
  try {
    const { query } = await compileSelection(database, search, types);
    return query.sql.length;
  } catch (thrown) {
    // Of some the value is a number or a text that names nothing.
    expect(toFailure(thrown)).toMatchObject({ code: "expression" });
    return 0;
  }
}

/** As `alternating`, of different values on each level. */
function alternatingValues(levels: number): string {
  let text = "a";
  for (let at = 0; at < levels; at++) text = `(${text} ${at % 2 ? "and" : "or"} b + ${at})`;
  return text;
}

/** What names its operand several times in SQL, or stands between. */
const level: fc.Arbitrary<(inner: string) => string> = fc
  .tuple(
    fc.constantFrom(
      (x: string, y: string) => `(${x} and ${y})`,
      (x: string, y: string) => `(${x} or ${y})`,
      (x: string, y: string) => `(${y} and ${x})`,
      (x: string, y: string) => `(${y} or ${x})`,
      (x: string, y: string) => `(${x} == ${y})`,
      (x: string, y: string) => `(${y} < ${x} < 3)`,
      (x: string) => `(${x} in [1, None])`,
      (x: string, y: string) => `(${x} is None or ${y})`,
      (x: string) => `(not ${x})`,
      (x: string, y: string) => `(${x} % ${y})`,
      (x: string, y: string) => `(${x} // ${y})`,
      (x: string) => `(${x} ** 1)`,
      (x: string, y: string) => `min(${x}, ${y})`,
      (x: string) => `abs(${x})`,
      (x: string) => `(-${x})`,
    ),
    fc.constantFrom("a", "b", "f", "good", "2"),
  )
  .map(
    ([wrap, other]) =>
      (inner) =>
        wrap(inner, other),
  );
