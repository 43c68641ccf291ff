/** The licences of all that is bundled, as the window shows them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inProject } from "../../scripts/setup/project.mjs";
import { expect, test } from "./server.ts";

/** The packages in the built program, by the source maps of its bundles. */
function bundledPackages(): string[] {
  const out = inProject("out");
  const maps = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".map"),
  );
  const sources = maps.flatMap((name) => {
    const { sources: of } = JSON.parse(readFileSync(join(out, name), "utf8")) as { sources: string[] };
    return of;
  });
  const names = sources.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  return [...new Set(names)].sort();
}

test("every package in the program has its licence there, and the program its own", async ({ page }) => {
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Licences…" }).click();
  const shown = page.getByTestId("licenses-dialog").locator("pre");
  await expect(shown).toContainText(readFileSync(inProject("LICENSE"), "utf8").trim());
  const text = await shown.innerText();
  const packages = bundledPackages();
  expect(packages.length).toBeGreaterThan(20);
  const fonts = ["@fontsource-variable/inter", "@fontsource-variable/jetbrains-mono"];
  const missing = [...packages, "better-sqlite3", ...fonts].filter(
    (name) => !text.split("\n").some((line) => line.startsWith(`${name} `)),
  );
  expect(missing).toEqual([]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("b");
  await expect(shown).toBeVisible();
});
