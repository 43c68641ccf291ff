/** The pages of the window, as the tests of the keyboard go through them. */
import type { Page } from "@playwright/test";
import SqliteFile from "better-sqlite3";
import { pages as rows } from "../../renderer/model/pages.ts";
import { samplePath } from "./paths.ts";

/** A configuration file of the sample with many versions. */
export const path = "/home/hdops/CDAQ/daq_dev_v0.31/daq/config/hd_all/FCAL_BCAL_PS_m9.conf";

function readSample() {
  const file = new SqliteFile(samplePath, { readonly: true });
  const runs = file.prepare("SELECT number FROM runs ORDER BY number DESC LIMIT 2").pluck().all() as number[];
  file.close();
  const [last, before] = runs;
  if (last === undefined || before === undefined) throw new Error("the sample has too few runs");
  return { last, before };
}
export const { last, before } = readSample();

interface PageState {
  readonly name: string;
  readonly address: string;
  /** Selects something that is seen when it is ready. */
  readonly ready: string;
  /** What can be done there. */
  readonly action: string;
}

/** Pages in each of their states that has actions of its own. */
const states: readonly PageState[] = [
  { name: "runs", address: "/runs", ready: '[data-testid="run-row"]', action: "Choose the columns" },
  {
    name: "a run beside the table",
    address: `/runs?run=${last}`,
    ready: '[data-testid="run-panel"] tr[data-condition]',
    action: "Copy a link to this run",
  },
  {
    name: "a run",
    address: `/run/${last}`,
    ready: '[data-testid="run-page"] tr[data-condition]',
    action: "Compare with the previous run",
  },
  {
    name: "the report of a run",
    address: `/report?of=${last}`,
    ready: `[data-testid="report-page"]:has(h1:has-text("${last}")) [data-testid="report"]`,
    action: "Print the report",
  },
  {
    name: "the start of a comparison",
    address: "/compare",
    ready: '[data-testid="compare-runs"]',
    action: "Go to Compare",
  },
  {
    name: "a comparison",
    address: `/compare?runs=${before},${last}`,
    ready: '[data-testid="compare-table"]',
    action: "Save as CSV (comparison)",
  },
  { name: "files", address: "/files", ready: '[data-testid="path-list"]', action: "Find a path" },
  {
    name: "a file",
    address: `/files?path=${path}`,
    ready: '[data-testid="file-content"] .cm-line',
    action: "Show the runs that used this version",
  },
  {
    name: "changes of a file",
    address: `/files?path=${path}&tab=changes`,
    ready: '[data-testid="file-changes"] .cm-line',
    action: "Swap the compared versions",
  },
  { name: "look", address: "/look?y=event_count", ready: "canvas", action: "Save the plot as SVG" },
  {
    name: "statistics",
    address: "/statistics",
    ready: '[data-testid="statistics-table"]',
    action: "Save the statistics as CSV",
  },
  { name: "the log", address: "/log", ready: '[data-testid="log-count"]', action: "Save the log as CSV" },
  {
    name: "the station",
    address: "/station",
    ready: '[data-testid="latest-run"]',
    action: "Switch the sound on or off",
  },
  {
    name: "the hand-over",
    address: "/station?part=handover",
    ready: '[data-testid="hand-over"]',
    action: "Copy the shift report as Markdown",
  },
  { name: "settings", address: "/settings", ready: '[data-testid="settings-page"]', action: "Show the keys" },
];

/** Every page of the window: in its states, or as it opens where it has none of its own. */
export const pages: readonly PageState[] = [
  ...states,
  ...pagesWithout(states.map(({ address }) => address)).map(({ page, name }) => ({
    name,
    address: `/${page}`,
    ready: `[data-testid="${page}-page"]`,
    action: `Go to ${name}`,
  })),
];

/** The rows of the pages to which none of these addresses leads. */
export function pagesWithout(addresses: readonly string[]): typeof rows {
  const known = new Set(addresses.map((address) => /^\/?([a-z]+)/.exec(address)?.[1]));
  return rows.filter(({ page }) => !known.has(page));
}

/** Goes to an address of the window, which is loaded if it was not open before. */
export async function goTo(page: Page, url: string, address: string): Promise<void> {
  await page.goto(`${url}#${address}`);
}
