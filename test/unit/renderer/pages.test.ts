/** The table of pages is all that knows them, besides the folder of each. */
import { expect, test } from "vitest";
import { pages } from "../../../renderer/model/pages.ts";
import { parseRoute } from "../../../renderer/model/route.ts";
import { sourceFiles } from "../../support/moduleGraph.ts";
import { readProjectFile } from "../../support/projectFiles.ts";

const components = sourceFiles("renderer").filter((file) => file.endsWith("Page.svelte"));

test("each page has its folder with one component, and each component its row", () => {
  const folders = components.map((file) => file.split("/")[1]);
  expect(folders.toSorted()).toEqual(pages.map(({ page }) => page).toSorted());
});

test.each(pages)("$name is named for tests", (row) => {
  const [component = ""] = components.filter((file) => file.startsWith(`renderer/${row.page}/`));
  const text = readProjectFile(component);
  // By this tests and pictures wait for a page of which they know nothing else.
  expect(text).toContain(`data-testid="${row.page}-page"`);
});

test("no two pages have the same keys", () => {
  const keys = pages.flatMap((row) => row.keys ?? []);
  expect(new Set(keys).size).toBe(keys.length);
});

test.each(pages.filter(({ page }) => page !== "run"))("the address of $name leads there", ({ page }) => {
  expect(parseRoute(`#/${page}`).page).toBe(page);
});
