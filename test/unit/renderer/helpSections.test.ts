import { expect, test } from "vitest";
import { sectionsOf } from "../../../renderer/frame/helpSections.ts";
import { readProjectFile } from "../../support/projectFiles.ts";

test("a page is read in sections, as text", () => {
  const text =
    "# Title\n\nFirst **bold** `code`\nline, [link](a.md).\n\n- one\n- two\n  more\n\n## Empty\n\n## Table\n\n| a | b |\n| --- | --- |\n| `1` | 2 |\n\n```sh\nrcdb  info\n```\n";
  expect(sectionsOf(text)).toEqual([
    {
      title: "Title",
      blocks: [
        { isCode: false, text: "First bold code line, link." },
        { isCode: false, text: "• one\n• two more" },
      ],
    },
    {
      title: "Table",
      blocks: [
        { isCode: true, text: "a | b\n1 | 2" },
        { isCode: true, text: "rcdb  info" },
      ],
    },
  ]);
});

test("keys that are pressed together stay in one line", () => {
  const [section] = sectionsOf("# Keys\n\nCtrl-K (on a Mac ⌘-K), Ctrl-Shift-F, read-only\n");
  expect(section?.blocks.map(({ text }) => text)).toEqual([
    "Ctrl\u2011K (on a Mac ⌘\u2011K), Ctrl\u2011Shift\u2011F, read-only",
  ]);
});

test.each(["docs/window.md", "docs/query-language.md"])("%s has sections to be shown", (path) => {
  const sections = sectionsOf(readProjectFile(path));
  expect(sections.length).toBeGreaterThan(5);
  expect(sections.map(({ title }) => title).join()).not.toMatch(/[#*`]/);
});
