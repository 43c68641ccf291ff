/** The texts of axes as they are painted: they name the categories that the points and the read-out have, whatever was shown before. */
import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./server.ts";

test.use({ isOpen: false });

interface PaintedText {
  readonly text: string;
  /** Pixels of CSS within the canvas. */
  readonly x: number;
  readonly y: number;
}

/** Keeps what is written on each canvas since it was cleared last. */
async function recordPainting(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const painted = new WeakMap<HTMLCanvasElement, PaintedText[]>();
    const context = CanvasRenderingContext2D.prototype;
    type Method<Values extends unknown[]> = (this: CanvasRenderingContext2D, ...values: Values) => void;
    const fillText = Reflect.get(context, "fillText") as Method<[string, number, number, ...number[]]>;
    const clearRect = Reflect.get(context, "clearRect") as Method<number[]>;
    context.clearRect = function (...box) {
      painted.set(this.canvas, []);
      clearRect.apply(this, box);
    };
    context.fillText = function (text, x, y, ...rest: number[]) {
      const at = this.getTransform().transformPoint({ x, y });
      const texts = painted.get(this.canvas) ?? [];
      painted.set(this.canvas, texts);
      texts.push({ text, x: at.x / devicePixelRatio, y: at.y / devicePixelRatio });
      fillText.call(this, text, x, y, ...rest);
    };
    Object.assign(window, { paintedOn: (canvas: HTMLCanvasElement) => painted.get(canvas) ?? [] });
  });
}

async function paintedTexts(plot: Locator): Promise<PaintedText[]> {
  return plot.locator("canvas").evaluate((canvas) => {
    const { paintedOn } = window as unknown as { paintedOn: (of: Element) => PaintedText[] };
    return paintedOn(canvas);
  });
}

/** The words that are painted at the left of a plot, from the top down, each with its height. */
async function categoriesOf(plot: Locator): Promise<PaintedText[]> {
  const begin = await plot.locator(".u-over").evaluate((over: HTMLElement) => over.offsetLeft);
  return (await paintedTexts(plot)).filter(({ x }) => x < begin).toSorted((a, b) => a.y - b.y);
}

/** The painted category at whose height the point is that the read-out tells of. */
async function categoryAtPoint(plot: Locator): Promise<string | undefined> {
  const top = await plot.locator(".dot").evaluate((dot: HTMLElement) => parseFloat(dot.style.top));
  const byDistance = (await categoriesOf(plot)).toSorted((a, b) => Math.abs(a.y - top) - Math.abs(b.y - top));
  return byDistance[0]?.text;
}

/** Goes to an address of the page without loading it anew. */
async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => (window.location.hash = to), hash);
}

const panelOf = (page: Page, column: string): Locator =>
  page.locator(`[data-testid="line-panel"][data-column="${column}"]`);

/** Steps from point to point until each category was the read-out's, and compares it with what is painted at its height. */
async function expectAgreement(panel: Locator, categories: readonly string[], runs: RegExp): Promise<void> {
  const plot = panel.getByTestId("plot");
  const readout = panel.getByTestId("readout");
  // The result that was shown before may still be there.
  await expect(async () => {
    await plot.focus();
    await plot.press("Home");
    await expect(readout).toHaveText(runs, { timeout: 1000 });
  }).toPass();
  const seen = new Set<string>();
  for (let step = 0; step < 60 && seen.size < categories.length; step++) {
    const words = await readout.innerText();
    const told = categories.find((category) => words.endsWith(category));
    expect(told, words).toBeDefined();
    await expect.poll(() => categoryAtPoint(plot), words).toBe(told);
    seen.add(told ?? "");
    await plot.press("ArrowRight");
  }
  expect([...seen].sort()).toEqual([...categories].sort());
}

async function savedPicture(page: Page): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByTestId("save-plot").click();
  await page.getByTestId("save-svg").click();
  return readFileSync(await (await download).path(), "utf8");
}

