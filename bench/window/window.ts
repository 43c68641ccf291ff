/** `npm run bench -- --window`: the window on a million runs, in the real Electron. */
import { setTimeout as wait } from "node:timers/promises";
import type { ElectronApplication, Page } from "@playwright/test";
import {
  launchApplication,
  removeUserData,
  temporaryUserData,
  type LaunchedApplication,
} from "../../test/support/electron.ts";
import { typeQuery } from "../../test/support/walk.ts";
import type { Databases, Report } from "../databases.ts";
import { timeOf, type Line } from "../line.ts";
import { twentyConditions } from "../plainDatabase.ts";
import { judged, type Result } from "../result.ts";
import { open, openBeside, openTabs, timeout, untilFilled, untilFirstRows } from "./opened.ts";
import {
  columnsShown,
  jumpTo,
  longestFrame,
  sortBy,
  untilWelcomeIsShown,
  watchFrames,
} from "./pageScripts.ts";
import { isInUse } from "../../test/support/fileLock.ts";
import { processTree, untilGone } from "../../test/support/processTree.ts";

const runs = 1_000_000;
const rounds = 3;

/** Goes on for hours: each text is tried in more ways than there are runs. */
const endlessQuery = "run_config.matches('^(?=.)(.*.*)*(.*.*)*(.*.*)*[^ -~]$')";
const typedQuery = "beam_current > 100 and event_count >= 500000 or polarization_angle == 45";

/** What may not be exceeded stands in place of a reference. */
interface Bound {
  readonly name: string;
  readonly unit: Line["unit"];
  readonly most: number;
}

const bounds = {
  start: { name: "window/start", unit: "ms", most: 500 },
  jump: { name: "window/jump", unit: "ms", most: 33 },
  sort: { name: "window/sort", unit: "ms", most: 150 },
  typing: { name: "window/typing", unit: "ms", most: 33 },
  main: { name: "window/main", unit: "ms", most: 50 },
  heap: { name: "window/heap", unit: "MB", most: 50 },
  cancel: { name: "window/cancel", unit: "ms", most: 200 },
  quit: { name: "window/quit", unit: "ms", most: 1000 },
} as const satisfies Record<string, Bound>;

/** Measures all that the window promises; each result is told as soon as it is there. */
export async function measureWindow(
  databases: Databases,
  report: Report,
  tell: (result: Result) => void,
): Promise<void> {
  const path = await databases.plain("growth", runs, twentyConditions);
  const add = ({ name, unit, most }: Bound, value: number): void => {
    const line = { name, unit, against: "the most it may be", target: 1 };
    tell(judged(line, { value, reference: most }));
  };
  const userData = temporaryUserData();
  try {
    report("measuring the start");
    await openTabs(path, userData);
    add(bounds.start, await measureStart(path, userData));
    report("measuring the use");
    await measureUse(path, userData, add);
  } finally {
    removeUserData(userData);
  }
  report("measuring the end");
  add(bounds.quit, await measureQuit(path));
}

/** All that is measured in one window, with tabs and a result beside the one that is used. */
async function measureUse(
  path: string,
  userData: string,
  add: (bound: Bound, value: number) => void,
): Promise<void> {
  const opened = await open(path, userData);
  try {
    await untilFilled(opened.page);
    await openBeside(opened.page);
    await watchMain(opened.application);
    add(bounds.jump, await measureJumps(opened.page));
    add(bounds.sort, await measureSorts(opened.page));
    const { frame, lag } = await measureTyping(opened);
    add(bounds.typing, frame);
    add(bounds.main, lag);
    add(bounds.heap, await heapOf(opened.page));
    add(bounds.cancel, await measureCancel(opened.page, path));
  } finally {
    await opened.application.close();
  }
}

/** How much later than an empty window the first rows are there. */
async function measureStart(path: string, userData: string): Promise<number> {
  let empty = Infinity;
  let first = Infinity;
  for (let round = 0; round <= rounds; round++) {
    const nothing = await timeStart([], userData, (page) => page.evaluate(untilWelcomeIsShown));
    const rows = await timeStart([path], userData, untilFirstRows);
    // The first round warms up the disk's cache.
    if (round === 0) continue;
    empty = Math.min(empty, nothing);
    first = Math.min(first, rows);
  }
  return first - empty;
}

async function timeStart(
  args: readonly string[],
  userData: string,
  until: (page: Page) => Promise<unknown>,
): Promise<number> {
  let opened: LaunchedApplication | undefined;
  try {
    return await timeOf(async () => {
      opened = await launchApplication(args, userData);
      await until(opened.page);
    });
  } finally {
    await opened?.application.close();
  }
}

