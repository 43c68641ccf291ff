/** Words that the project does not use: there is a usual one for each (CONTRIBUTING.md, “How code is written”). */
import { expect, test } from "vitest";
import { projectFiles, readProjectFile } from "../support/projectFiles.ts";

/** Each word, what is written instead, and what looks like it and is not. */
const words: readonly { word: RegExp; instead: string; other?: RegExp }[] = [
  { word: /patience|patient/i, instead: "timeout" },
  { word: /\bmend|[a-z]Mends?\b|\bunmended\b/i, instead: "fix", other: /\.trimEnd\(|recommend/ },
  { word: /\bhands\b(?! (over|it over|its|the))|[a-z]Hands\b/, instead: "callbacks" },
  { word: /\bwish(es)?\b|[a-z]Wish\b/i, instead: "request" },
  { word: /\bbare\b/i, instead: "plain, raw, alone", other: /run period|runRange\.test/ },
  { word: /\bTurns\b(?! (each|the))|\bturns\.|have their turns/, instead: "yielding" },
  { word: /\bpageFaces?\b|\bfaces of the core\b|\bthree faces\b/i, instead: "descriptor, front end" },
  { word: /\bso (many|much) (?!as\b|that\b|that\b|more\b)/i, instead: "the number of, at most `count`" },
  { word: /\bhow it is with\b/i, instead: "the state of" },
  { word: /\b(comes?|came) by (?!themselves\b|itself\b)/, instead: "get, arrive" },
];
const exempt =
  /^(test\/unit\/words\.test\.ts|CONTRIBUTING\.md|CHANGELOG\.md|docs\/decisions\/|test\/fixtures\/)/;
const files = projectFiles()
  .filter((file) => /\.(ts|mjs|svelte|md|css)$/.test(file) && !exempt.test(file))
  .map((file) => ({ file, text: readProjectFile(file) }));

test.each(words)("$word is not written: “$instead” is", ({ word, other }) => {
  const isWrong = (text: string): boolean => word.test(text) && other?.test(text) !== true;
  // Most files do not have it at all: only the lines of others are looked at.
  const found = files
    .filter(({ file, text }) => word.test(`${file}: ${text}`))
    .flatMap(({ file, text }) =>
      text
        .split("\n")
        .flatMap((line, at) => (isWrong(`${file}: ${line}`) ? [`${file}:${at + 1}: ${line.trim()}`] : [])),
    );
  expect(found).toEqual([]);
});
