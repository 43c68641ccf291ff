/** Reading a text takes time in proportion to its length, whatever stands in it, and a megabyte is answered at once. */
import { describe, expect, test } from "vitest";
import { RcdbError } from "../../../core/api/failure.ts";
import { analyzeQuery } from "../../../core/query/analyze.ts";
import { caret } from "../../../core/query/caret.ts";
import { complete } from "../../../core/query/complete.ts";
import { tokenize } from "../../../core/query/tokens.ts";
import type { Checked, Vocabulary } from "../../../core/query/tree.ts";
import { meaningsOf } from "../../../renderer/editor/meanings.ts";
import { colourText } from "../../../renderer/editor/colours.ts";

const vocabulary: Vocabulary = {
  conditions: [
    { name: "a", type: "int", description: null },
    { name: "s", type: "string", description: null },
  ],
  aliases: [{ name: "x", code: "a == 1", description: null }],
  periods: Array.from({ length: 30 }, (_, at) => ({
    name: `RunPeriod-${2000 + at}-01`,
    runMin: at * 1000 + 1,
    runMax: at * 1000 + 1000,
  })),
};
const known = meaningsOf(vocabulary);

/** Begun with the first, then the second again and again. */
const repeated: readonly (readonly [begin: string, again: string])[] = [
  ["", "("],
  ["", ")"],
  ["", "[("],
  ["s", "[1]"],
  ["s", ".lower()"],
  ["", "not "],
  ["", "- "],
  ["", "'"],
  ["'", "\\"],
  ["", "'a\n"],
  ["", "''' \n"],
  ["", "“a\n"],
  ["", "`a\n"],
  ["", "1"],
  ["0x", "f"],
  ["", "1_"],
  ["", "1a "],
  ["", "a"],
  ["", "a "],
  ["a", " < a"],
  ["a", " and a"],
  ["a", " ** a"],
  ["a in [", "1, "],
  ["s in [", "'a', "],
  ["", "# b\n"],
  ["", "&"],
  ["", "@x "],
  ["", "\\\n"],
  ["", "\u200b"],
  ["", " "],
  ["", "10001, "],
  ["", "1,"],
  ["", "1 "],
  ["", "1..2,"],
  ["", "ﬁ"],
  ["", "😀"],
  ["", "!"],
  ["", "RunPeriod-2010-01,"],
  ["", "RunPeriod-2010-01 and "],
  ["", "abs("],
  ["s.matches('", "(a*)*"],
];
const work: readonly (readonly [name: string, run: (text: string) => unknown])[] = [
  ["tokens", tokenize],
  ["analysis", (text) => analyzeQuery(text, vocabulary)],
  ["completion", (text) => complete(text, text.length, vocabulary)],
  ["colors", (text) => colourText(text, known)],
];

/** Milliseconds of processor time. */
function timeOf(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The least of up to three turns: what the compiler and the collector of memory take beside it is not its own. No more are made than show that it is below. */
function isBelow(limit: () => number, run: () => unknown): boolean {
  return Array.from({ length: 3 }).some(() => timeOf(run) < limit());
}

function textOf(begin: string, again: string, length: number): string {
  return begin + again.repeat((length - begin.length) / again.length);
}

describe.each(work)("%s", (name, run) => {
  test.each(repeated)("%j and %j again and again", (begin, again) => {
    const take = (length: number) => () => run(textOf(begin, again, length));
    // What takes little time grows by chance; what is not linear takes seconds.
    if (!isBelow(() => 300, take(96_000))) {
      expect(isBelow(() => Math.max(3 * timeOf(take(48_000)), 1_000), take(96_000))).toBe(true);
    }
    // Of tokens less is asked, of the analysis more, below.
    if (name !== "tokens" && name !== "analysis") expect(isBelow(() => 2000, take(1_000_000))).toBe(true);
  });
});

describe.each(repeated)("%j and %j again and again", (begin, again) => {
  test.each([99_000, 1_000_000])("are answered at once, in few words, at %d characters", (length) => {
    const text = textOf(begin, again, length);
    let answer: Checked<unknown> | undefined;
    expect(
      isBelow(
        () => 1000,
        () => (answer = analyzeQuery(text, vocabulary)),
      ),
    ).toBe(true);
    if (!answer) throw new Error("unreachable");
    if (answer.ok) return;
    expect(answer.problems.length).toBeLessThanOrEqual(20);
    for (const { message, fixes, period = "", rest = "" } of answer.problems) {
      expect(message.length).toBeLessThan(1000);
      expect(JSON.stringify([fixes, period, rest]).length).toBeLessThan(5000);
    }
    for (const problem of answer.problems) expect(caret(text, problem).length).toBeLessThan(1000);
  });
});

test("what an error quotes is cut", () => {
  const { message } = new RcdbError(
    "no_such_file",
    `There is no “/begin/${"x".repeat(100_000)}/end”. Check the path.`,
  );
  expect(message).toMatch(/^There is no “\/begin\/x+…x+\/end”\. Check the path\.$/);
  expect(message.length).toBeLessThan(400);
});