/** The heights of some words in an SVG. */
function heightsIn(svg: string, words: readonly string[]): number[] {
  return words.map((text) =>
    Number(new RegExp(`<text x="[^"]*" y="([^"]*)"[^>]*>${text}</text>`).exec(svg)?.[1] ?? NaN),
  );
}

test("below another condition a changed result has its own categories beside its points", async ({
  ownPage: page,
  url,
}) => {
  const production =
    "@is_production and polarization_direction in ['PARA','PERP'] and beam_current > 80 and run_length > 30*60 and 'Fall' not in user_comment";
  const address = `#/look?plot=run&y=beam_current,polarization_direction&q=${encodeURIComponent(production)}`;
  await recordPainting(page);
  await page.goto(new URL(address, url).href);
  const panel = panelOf(page, "polarization_direction");
  await expectAgreement(panel, ["PARA", "PERP"], /run \d+/);
  await goTo(page, `${address}&from=70000&to=79999`);
  await expectAgreement(panel, ["PARA", "PERP"], /run 7\d{4}/);
  // PARA lies below PERP, in the window and in the picture that is saved.
  expect((await categoriesOf(panel.getByTestId("plot"))).map(({ text }) => text)).toEqual(["PERP", "PARA"]);
  const [perp = NaN, para = NaN] = heightsIn(await savedPicture(page), ["PERP", "PARA"]);
  expect(perp).toBeLessThan(para);
});

test("as many other categories are painted anew: in a stack, a pair and a histogram", async ({
  ownPage: page,
  url,
}) => {
  const query = (...types: string[]) => `&q=${encodeURIComponent(`run_type in ${JSON.stringify(types)}`)}`;
  const before = query("hd_bcal.tsg", "hd_cdc.tsg");
  const after = query("hd_fcal.tsg", "hd_tagm.tsg");
  await recordPainting(page);
  await page.goto(new URL(`#/look?plot=run&y=event_count,run_type${before}`, url).href);
  const panel = panelOf(page, "run_type");
  await expectAgreement(panel, ["hd_bcal.tsg", "hd_cdc.tsg"], /hd_(bcal|cdc)/);
  await goTo(page, `#/look?plot=run&y=event_count,run_type${after}`);
  await expectAgreement(panel, ["hd_fcal.tsg", "hd_tagm.tsg"], /hd_(fcal|tagm)/);

  const namesOn = async (plot: Locator): Promise<string[]> => {
    const texts = (await paintedTexts(plot)).map(({ text }) => text);
    return texts.filter((text) => text.startsWith("hd_")).sort();
  };
  for (const [kind, id] of [
    ["pair&x=run_type&y=event_count", "pair-plot"],
    ["pair&x=event_count&y=run_type", "pair-plot"],
    ["histogram&y=run_type", "histogram-plot"],
  ] as const) {
    const plot = page.getByTestId(id).getByTestId("plot");
    await goTo(page, `#/look?plot=${kind}${before}`);
    await expect.poll(() => namesOn(plot)).toEqual(["hd_bcal.tsg", "hd_cdc.tsg"]);
    await goTo(page, `#/look?plot=${kind}${after}`);
    await expect.poll(() => namesOn(plot)).toEqual(["hd_fcal.tsg", "hd_tagm.tsg"]);
  }
});

test("the run periods under the bars of the statistics are those of the query", async ({
  ownPage: page,
  url,
}) => {
  await recordPainting(page);
  await page.goto(new URL("#/statistics?from=10000&to=29999", url).href);
  const plot = page.getByTestId("statistics-plot").getByTestId("plot");
  const periods = async (): Promise<string[]> =>
    (await paintedTexts(plot)).map(({ text }) => text).filter((text) => text.startsWith("RunPeriod"));
  await expect.poll(periods).toEqual(["RunPeriod-2016-02", "RunPeriod-2016-10"]);
  await goTo(page, "#/statistics?from=110000&to=129999");
  await expect.poll(periods).toEqual(["RunPeriod-2022-08", "RunPeriod-2023-01"]);
});
