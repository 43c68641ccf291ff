import type {
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  UnknownRow,
} from "kysely";
import { RcdbError } from "../../api/failure.ts";
import type { TableColumn } from "../tables.ts";
import { readAny, readers, type Kind, type RawValue } from "./kinds.ts";

/** What each column of RCDB's tables holds; columns of one name hold the same in all of them. */
export const columnKinds: Readonly<Record<TableColumn, Kind>> = {
  id: "key",
  number: "key",
  version: "key",
  run_number: "reference",
  condition_type_id: "reference",
  files_id: "reference",
  related_run: "reference",
  run_min: "integer",
  run_max: "integer",
  importance: "integer",
  int_value: "integer",
  bool_value: "integer",
  float_value: "float",
  text_value: "text",
  name: "text",
  value_type: "text",
  description: "text",
  path: "text",
  sha256: "text",
  content: "content",
  code: "text",
  table_ids: "text",
  user_name: "text",
  comment: "text",
  started: "time",
  finished: "time",
  created: "time",
  time_value: "time",
  start_date: "time",
  end_date: "time",
};

const readerOf = new Map<string, (raw: RawValue) => unknown>(
  Object.entries(columnKinds).map(([name, kind]) => [name, readers[kind]]),
);

/** Texts that are in every row, and read as such (`soundRows.ts`) where a table lets NULL in: only damage leaves none. */
const inEveryRow: readonly string[] = [
  "path",
  "sha256",
  "name",
  "code",
  "value_type",
] satisfies TableColumn[];

/** Makes the rows of every statement that Kysely runs what `tables.ts` says, by the names of their columns. */
export const storedValues: KyselyPlugin = {
  transformQuery: ({ node }: PluginTransformQueryArgs) => node,
  transformResult: ({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> => {
    for (const row of result.rows) {
      for (const name in row) {
        const value = (readerOf.get(name) ?? readAny)(row[name] as RawValue);
        if (value === null && inEveryRow.includes(name)) throw damaged(name);
        row[name] = value;
      }
    }
    return Promise.resolve(result);
  },
};

function damaged(column: string): RcdbError {
  return new RcdbError(
    "damaged",
    `The database file is damaged: a row has no ${column}, which none can lack. Get a new copy; “sqlite3 FILE .recover” can save what is left of this one.`,
  );
}
