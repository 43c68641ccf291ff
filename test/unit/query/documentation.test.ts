import { describe, expect, test } from "vitest";
import { analyze } from "../../../core/query/analyze.ts";
import { builtInAliases } from "../../../core/query/builtInAliases.ts";
import { functionNames } from "../../../core/query/functions.ts";
import { textMethods } from "../../../core/query/methods.ts";
import { sectionOf } from "../../support/markdownTables.ts";
import { readProjectFile } from "../../support/projectFiles.ts";
import { problemsOf } from "./sketch.ts";
import { vocabulary } from "./vocabulary.ts";

const page = readProjectFile("docs/query-language.md");

/** What stands in code marks in the first column of a section's tables. */
function firstColumn(heading: string): string[] {
  const rows = sectionOf(page, heading)
    .split("\n")
    .filter((line) => /^\| [`]/.test(line));
  return rows.flatMap((row) =>
    Array.from((row.split(" | ")[0] ?? "").matchAll(/`([^`]+)`/g), ([, code = ""]) => code),
  );
}

describe("docs/query-language.md", () => {
  const examples = [...firstColumn("Examples"), ...firstColumn("Missing values")];

  test("has examples", () => {
    expect(examples.length).toBeGreaterThan(20);
  });

  test.each(examples)("the example %s is right", (text) => {
    expect(problemsOf(text, analyze(text, vocabulary))).toEqual([]);
  });

  test.each([
    "**",
    "//",
    "%",
    "not in",
    "is not",
    "<=",
    "!=",
    "and",
    "or",
    ...textMethods.map((name) => `.${name}(`),
    ...functionNames.map((name) => `${name}(`),
  ])("explains %s", (operator) => {
    expect(firstColumn("Operators").join(" ")).toContain(operator);
  });

  test("names every built-in alias", () => {
    const missing = builtInAliases.filter(({ name }) => !sectionOf(page, "Aliases").includes(`\`@${name}\``));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});
