/** Databases of another shape than RCDB's own. */
import SqliteFile from "better-sqlite3";
import type { CallContext } from "../../core/api/dispatch.ts";
import type { Database } from "../../core/db/database.ts";
import { createService } from "../../core/service/service.ts";

/**
 * Gives columns of a file another collation, also one that SQLite does not know: converters write such definitions.
 * `definition` is what stands of a column's type in the statement that made its table.
 */
export function collate(path: string, definition: RegExp, collation: string): void {
  const file = new SqliteFile(path);
  file.unsafeMode(true);
  file.pragma("writable_schema = ON");
  const tables = file
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL")
    .all();
  const update = file.prepare("UPDATE sqlite_master SET sql = ? WHERE name = ?");
  for (const { name, sql } of tables as { name: string; sql: string }[]) {
    update.run(
      sql.replace(definition, (type) => `${type} COLLATE ${collation}`),
      name,
    );
  }
  file.close();
}

/** Makes every call by which pages and commands read, and answers what came of each. */
export async function readAll(
  database: Database,
  { run, condition, expression }: { run: number; condition: string; expression: string },
) {
  const service = createService(database, "test");
  const context: CallContext = { signal: new AbortController().signal, report: () => undefined };
  const order = { column: "run", descending: false };
  const bounds = { runMin: null, runMax: null, ranges: [] };
  const names = (await service.listConditionTypes({}, context)).map(({ name }) => name);
  const columns = [...names, "started", "length"];
  const found = await service.searchRuns({ expression, ...bounds, columns, order, early: false }, context);
  const latest = { count: 5, hours: null, production: "" };
  const log = { run: null, text: null, user: null, since: null, until: null, before: null, limit: 10 };
  const files = { text: "a", regularExpression: false, caseSensitive: true, path: "", limit: 10 };
  return {
    info: await service.describeDatabase({}, context),
    sizes: await service.countRows({}, context),
    periods: await service.listRunPeriods({}, context),
    aliases: await service.listAliases({}, context),
    rows: await service.readRows({ result: found.result, from: 0, count: 100, texts: "whole" }, context),
    states: await service.readStates({ result: found.result, from: 0, count: 100 }, context),
    run: await service.readRun({ run }, context),
    compared: await service.compareRuns({ runs: [run, run], differencesOnly: false }, context),
    condition: await service.describeCondition({ name: condition }, context),
    recent: await service.readRecentValues({ run, runs: 5 }, context),
    recentFiles: await service.readRecentFiles({ run, runs: 5 }, context),
    newest: await service.readNewest({ after: null }, context),
    latest: await service.readLatestRuns(latest, context),
    described: await service.describeRuns({ runs: [run] }, context),
    history: await service.readHistory({ run, condition: null }, context),
    log: await service.readLog(log, context),
    paths: await service.listFilePaths({ search: "" }, context),
    files: await service.searchFiles(files, context),
    checked: await service.checkFiles({ run }, context),
    findings: await service.checkDatabase({}, context),
    index: await service.describeOwnIndex({}, context),
  };
}
