/** The change log and the decisions keep their forms. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../scripts/setup/project.mjs";
import { projectFiles } from "../support/projectFiles.ts";

const read = (file: string): string => readFileSync(join(root, file), "utf8");
const headings = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

/** The versions of the change log: its heading, and its sections with their entries. */
function versionsOf(text: string) {
  return text
    .split(/^## /m)
    .slice(1)
    .map((version) => {
      const [head = "", ...sections] = version.split(/^### /m);
      const [title = ""] = head.split("\n");
      return {
        title,
        loose: head.split("\n").filter((line) => line.startsWith("- ")),
        sections: sections.map((section) => {
          const [name = "", ...lines] = section.split("\n");
          return { name, entries: lines.join("\n").split(/^- /m).slice(1) };
        }),
      };
    });
}

test("CHANGELOG.md is a Keep a Changelog: versions with dates, entries under the usual headings, once each", () => {
  const versions = versionsOf(read("CHANGELOG.md"));
  const [first, ...released] = versions.map(({ title }) => title);
  expect(first).toBe("[Unreleased]");
  expect(released.length).toBeGreaterThan(0);
  for (const title of released) expect(title).toMatch(/^\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$/);
  for (const { title, loose, sections } of versions) {
    expect(loose, `${title}: entries without a heading`).toEqual([]);
    const names = sections.map(({ name }) => name);
    expect(names, title).toEqual(headings.filter((name) => names.includes(name)));
    for (const { name, entries } of sections) expect(entries.length, `${title}, ${name}`).toBeGreaterThan(0);
  }
  const entries = versions.flatMap(({ sections }) => sections.flatMap((section) => section.entries));
  expect(entries.filter((entry, at) => entries.indexOf(entry) !== at)).toEqual([]);
});

test("a decision has a number, a date and a status", () => {
  const decisions = projectFiles().filter((file) => /^docs\/decisions\/\d{4}-[\w-]+\.md$/.test(file));
  expect(decisions.length).toBeGreaterThan(8);
  for (const file of decisions) {
    const [title, , status] = read(file).split("\n");
    expect(title, file).toMatch(new RegExp(`^# ${Number(/\d{4}/.exec(file)?.[0])}\\. \\w`));
    expect(status, file).toMatch(/^\d{4}-\d\d-\d\d, (accepted|superseded by decision \d+)\.$/);
  }
});
