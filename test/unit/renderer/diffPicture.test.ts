/** What the picture of changes says of odd files. */
import { Chunk } from "@codemirror/merge";
import { Text } from "@codemirror/state";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffPicture, type ShownDiff } from "../../../renderer/files/diffPicture.ts";
import type { Paper } from "../../../renderer/picture/paper.ts";
import type { Shape } from "../../../renderer/picture/shapes.ts";
import { svgOf } from "../../../renderer/picture/svg.ts";
import { diffRows, type SideLine } from "../../../renderer/text/diffRows.ts";
import { findChanges } from "../../../renderer/text/textChanges.ts";

const paper: Paper = {
  ...{ ground: "#fff", text: "#000", faint: "#555", fold: "#eee", added: "#0a0" },
  ...{ removed: "#a00", font: "Sans", codeFont: "Mono" },
};

function pictureOf(left: string, right: string, more: Partial<ShownDiff> = {}) {
  const shown: ShownDiff = {
    path: "/config/a.conf",
    versions: ["v1 · 1a2b3c4d · runs 1–5", "v2 · 5e6f7a8b · run 6"],
    names: ["v1", "v2"],
    ...{ right, changes: findChanges(left, right, false), layout: "unified", folds: true },
    notes: ["1 change"],
    source: "sample.sqlite, changed 2016-02-17",
    ...more,
  };
  return diffPicture(shown, paper);
}

/** The words of a picture, line by line, as they are read. */
function linesOf(shapes: readonly Shape[]): string[] {
  const words = shapes.flatMap(function inside(shape): { x: number; y: number; text: string }[] {
    if (shape.kind === "cut") return shape.shapes.flatMap(inside);
    return shape.kind === "words" ? [shape] : [];
  });
  const heights = [...new Set(words.map(({ y }) => y))].toSorted((one, other) => one - other);
  return heights.map((height) =>
    words
      .filter(({ y }) => y === height)
      .toSorted((one, other) => one.x - other.x)
      .map(({ text }) => text)
      .join("|"),
  );
}

/** Of the lines alone, between the notes and the source. */
function bodyOf(left: string, right: string, more: Partial<ShownDiff> = {}): string[] {
  const lines = linesOf(pictureOf(left, right, more).shapes);
  return lines.slice(lines.indexOf("1 change") + 1, -1);
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => `line ${at + 1}`);

