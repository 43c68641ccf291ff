import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** The rules whose answer depends on the colours: the others are not asked a second time. */
const colourRules = ["color-contrast", "link-in-text-block"];

/** What axe finds that keeps people out, a line a finding, in light and in dark: on the page, or in what has a test id. */
export async function seriousFindings(page: Page, testid?: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "dark" });
  const inDark = await findings(page, testid, colourRules);
  await page.emulateMedia({ colorScheme: "light" });
  return [...(await findings(page, testid)), ...inDark.map((finding) => `in dark: ${finding}`)];
}

async function findings(page: Page, testid?: string, rules?: string[]): Promise<string[]> {
  // What is on its way in, or dimmed until it is there, has other colours for that moment.
  await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
  await page.evaluate(() => {
    const finite = document
      .getAnimations()
      .filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    return Promise.allSettled(finite.map(({ finished }) => finished));
  });
  // What is in order need not be described, which takes most of the time. Legacy mode is of the page without its frames,
  // of which there are none; the other mode opens a second page for each analysis.
  const builder = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode();
  if (rules) builder.withRules(rules);
  if (testid !== undefined) builder.include(`[data-testid="${testid}"]`);
  const { violations } = await builder.analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
