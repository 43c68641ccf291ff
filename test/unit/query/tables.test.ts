/** docs/query-language.md says of the language what its tables say. */
import { describe, expect, test } from "vitest";
import { problemCodes } from "../../../core/query/problemCodes.ts";
import { rowsOf, sectionOf } from "../../support/markdownTables.ts";
import { sourceFiles } from "../../support/moduleGraph.ts";
import { readProjectFile } from "../../support/projectFiles.ts";

const page = readProjectFile("docs/query-language.md");

function code(text: string): string {
  return `\`${text}\``;
}

describe("problem codes", () => {
  test("are documented", () => {
    const documented = Object.entries(problemCodes).map(([name, meaning]) => [code(name), meaning]);
    expect(rowsOf(sectionOf(page, "Codes"))).toEqual(documented);
  });

  test("are used", () => {
    const sources = ["core/query", "core/selection"]
      .flatMap(sourceFiles)
      .filter((file) => !file.endsWith("/problemCodes.ts"))
      .map(readProjectFile)
      .join("\n");
    expect(Object.keys(problemCodes).filter((name) => !sources.includes(`"${name}"`))).toEqual([]);
  });
});
