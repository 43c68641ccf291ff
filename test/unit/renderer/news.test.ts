/** What the first page says is new. */
import { expect, test } from "vitest";
import { newsOf } from "../../../renderer/welcome/news.ts";
import { readProjectFile } from "../../support/projectFiles.ts";

const head = "# Changelog\n\n## [Unreleased]\n\n";
const released =
  "## [1.2.0] - 2026-11-01\n\n### Fixed\n\n- A fault.\n\n### Added\n\n- Tabs of\n  results; `Ctrl-T`.\n- Plots: **two**.\n";
test.each([
  ["", null],
  [head, null],
  [head + released, { version: "1.2.0", entries: ["Tabs of results.", "Plots: two."] }],
  [
    `${head}### Added\n\n- \`rcdb x\` says y.\n- \`npm run z\`.\n- Tabs.\n`,
    { version: "Unreleased", entries: ["Tabs.", "rcdb x says y.", "npm run z."] },
  ],
  [
    `${head}### Added\n\n- Numbers and times are written as one likes: digits.\n`,
    { version: "Unreleased", entries: ["Numbers and times are written as one likes."] },
  ],
  [`${head}### Added\n\n- One more.\n\n${released}`, { version: "Unreleased", entries: ["One more."] }],
])("of %j", (changelog, news) => {
  expect(newsOf(changelog)).toEqual(news);
});

test("the project's own changelog has news", () => {
  expect(newsOf(readProjectFile("CHANGELOG.md"))?.entries.length).toBeGreaterThan(0);
});