/** The longest of twenty jumps, near and far; each time to rows that were not there before. */
async function measureJumps(page: Page): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    let longest = 0;
    for (let jump = 1; jump <= 20; jump++) {
      const part = ((jump * 7) % 20) / 20 + 0.013 + round / 1000;
      longest = Math.max(longest, await page.evaluate<number>(jumpTo(part)));
    }
    least = Math.min(least, longest);
  }
  return least;
}

/** The longest sorting by each of the columns that are shown, upwards and downwards: of each the best of several rounds. */
async function measureSorts(page: Page): Promise<number> {
  const columns = await page.evaluate<string[]>(columnsShown);
  const sorts = columns.flatMap((column) => [column, column]);
  const best = sorts.map(() => Infinity);
  for (let round = 0; round < rounds; round++) {
    for (const [at, column] of sorts.entries()) {
      best[at] = Math.min(best[at] ?? Infinity, await page.evaluate<number>(sortBy(column)));
    }
  }
  return Math.max(...best);
}

/** While a query runs: the longest frame when somebody types, and the longest that main kept others waiting. */
async function measureTyping({ application, page }: LaunchedApplication): Promise<{
  frame: number;
  lag: number;
}> {
  let frame = Infinity;
  let lag = Infinity;
  for (let round = 0; round < rounds; round++) {
    await typeQuery(page, endlessQuery);
    await lagOfMain(application);
    await page.evaluate(watchFrames);
    await page.getByTestId("run-button").click();
    await page.getByTestId("cancel-button").waitFor();
    await page.locator('[data-testid="query-editor"] .cm-content').first().click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(typedQuery, { delay: 30 });
    frame = Math.min(frame, await page.evaluate<number>(longestFrame));
    lag = Math.min(lag, await lagOfMain(application));
    await page.keyboard.press("Escape");
    await page.getByTestId("cancel-button").click();
    await page.getByTestId("run-button").waitFor();
  }
  return { frame, lag };
}

const tick = 5;

interface LagWatch {
  lagWatch: { longest: number };
}

/** Begins to measure how long the main process is busy without a break. */
async function watchMain(application: ElectronApplication): Promise<void> {
  await application.evaluate((_electron, every) => {
    const watch = { longest: 0 };
    (globalThis as unknown as LagWatch).lagWatch = watch;
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      watch.longest = Math.max(watch.longest, now - last - every);
      last = now;
    }, every);
  }, tick);
}

/** The longest since it was last asked for, in milliseconds. */
function lagOfMain(application: ElectronApplication): Promise<number> {
  return application.evaluate(() => {
    const { lagWatch } = globalThis as unknown as LagWatch;
    const { longest } = lagWatch;
    lagWatch.longest = 0;
    return longest;
  });
}

/** In MB, with what is not yet collected. */
async function heapOf(page: Page): Promise<number> {
  const inspector = await page.context().newCDPSession(page);
  const { usedSize } = await inspector.send("Runtime.getHeapUsage");
  return usedSize / 1e6;
}

/** After how long a cancelled query lets another program write. */
async function measureCancel(page: Page, path: string): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    await startEndlessQuery(page, path);
    const time = await timeOf(async () => {
      // Not Playwright's click, which looks and waits before it.
      await page.evaluate(`document.querySelector('[data-testid="cancel-button"]').click()`);
      while (isInUse(path)) await wait(2);
    });
    best = Math.min(best, time);
  }
  return best;
}

/** Runs it until it has begun to read the file, however long the process for it takes to start. */
async function startEndlessQuery(page: Page, path: string): Promise<void> {
  await typeQuery(page, endlessQuery);
  await page.getByTestId("run-button").click();
  await page.getByTestId("cancel-button").waitFor();
  const start = performance.now();
  while (!isInUse(path)) {
    if (performance.now() - start > timeout) throw new Error("the query was to be under way");
    await wait(50);
  }
  await wait(500);
}

/** After how long no process is left when people quit in the middle of a query. */
async function measureQuit(path: string): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const { application, page } = await open(path);
    await startEndlessQuery(page, path);
    const { pid } = application.process();
    if (pid === undefined) throw new Error("the application has ended by itself");
    const pids = processTree(pid);
    const time = await timeOf(async () => {
      const closed = application.waitForEvent("close");
      await application.evaluate(({ app }) => app.quit());
      await untilGone(pids, timeout);
      await closed;
    });
    best = Math.min(best, time);
  }
  return best;
}
