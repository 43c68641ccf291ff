import { sql } from "kysely";
import type { Finding } from "../../api/maintenance.ts";
import type { Database } from "../../db/database.ts";
import type { Sql } from "../../db/dialect.ts";
import type { StoredTable } from "../../db/storedTable.ts";
import { columnsWithNulls, hasKey, keyOf, mayRepeatRuns } from "../../db/soundRows.ts";
import { keyValue } from "../../db/tableSource.ts";
import { tableNames, type TableName } from "../../db/tables.ts";
import { showStep } from "../../db/progress.ts";
import type { Check } from "./check.ts";
import { Tally } from "./findings.ts";

const fix =
  "By SQL, put the right values in, and make the tables anew with RCDB's keys and NOT NULL: a copy made by “CREATE TABLE … AS SELECT” has neither.";

/** What RCDB's keys and NOT NULL would have kept out, in tables that lack them: these rows as they are stored. */
export const checkSoundness: Check = async (database, context) => {
  showStep(context, 0, null, "Checking the tables' keys");
  const empty = new Tally();
  const keyless = new Tally();
  const twice = new Tally();
  for (const table of tableNames) {
    const stored = database.shape.tables.get(table);
    if (!stored) continue;
    await addEmpty(database, table, stored, empty);
    await addKeyless(database, table, stored, keyless);
    if (mayRepeatRuns(table, stored)) await addRepeated(database, stored, twice);
  }
  return [
    ...emptyFinding(empty),
    ...keyless.finding({
      kind: "rows-without-number",
      severity: "error",
      noun: ["row has", "rows have"],
      message: (counted) =>
        `${counted} no integer of at most 2^53 in the column by which rows are found; all but conditions and log entries are left out.`,
      fix,
    }),
    ...twice.finding({
      kind: "runs-stored-twice",
      severity: "error",
      noun: ["run stands", "runs stand"],
      message: (counted) =>
        `${counted} in the table runs several times, and is shown once: from the first start to the last end.`,
      fix,
    }),
  ];
};

function emptyFinding(found: Tally): Finding[] {
  return found.finding({
    kind: "values-missing",
    severity: "error",
    noun: ["value is", "values are"],
    message: (counted) => `${counted} NULL where RCDB always has one, and read as empty.`,
    fix,
  });
}

/** NULL where the column should have a value. */
async function addEmpty(
  database: Database,
  table: TableName,
  stored: StoredTable,
  found: Tally,
): Promise<void> {
  for (const name of columnsWithNulls(table, stored)) {
    const column = sql.id(stored.columns.get(name)?.name ?? name);
    for (const row of await namesOfRows(database, table, stored, sql`${column} IS NULL`)) {
      found.add(`${table}, ${row}: ${name} is NULL`);
    }
  }
}

async function addKeyless(
  database: Database,
  table: TableName,
  stored: StoredTable,
  found: Tally,
): Promise<void> {
  const key = keyValue(database.shape, table);
  if (key === null || hasKey(table, stored)) return;
  const wanted = sql`NOT ${database.shape.reading.isInteger(key)}`;
  for (const row of await namesOfRows(database, table, stored, wanted)) {
    found.add(`${table}, ${row}: ${keyOf[table] ?? ""} is not an integer`);
  }
}

/** Rows as people find them: by the database's own number, for keys may be missing or stand there twice. */
async function namesOfRows(
  { shape, read }: Database,
  table: TableName,
  stored: StoredTable,
  wanted: Sql,
): Promise<string[]> {
  const { rowNumber } = stored;
  const name = rowNumber === null ? keyValue(shape, table) : sql.raw(rowNumber);
  const { rows } = await sql<{ readonly named: string | number | null }>`
    SELECT ${name ?? sql`NULL`} AS named FROM ${sql.id(stored.name)} WHERE ${wanted}`.execute(read);
  return rows.map(({ named }) => `${rowNumber ?? "row"} ${String(named)}`);
}

async function addRepeated({ shape, read }: Database, stored: StoredTable, found: Tally): Promise<void> {
  const key = keyValue(shape, "runs");
  const { rows } = await sql<{ readonly number: number | null; readonly times: number }>`
    SELECT ${key} AS number, count(*) AS times FROM ${sql.id(stored.name)} WHERE ${shape.reading.isInteger(key ?? sql`NULL`)}
GROUP BY ${key} HAVING count(*) > 1 ORDER BY 1`.execute(read);
  for (const { number, times } of rows) found.add(`run ${String(number)}: ${times} rows`);
}
