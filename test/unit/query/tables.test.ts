/** The tables of the language: docs/query-language.md says what they say, and what they say of missing values is so. */
import { describe, expect, test } from "vitest";
import { parse } from "../../../core/query/parser.ts";
import { problemCodes } from "../../../core/query/problemCodes.ts";
import { evaluate } from "../../support/evaluate.ts";
import {
  code,
  fieldRows,
  functionRows,
  methodRows,
  operatorRows,
  writtenOperators,
} from "../../support/languageTables.ts";
import { rowsOf, sectionOf } from "../../support/markdownTables.ts";
import { sourceFiles } from "../../support/moduleGraph.ts";
import { readProjectFile } from "../../support/projectFiles.ts";
import { valueOf } from "./sketch.ts";

const page = readProjectFile("docs/query-language.md");

describe("docs/query-language.md has the rows of", () => {
  const ofOperators = rowsOf(sectionOf(page, "Operators"));

  test("operators, methods and functions", () => {
    // Parts of texts are written as no function is.
    const rows = ofOperators.filter(([written]) => !written?.startsWith("`text["));
    expect(rows).toEqual([...operatorRows(), ...methodRows(), ...functionRows()]);
  });

  test("the run's own fields", () => {
    const rows = rowsOf(sectionOf(page, "Values"));
    expect(rows.filter((cells) => cells.length === 3)).toEqual(fieldRows());
  });

  test("the codes of problems", () => {
    const rows = Object.entries(problemCodes).map(([name, meaning]) => [code(name), meaning]);
    expect(rowsOf(sectionOf(page, "Codes"))).toEqual(rows);
  });
});

test("each code of a problem is used", () => {
  const sources = ["core/query", "core/selection"]
    .flatMap(sourceFiles)
    .filter((file) => !file.endsWith("/problemCodes.ts"))
    .map(readProjectFile)
    .join("\n");
  expect(Object.keys(problemCodes).filter((name) => !sources.includes(`"${name}"`))).toEqual([]);
});

describe("where the first operand is missing", () => {
  const outcomes = { true: "selected", false: "not selected", fails: "failed" };

  test.each(
    writtenOperators("x", "[1]").map(({ written, row }) => {
      const text = "takes" in row && row.takes === "list or text" ? written : written.replace("[1]", "1");
      const [word = ""] = row.missing.split(/\W/);
      return [text, word] as const;
    }),
  )("%s: %s", (text, word) => {
    const tree = valueOf(parse(text));
    if (tree === null) throw new Error("empty");
    expect(evaluate(tree, () => null)).toBe(outcomes[word as keyof typeof outcomes]);
  });
});
