/** What the picture of a comparison says: runs, values with their differences, places within JSON, files, and what is left out. */
import { expect, test } from "vitest";
import { comparedFiles, comparedRows } from "../../../renderer/compare/comparedRows.ts";
import { comparisonPicture, type PicturedComparison } from "../../../renderer/compare/comparisonPicture.ts";
import type { Paper } from "../../../renderer/picture/paper.ts";
import { svgOf } from "../../../renderer/picture/svg.ts";

const paper: Paper = {
  ...{ ground: "#fff", text: "#000", faint: "#555", fold: "#eee", added: "#0a0" },
  ...{ removed: "#a00", font: "Sans", codeFont: "Mono" },
};
const condition = { description: null, different: true, created: null };

function wordsOf(shown: Partial<PicturedComparison>): string[] {
  const runs = [
    { run: 10_001, words: ["2018-01-03 10:00", "hd_all"] },
    { run: 10_002, words: ["2018-01-04 10:00", ""] },
  ];
  const all = { runs, rows: [], files: [], notes: ["2 runs"], source: "sample.sqlite", ...shown };
  const { shapes, size } = comparisonPicture(all, paper);
  expect(svgOf(shapes, size, "Sans")).toContain("<svg ");
  for (const shape of shapes) {
    if (shape.kind === "words") expect(shape.y).toBeLessThan(size.height);
  }
  return shapes.flatMap((shape) => (shape.kind === "words" ? [shape.text] : []));
}

test("values that differ have a sign and their difference, JSON its places, and files their state", () => {
  const rows = comparedRows(
    [
      { ...condition, name: "beam_current", type: "float", values: [100, 112.5], description: "Beam [nA]" },
      { ...condition, name: "comment", type: "string", values: ["a\u202Eb\nc", null] },
      { ...condition, name: "rtvs", type: "json", values: ['{"a":1,"b":2}', '{"a":1,"b":3}'] },
    ],
    () => false,
  );
  const file = { id: 1, sha256: "ab".repeat(32) };
  const files = comparedFiles([
    {
      path: `/config/${"deep/".repeat(30)}trigger.conf`,
      different: true,
      files: [[file], [{ ...file, id: 2, sha256: "cd".repeat(32) }]],
    },
    { path: "gone.conf", different: true, files: [[file], []] },
  ] as Parameters<typeof comparedFiles>[0]);
  const words = wordsOf({ rows, files });
  expect(words.slice(0, 2)).toEqual(["Runs 10001, 10002", "2 runs"]);
  expect(words).toEqual(
    expect.arrayContaining([
      ...["10001", "2018-01-03 10:00", "hd_all", "Measured", "Files", "sample.sqlite"],
      ...["beam_current [nA]", "100", "≠ 112.5 (+12.5)", "rtvs", "2", "≠ 3", "≠ missing"],
    ]),
  );
  expect(words.find((text) => text.endsWith("trigger.conf"))).toMatch(/^…/);
  expect(words.some((text) => text.includes("cdcdcdcd changed"))).toBe(true);
  // What turns the direction of reading is shown, never done.
  expect(words.join("")).not.toContain("\u202E");
});

test("of many rows the first are drawn, and the rest counted; without any it says so", () => {
  const rows = comparedRows(
    Array.from({ length: 200 }, (_, at) => ({
      ...condition,
      name: `c${at}`,
      type: "int",
      values: [at, at + 1],
    })),
    () => false,
  );
  expect(wordsOf({ rows })).toContain("… 51 more lines");
  expect(wordsOf({})).toContain("Nothing differs.");
});