describe("the picture of changes", () => {
  test("has the path, both versions, the lines with their numbers, and the database", () => {
    expect(linesOf(pictureOf("a\nb\n", "a\nc\n").shapes)).toEqual(
      [
        "/config/a.conf",
        "−|v1 · 1a2b3c4d · runs 1–5",
        "+|v2 · 5e6f7a8b · run 6",
        "1 change",
        "1|1|a",
        "2|−|b",
        "2|+|c",
        "3|3|",
        "sample.sqlite, changed 2016-02-17",
      ].map((line) => line.replace(/\|$/, "")),
    );
  });

  test.each<[string, string, string, Partial<ShownDiff>, string[]]>([
    ["side by side", "a\nb", "a\nc", { layout: "side by side" }, ["1|a|1|a", "2|−|b|2|+|c"]],
    ["a line more on one side", "a\n", "a\nb\n", { layout: "side by side" }, ["1|a|1|a", "2|+|b", "2|3"]],
    ["an empty file before", "", "a\n", {}, ["1|+|a", "1|2"]],
    ["an empty file after", "a\n", "", {}, ["1|−|a", "2|1"]],
    ["tabs go to their stops", "a", "\tx\tb", {}, ["1|−|a", "1|+|    x   b"]],
    ["control characters", "a", "\u001b[31m\u0000", {}, ["1|−|a", "1|+|\\x1b[31m\\x00"]],
    ["what turns the writing around", "a", "\u202e\u2066x", {}, ["1|−|a", "1|+|\\u202e\\u2066x"]],
    ["marks of no width", "ab", "a\u200bb", {}, ["1|−|ab", "1|+|a|\\u200b|b"]],
    ["a blank that only looks like one", "a b", "a\u00a0b", {}, ["1|−|a| |b", "1|+|a|\\xa0|b"]],
    ["half of a pair", "a", "\ud800", {}, ["1|−|a", "1|+|\\ud800"]],
    ["a private character", "a", "\u{f0000}", {}, ["1|−|a", "1|+|\\u{f0000}"]],
    ["markup is text", "a", '<script>&"', {}, ["1|−|a", '1|+|<script>&"']],
    ["a wide line", "", "x".repeat(1e6), {}, ["1|−", `1|+|${"x".repeat(129)}|…`]],
    ["wide characters", "", "漢".repeat(70), {}, ["1|−", `1|+|${"漢".repeat(64)}|…`]],
    ["one that just fits", "", "y".repeat(130), {}, ["1|−", `1|+|${"y".repeat(130)}`]],
  ])("%s", (_what, left, right, more, lines) => {
    expect(bodyOf(left, right, more)).toEqual(lines);
  });

  const [before, after] = [numbered(40), numbered(40)];
  after[20] = "other";

  test.each([
    [true, [`⋯ 17 unchanged lines`, "18|18|line 18"], "⋯ 16 unchanged lines"],
    [false, ["1|1|line 1", "2|2|line 2"], "40|40|line 40"],
  ])("unchanged lines are folded as they are shown: %s", (folds, first, last) => {
    const lines = bodyOf(before.join("\n"), after.join("\n"), { folds });
    expect(lines.slice(0, 2)).toEqual(first);
    expect(lines.at(-1)).toBe(last);
  });

  test("a long one is cut, and says after how many lines", () => {
    const lines = numbered(1200);
    expect(bodyOf("", lines.join("\n")).slice(-2)).toEqual([
      "149|+|line 149",
      "… 1051 more lines, 1051 of them changed",
    ]);
    const begun = ["other", ...lines.slice(1)].join("\n");
    expect(bodyOf(lines.join("\n"), begun, { folds: false }).at(-1)).toBe(
      "… 1051 more lines, 0 of them changed",
    );
  });

  test("texts of the database are text in the SVG, and blanks in them stay", () => {
    const path = "/<b>\u202e/a\u0000.conf";
    const { title, shapes, size, font } = pictureOf("a", "  </text><script>", { path });
    const svg = svgOf(shapes, size, font);
    expect(title).toBe("a\\x00.conf-v1-v2");
    expect(svg).toContain(">/&lt;b&gt;\\u202e/a\\x00.conf</text>");
    expect(svg).toContain('xml:space="preserve" textLength="122.4"');
    expect(svg).toContain(">  &lt;/text&gt;&lt;script&gt;</text>");
    expect(svg).not.toContain("<script");
  });
});

test("rows have each line of both texts once, in order, and the changes of the view", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "c d", "", "a "), { maxLength: 14 })
    .map((lines) => lines.join("\n"));
  fc.assert(
    fc.property(text, text, fc.constantFrom("unified", "side by side"), (left, right, layout) => {
      const changes = findChanges(left, right, false);
      const { rows } = diffRows(right, changes, { layout, folds: false, most: 1000 });
      const sides = (["left", "right"] as const).map((side) =>
        rows.flatMap((row): SideLine[] => (row.kind === "lines" && row[side] ? [row[side]] : [])),
      );
      for (const [at, whole] of [left, right].entries()) {
        const lines = sides[at] ?? [];
        expect(lines.map(({ parts }) => parts.map((part) => part.text).join("")).join("\n")).toBe(whole);
        expect(lines.map(({ number }) => number)).toEqual(lines.map((_, index) => index + 1));
      }
      const override = () => [...changes.changes];
      const chunks = Chunk.build(Text.of(left.split("\n")), Text.of(right.split("\n")), { override });
      const isChanged = sides.some((lines) => lines.some((line) => line.isChanged));
      expect(isChanged).toBe(chunks.length > 0);
    }),
  );
});
