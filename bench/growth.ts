/** How time and memory grow with the number of runs; the outcome is kept in bench/README.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { inProject } from "../scripts/setup/project.mjs";
import type { Databases, Report } from "./databases.ts";
import { growthChart } from "./growthChart.ts";
import { timeOf } from "./line.ts";
import { expression, measureFile, searchFor, tenColumns } from "./lines/queries.ts";
import { peakMemory, rcdb } from "./lines/start.ts";
import { twentyConditions } from "./plainDatabase.ts";

const sizes = [10_000, 100_000, 1_000_000];
/** What an export of a million runs may take above the idle process, in MB. */
const mostMemory = 150;

/** Milliseconds, but for the memory, which is in MB above that of an idle process. */
export interface Growth {
  readonly runs: number;
  readonly scan: number;
  readonly query: number;
  readonly columns: number;
  readonly export: number;
  readonly memory: number;
}

/** Measures all sizes, writes the table and the curve, and answers whether nothing grows faster than it may. */
export async function measureGrowth(databases: Databases, report: Report): Promise<boolean> {
  const measured: Growth[] = [];
  for (const runs of sizes) {
    const path = await databases.plain("growth", runs, twentyConditions);
    report(`measuring ${runs} runs`);
    measured.push(await measureSize(path, runs, join(databases.scratch(), "runs.csv")));
  }
  writeFileSync(inProject("bench", "growth.svg"), growthChart(measured));
  const table = tableOf(measured);
  await keepInReadme(table);
  console.log(table);
  const last = measured.at(-1);
  return last !== undefined && last.memory <= mostMemory && isLinear(measured);
}

async function measureSize(path: string, runs: number, out: string): Promise<Growth> {
  const query = await measureFile(path, searchFor({ expression }), 2);
  const columns = await measureFile(path, searchFor({ columns: [...tenColumns] }), 2);
  const idle = await peakMemory(rcdb("-c", path, "select", "--runs", "1"));
  let peak = 0;
  const exportAll = async (): Promise<void> => {
    peak = await peakMemory(rcdb("-c", path, "export", "", ...tenColumns, "--out", out));
  };
  const exported = await timeOf(exportAll);
  const scan = Math.min(query.reference, columns.reference);
  return { runs, scan, query: query.value, columns: columns.value, export: exported, memory: peak - idle };
}

/** What takes longer for each run than with a tenth of the runs; a half more is what memory's caches explain. */
const tolerance = 1.5;

function isLinear(measured: readonly Growth[]): boolean {
  return (["scan", "query", "columns", "export"] as const).every((name) =>
    measured.slice(1).every((large, index) => {
      const small = measured[index];
      return small !== undefined && large[name] / large.runs <= (tolerance * small[name]) / small.runs;
    }),
  );
}

function tableOf(measured: readonly Growth[]): string {
  const milliseconds = (value: number): string => `${Math.round(value)} ms`;
  const compared = (value: number, scan: number): string =>
    `${milliseconds(value)} (${(value / scan).toFixed(2)} ×)`;
  return [
    "| runs | scan of conditions | the query | ten columns | export as CSV, whole process | its memory above idle |",
    "| ---: | ---: | ---: | ---: | ---: | ---: |",
    ...measured.map(
      (size) =>
        `| ${size.runs.toLocaleString("en")} | ${milliseconds(size.scan)} | ${compared(size.query, size.scan)} | ` +
        `${compared(size.columns, size.scan)} | ${milliseconds(size.export)} | ${Math.round(size.memory)} MB |`,
    ),
  ].join("\n");
}

/** The table stands in the README between two marks. */
async function keepInReadme(table: string): Promise<void> {
  const path = inProject("bench", "README.md");
  const text = readFileSync(path, "utf8").replace(
    /(<!-- growth -->)[\s\S]*(<!-- end of growth -->)/,
    (_, begin: string, end: string) => [begin, table, end].join("\n\n"),
  );
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}
