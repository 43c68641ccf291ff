import { Chunk } from "@codemirror/merge";
import { Text } from "@codemirror/state";
import fc from "fast-check";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { findChanges, unseenDifference } from "../../../renderer/text/textChanges.ts";
import { processorTime } from "../../support/processorTime.ts";

/** The right text, made from the left one and what is said to differ. */
function rebuild(left: string, right: string, changes: ReturnType<typeof findChanges>["changes"]): string {
  let rebuilt = "";
  let at = 0;
  for (const { fromA, toA, fromB, toB } of changes) {
    rebuilt += left.slice(at, fromA) + right.slice(fromB, toB);
    at = toA;
  }
  return rebuilt + left.slice(at);
}

const line = fc.constantFrom("a", "a ", " a", "b c", "b  c", "", "TRIG 1", "TRIG 2");
const text = fc.tuple(fc.array(line, { maxLength: 12 }), fc.boolean()).map(([lines, isEnded]) => {
  const joined = lines.join("\n");
  return isEnded ? `${joined}\n` : joined;
});

describe("what differs between two texts", () => {
  test("makes the one from the other", () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        const compared = findChanges(left, right, false);
        expect(compared.left).toBe(left);
        expect(rebuild(left, right, compared.changes)).toBe(right);
        expect(compared.changes.length === 0).toBe(left === right);
      }),
    );
  });

  test("without regard to blanks: the same, and nothing where only these differ", () => {
    const withoutBlanks = (given: string): string[] =>
      given.split("\n").map((one) => one.replaceAll(/\s/g, ""));
    fc.assert(
      fc.property(text, text, (left, right) => {
        const compared = findChanges(left, right, true);
        // Whether the last line has an end is a blank, too.
        const ended = (given: string): string => given.replace(/\n$/, "");
        expect(ended(rebuild(compared.left, right, compared.changes))).toBe(ended(right));
        expect(withoutBlanks(compared.left).filter(Boolean)).toEqual(withoutBlanks(left).filter(Boolean));
        if (withoutBlanks(left).join("\n") === withoutBlanks(right).join("\n"))
          expect(compared.changes).toEqual([]);
      }),
    );
  });

  test("lines that are alike stay whole, parts of changed ones are told", () => {
    const left = "one\nTRIG_EQ BCAL 15 on\nthree\n";
    const right = "one\nTRIG_EQ BCAL 25 on\nnew\nthree\n";
    const { changes } = findChanges(left, right, false);
    const chunks = Chunk.build(Text.of(left.split("\n")), Text.of(right.split("\n")), {
      override: () => [...changes],
    });
    expect(chunks.map(({ fromA, toA, fromB, toB }) => [fromA, toA, fromB, toB])).toEqual([[4, 23, 4, 27]]);
    const [changed] = changes;
    expect(right.slice(changed?.fromB, changed?.toB)).toBe("25");
  });

  test("a change in a very long line is told without what is alike before and after it", () => {
    const left = `${"1234567890".repeat(100_000)}\n`;
    const right = left.slice(0, 500_003) + "x" + left.slice(500_004);
    const { changes } = findChanges(left, right, false);
    expect(changes.map(({ fromA, toA, fromB, toB }) => [fromA, toA, fromB, toB])).toEqual([
      [500_003, 500_004, 500_003, 500_004],
    ]);
  });

  test("changed blanks within a changed line do not make its neighbours differ", () => {
    const { left, changes } = findChanges("a  b\nc\nd", "a b\nx\n d", true);
    expect(left).toBe("a b\nc\n d");
    expect(changes.map(({ fromA, toA }) => left.slice(fromA, toA))).toEqual(["c"]);
  });

  test.each([false, true])(
    "a few changes in very many lines are found, without blanks: %j",
    (ignoresBlanks) => {
      const lines = Array.from({ length: 300_000 }, (_, at) => `LINE_${at} VALUE ${at % 7}\n`);
      const left = lines.join("");
      const right = lines
        .with(100, "changed\n")
        .with(299_000, "LINE_5 VALUE 5\n")
        .toSpliced(150_000, 3)
        .toSpliced(20_000, 0, "new\n", "new\n")
        .join("");
      // A comparison ends early where it takes long, as on a busy machine.
      const clock = vi.spyOn(performance, "now").mockReturnValue(0);
      onTestFinished(() => clock.mockRestore());
      const { changes, isCoarse } = findChanges(left, right, ignoresBlanks);
      expect(rebuild(left, right, changes)).toBe(right);
      const removed = changes.reduce((sum, { fromA, toA }) => sum + toA - fromA, 0);
      expect([removed < 200, changes.length < 10, isCoarse]).toEqual([true, true, false]);
    },
  );

  test("lines that moved far are a removal and an addition", () => {
    const lines = Array.from({ length: 40_000 }, (_, at) => `LINE_${at}\n`);
    const right = [...lines.slice(1000), ...lines.slice(0, 1000)].join("");
    const { changes } = findChanges(lines.join(""), right, false);
    expect(rebuild(lines.join(""), right, changes)).toBe(right);
    expect(changes.length).toBe(2);
  });

  test("large texts that have nothing in common are told so in time, if coarsely", () => {
    const left = Array.from({ length: 40_000 }, (_, at) => `left ${at % 977} ${at % 31}\n`).join("");
    const right = Array.from({ length: 40_000 }, (_, at) => `left ${(at * 7) % 977} ${(at * 3) % 31}\n`).join(
      "",
    );
    const start = processorTime();
    const { changes } = findChanges(left, right, false);
    expect(rebuild(left, right, changes)).toBe(right);
    expect(processorTime() - start).toBeLessThan(15_000);
  });
});

describe("what lines do not show", () => {
  const file = (content: string, sha256 = content): { content: string; sha256: string } => ({
    content,
    sha256,
  });

  test.each([
    ["a\nb\n", "a\nb\n", null],
    ["a\nb\n", "a\nc\n", null],
    ["a\r\nb\r\n", "a\nb\n", "Line ends differ: CR LF on the left, LF on the right."],
    ["a\r\nb\n", "a\nc\n", "Line ends differ: CR LF and LF on the left, LF on the right."],
    ["a\r\nb\n", "a\nb\r\n", "Some line ends differ."],
    ["a", "a\n", "Line ends differ: none on the left, LF on the right."],
  ])("%j and %j: %s", (left, right, words) => {
    expect(unseenDifference(file(left), file(right))).toBe(words);
  });

  test("the same content with another hash", () => {
    expect(unseenDifference(file("a", "1"), file("a", "2"))).toMatch(/hashes differ/);
  });
});
