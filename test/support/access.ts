import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** What axe finds that keeps people out, a line a finding: on the page, or in what has a test id. */
export async function seriousFindings(page: Page, testid?: string): Promise<string[]> {
  // What is in order need not be described, which takes most of the time.
  const builder = new AxeBuilder({ page }).options({ resultTypes: ["violations"] });
  if (testid !== undefined) builder.include(`[data-testid="${testid}"]`);
  const { violations } = await builder.analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
