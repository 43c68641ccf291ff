// `npm run icons`: makes the icon's bitmaps of its drawing, after that has changed. They are kept in the
// repository: whoever builds needs no browser for them.
import { readFileSync } from "node:fs";
import { chromium } from "@playwright/test";
import { findChromium } from "./setup/chromium.mjs";
import { inProject } from "./setup/project.mjs";

const SIZES = [16, 32, 48, 64, 128, 256, 512, 1024];

const drawing = readFileSync(inProject("assets", "icon.svg"), "utf8");
const isRoot = process.getuid?.() === 0;
const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: isRoot ? ["--no-sandbox"] : [],
});
for (const size of SIZES) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const style = "html, body { margin: 0 } svg { display: block; width: 100vw; height: 100vh }";
  await page.setContent(`<style>${style}</style>${drawing}`);
  await page.screenshot({ path: inProject("assets", "icons", `${size}x${size}.png`), omitBackground: true });
  await page.close();
}
await browser.close();
