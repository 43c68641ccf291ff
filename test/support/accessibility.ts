import { expect, type Page } from "@playwright/test";
import axe, { type RunOptions } from "axe-core";

/** The rules whose answer depends on the colours: the others are not asked a second time. */
const colourRules = ["color-contrast", "link-in-text-block"];

/** Rules that take time, and whose findings keep nobody out: axe calls them moderate or minor. */
const slightRules = ["region", "landmark-unique", "landmark-banner-is-top-level", "aria-allowed-role"];

/** What axe finds that keeps people out, a line a finding, in light and in dark: on the page, or in what has a test id. */
export async function seriousFindings(page: Page, testid?: string): Promise<string[]> {
  // What is not there yet has no findings.
  if (testid !== undefined) await expect(page.getByTestId(testid).first()).toBeVisible();
  await showIn(page, "dark");
  const inDark = await findings(page, testid, { runOnly: { type: "rule", values: colourRules } });
  await showIn(page, "light");
  const rules = Object.fromEntries(slightRules.map((rule) => [rule, { enabled: false }]));
  return [...(await findings(page, testid, { rules })), ...inDark.map((finding) => `in dark: ${finding}`)];
}

async function showIn(page: Page, colorScheme: "dark" | "light"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  // The window hears of it with its next frame: until then its colours are the others, and change while they are looked at.
  await expect(page.locator(":root")).toHaveAttribute("data-theme", colorScheme);
}

/** A connection may be lost while axe looks, and pages are dimmed until it is back: what is wrong is found once more. */
async function findings(page: Page, testid: string | undefined, asked: RunOptions): Promise<string[]> {
  const found = await look(page, testid, asked);
  return found.length === 0 ? found : look(page, testid, asked);
}

async function look(page: Page, testid: string | undefined, asked: RunOptions): Promise<string[]> {
  // What is on its way in, or dimmed until it is there or until a database answers again, has other colours for that moment.
  await expect(page.locator("main.stale, main [aria-busy=true]")).toHaveCount(0);
  await page.evaluate(() => {
    const finite = document
      .getAnimations()
      .filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    return Promise.allSettled(finite.map(({ finished }) => finished));
  });
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const context = {
    include: [testid === undefined ? "html" : `[data-testid="${testid}"]`],
    // Nobody reaches it: the page below another one, which is looked at by itself.
    exclude: ["[inert]"],
  };
  // What is in order need not be described, which takes most of the time.
  const options: RunOptions = { ...asked, resultTypes: ["violations"], iframes: false };
  const { violations } = await page.evaluate(
    ([where, how]) => (window as unknown as { axe: typeof axe }).axe.run(where, how),
    [context, options] as const,
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
