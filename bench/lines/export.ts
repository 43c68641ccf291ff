/** The export of all runs against the shell of SQLite. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Column } from "../../core/api/search.ts";
import { listConditionTypes, valueColumn } from "../../core/catalogue/conditionTypes.ts";
import type { Database } from "../../core/db/database.ts";
import { writeRows } from "../../core/search/export.ts";
import { openDatabase } from "../../core/db/open.ts";
import { searchRuns } from "../../core/search/search.ts";
import { findProgram } from "../../scripts/setup/processes.mjs";
import type { Databases } from "../databases.ts";
import { NotMeasured, quiet, timeBoth, type Line, type Measured } from "../line.ts";
import { searchFor, tenColumns } from "./queries.ts";

export const exportLines: readonly Line[] = [
  {
    name: "export/sqlite",
    against: "sqlite3 -csv, a plain pivot",
    target: 1.5,
    unit: "ms",
    measure: measureExport,
  },
];

async function measureExport(databases: Databases): Promise<Measured> {
  const shell = findProgram("sqlite3");
  if (!shell) throw new NotMeasured("sqlite3, SQLite's shell, is not installed");
  const path = await databases.sample("plain");
  const folder = databases.scratch();
  const ours = join(folder, "ours.csv");
  const theirs = join(folder, "theirs.csv");
  const database = await openDatabase(path);
  try {
    const statement = await plainPivot(database);
    const measured = await timeBoth(
      () => exportAll(database, ours),
      () => runShell(shell, ["-readonly", "-csv", "-header", path, statement], theirs),
    );
    if (linesIn(ours) !== linesIn(theirs)) throw new Error("both must have written the same rows");
    return measured;
  } finally {
    await database.close();
  }
}

/** All runs with ten columns, as CSV. */
async function exportAll(database: Database, path: string): Promise<void> {
  const { result } = await searchRuns(database, searchFor({ columns: [...tenColumns] }));
  await writeRows(
    database,
    result,
    { path, format: "csv", gzip: false, bom: false, safe: false, replace: true },
    quiet,
  );
}

/** What somebody who knows SQL writes for the same rows, if no condition is stored twice. */
async function plainPivot(database: Database): Promise<string> {
  const types = await listConditionTypes(database);
  const found = tenColumns.flatMap((name) => types.find((type) => type.name === name) ?? []);
  const values = found.map(
    ({ id, name, type }: Column & { id: number }) =>
      `max(CASE WHEN condition_type_id = ${id} THEN ${valueColumn(type)} END) AS ${name}`,
  );
  return `
    SELECT number, ${tenColumns.join(", ")} FROM runs LEFT JOIN (
      SELECT run_number, ${values.join(", ")} FROM conditions
      WHERE condition_type_id IN (${found.map(({ id }) => id).join(", ")}) GROUP BY run_number
    ) ON run_number = number ORDER BY number`;
}

async function runShell(shell: string, args: readonly string[], out: string): Promise<void> {
  const file = openSync(out, "w");
  try {
    const child = spawn(shell, args, { stdio: ["ignore", file, "inherit"] });
    const [code] = (await once(child, "exit")) as [number | null];
    if (code !== 0) throw new Error(`sqlite3 ended with code ${code}`);
  } finally {
    closeSync(file);
  }
}

function linesIn(path: string): number {
  return readFileSync(path, "latin1").split("\n").length;
}
