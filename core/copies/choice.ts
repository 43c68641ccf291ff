import { sql } from "kysely";
import type { CopyChoice } from "../api/copies.ts";
import { RcdbError, unwrap } from "../api/failure.ts";
import { noSuchCondition } from "../api/missing.ts";
import { parseRunRanges } from "../api/runRange.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import { listRunPeriods } from "../catalogue/runPeriods.ts";
import { withinBounds } from "../conditions/runBounds.ts";
import type { CopiedTable, CopySource } from "../db/copying.ts";
import type { Database } from "../db/database.ts";
import type { Sql } from "../db/dialect.ts";
import { allOf, numberLiteral } from "../db/sqlParts.ts";
import { otherNumberColumns } from "../db/tableSource.ts";
import type { TableName } from "../db/tables.ts";

/** Which rows of a table are copied, as SQL of the source. */
type Filters = ReadonlyMap<TableName, Sql>;

/**
 * The tables with what is chosen of them. Run periods and names are looked up in the source. Throws `bad_input`,
 * `no_such_period` and `no_such_condition`.
 */
export async function chosenTables(
  tables: readonly CopiedTable[],
  database: Database,
  source: CopySource,
  choice: CopyChoice,
): Promise<CopiedTable[]> {
  const filters = await filtersFor(database, source, choice);
  return tables.map((table) => {
    const filter = filters.get(table.name);
    return {
      ...table,
      filter: filter === undefined ? null : filter.compile(database.read).sql,
      emptied: table.name === "files" && choice.files === "names" ? ["content"] : [],
    };
  });
}

async function filtersFor(database: Database, source: CopySource, choice: CopyChoice): Promise<Filters> {
  const filters = new Map<TableName, Sql[]>();
  const want = (table: TableName, wanted: Sql): void => {
    filters.set(table, [...(filters.get(table) ?? []), wanted]);
  };
  if (choice.runs !== null || choice.conditions !== null) checkNumbers(database);
  if (choice.runs !== null) {
    const bounds = unwrap(parseRunRanges(choice.runs, await listRunPeriods(database)));
    const within = (column: string): Sql => allOf(withinBounds(column, bounds));
    want("runs", within("s.number"));
    want("conditions", within("s.run_number"));
    want("files_have_runs", within("s.run_number"));
    want("logs", sql`(s.related_run IS NULL OR ${within("s.related_run")})`);
    const links = sql.raw(source.named("files_have_runs"));
    if (database.shape.tables.has("files_have_runs"))
      want("files", sql`s.id IN (SELECT files_id FROM ${links} WHERE ${within("run_number")})`);
  }
  if (choice.conditions !== null) {
    const ids = await idsOf(database, choice.conditions);
    want("condition_types", sql`s.id IN (${ids})`);
    want("conditions", sql`s.condition_type_id IN (${ids})`);
  }
  if (choice.files === "none") {
    want("files", sql`1 = 0`);
    want("files_have_runs", sql`1 = 0`);
  }
  return new Map([...filters].map(([table, wanted]) => [table, allOf(wanted)]));
}

async function idsOf(database: Database, names: readonly string[]): Promise<Sql> {
  const types = await listConditionTypes(database);
  const ids = names.flatMap((name) => {
    const own = types.filter((type) => type.name === name);
    if (own.length === 0)
      throw noSuchCondition(
        name,
        types.map((type) => type.name),
      );
    return own.map(({ id }) => id);
  });
  return sql.join(ids.map((id) => numberLiteral(id)));
}

/** Texts in place of numbers are compared otherwise by every kind of database. */
function checkNumbers({ shape, connection }: Database): void {
  for (const [table, stored] of shape.tables) {
    const names = otherNumberColumns(shape.reading, stored).map(({ name }) => `${table}.${name}`);
    if (
      names.length > 0 &&
      names.some((name) => /run_number|number$|condition_type_id|files_id|\.id$|related_run/.test(name))
    ) {
      throw new RcdbError(
        "bad_input",
        `“${connection.location}” has no numbers in ${names.join(", ")}, so that runs and conditions cannot be chosen. Copy all of it, without --runs and --conditions.`,
      );
    }
  }
}
