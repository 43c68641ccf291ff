import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** What axe finds that keeps people out, a line a finding: on the page, or in what has a test id. */
export async function seriousFindings(page: Page, testid?: string): Promise<string[]> {
  // What is on its way in, or dimmed until it is there, has other colours for that moment.
  await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
  await page.evaluate(() => {
    const finite = document
      .getAnimations()
      .filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    return Promise.allSettled(finite.map(({ finished }) => finished));
  });
  // What is in order need not be described, which takes most of the time.
  const builder = new AxeBuilder({ page }).options({ resultTypes: ["violations"] });
  if (testid !== undefined) builder.include(`[data-testid="${testid}"]`);
  const { violations } = await builder.analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
