/** How time and memory grow with the number of runs; the outcome is kept in bench/README.md. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inProject, packageCommand } from "../scripts/setup/project.mjs";
import type { Databases, Report } from "./databases.ts";
import { growthChart } from "./growthChart.ts";
import { timeOf } from "./line.ts";
import { expression, measureFile, searchFor, tenColumns } from "./lines/queries.ts";
import { measureSlowestSort } from "./lines/sort.ts";
import { peakMemory, rcdb } from "./lines/start.ts";
import { twentyConditions } from "./plainDatabase.ts";
import { judged, type Result } from "./result.ts";

const sizes = [10_000, 100_000, 1_000_000];
/** What an export of a million runs may take above the idle process, in MB. */
const mostMemory = 150;
/** What sorting a million runs by any column may take, in milliseconds. */
const longestSort = 1000;

/** Milliseconds, but for the memory, which is in MB above that of an idle process. */
export interface Growth {
  readonly runs: number;
  readonly scan: number;
  readonly query: number;
  readonly columns: number;
  /** By the column that takes longest. */
  readonly sort: number;
  /** Sorting as many random numbers by JavaScript. */
  readonly numbers: number;
  readonly export: number;
  readonly memory: number;
}

/** Measures all sizes and writes the table and the curve; `tell` gets what is to be reached at the largest. */
export async function measureGrowth(
  databases: Databases,
  report: Report,
  tell: (result: Result) => void,
): Promise<void> {
  const measured: Growth[] = [];
  for (const runs of sizes) {
    const path = await databases.plain("growth", runs, twentyConditions);
    report(`measuring ${runs} runs`);
    measured.push(await measureSize(path, runs, join(databases.scratch(), "runs.csv")));
  }
  writeFileSync(inProject("bench", "growth.svg"), growthChart(measured));
  const table = tableOf(measured);
  keepInReadme(table);
  report(table);
  resultsOf(measured).forEach(tell);
}

async function measureSize(path: string, runs: number, out: string): Promise<Growth> {
  const query = await measureFile(path, searchFor({ expression }), 2);
  const columns = await measureFile(path, searchFor({ columns: [...tenColumns] }), 2);
  const sort = await measureSlowestSort(path, 2);
  const idle = await peakMemory(rcdb("-c", path, "select", "--runs", "1"));
  let peak = 0;
  const exportAll = async (): Promise<void> => {
    peak = await peakMemory(rcdb("-c", path, "export", "", ...tenColumns, "--out", out));
  };
  const exported = await timeOf(exportAll);
  const scan = Math.min(query.reference, columns.reference);
  return {
    runs,
    scan,
    query: query.value,
    columns: columns.value,
    sort: sort.value,
    numbers: sort.reference,
    export: exported,
    memory: peak - idle,
  };
}

/**
 * Nothing may grow faster than what it is measured by: a scan and sorting numbers do so themselves where a file, or an
 * array, does not fit into the processor's cache any more.
 */
const growing = [
  { name: "query", by: "scan", against: "grown as the scan has" },
  { name: "columns", by: "scan", against: "grown as the scan has" },
  { name: "sort", by: "numbers", against: "grown as sorting numbers has" },
  { name: "export", by: "runs", against: "as long for each run" },
] as const satisfies readonly { name: keyof Growth; by: keyof Growth; against: string }[];
/** How much more is put down to chance. */
const tolerance = 1.5;

function resultsOf(measured: readonly Growth[]): Result[] {
  const last = measured.at(-1);
  if (last === undefined) return [];
  const { memory, sort } = last;
  return [
    ...growing.map((grows) => steepest(measured, grows)),
    judged(
      { name: "growth/longest-sort", against: "the most it may take", unit: "ms", target: 1 },
      { value: sort, reference: longestSort },
    ),
    judged(
      { name: "growth/memory", against: "the most it may take", unit: "MB", target: 1 },
      { value: memory, reference: mostMemory },
    ),
  ];
}

/** Of two sizes after each other those between which it grows fastest. */
function steepest(measured: readonly Growth[], { name, by, against }: (typeof growing)[number]): Result {
  const line = { name: `growth/${name}`, against, unit: "ms", target: tolerance } as const;
  const steps = measured.slice(1).flatMap((large, index) => {
    const small = measured[index];
    if (!small) return [];
    return judged(line, { value: large[name], reference: (small[name] * large[by]) / small[by] });
  });
  return steps.reduce((worst, other) => ((other.ratio ?? 0) > (worst.ratio ?? 0) ? other : worst));
}

function tableOf(measured: readonly Growth[]): string {
  const milliseconds = (value: number): string => `${Math.round(value)} ms`;
  const compared = (value: number, scan: number): string =>
    `${milliseconds(value)} (${(value / scan).toFixed(2)} ×)`;
  return [
    "| runs | scan of conditions | the query | ten columns | the slowest sort | export as CSV, whole process | its memory above idle |",
    "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...measured.map(
      (size) =>
        `| ${size.runs.toLocaleString("en")} | ${milliseconds(size.scan)} | ${compared(size.query, size.scan)} | ` +
        `${compared(size.columns, size.scan)} | ${milliseconds(size.sort)} | ${milliseconds(size.export)} | ${Math.round(size.memory)} MB |`,
    ),
  ].join("\n");
}

/** The table stands in the README between two marks. */
function keepInReadme(table: string): void {
  const path = inProject("bench", "README.md");
  const text = readFileSync(path, "utf8").replace(
    /(<!-- growth -->)[\s\S]*(<!-- end of growth -->)/,
    (_, begin: string, end: string) => [begin, table, end].join("\n\n"),
  );
  writeFileSync(path, text);
  execFileSync(process.execPath, [packageCommand("oxfmt"), path]);
}
