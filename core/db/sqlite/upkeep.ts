import { sql } from "kysely";
import { ownIndexName, shortText } from "../ownIndex.ts";
import type { Upkeep } from "../upkeep.ts";
import { quoted } from "./names.ts";
import { structureCheck } from "./structureCheck.ts";

export const sqliteUpkeep: Upkeep = {
  absent: "no_such_file",
  tableBytes: sql`SELECT tbl_name AS name, sum(pgsize) AS bytes FROM dbstat JOIN sqlite_master USING (name) GROUP BY tbl_name`,
  ownIndex: {
    text: shortText(sql.ref("text_value")),
    entryBytes: sql`23 + 3 * (int_value <> 0) + 8 * (float_value <> 0) + coalesce(length(time_value), 0)
    + coalesce(octet_length(${shortText(sql.ref("text_value"))}), 0)`,
    measure: async ({ read }) => {
      const { rows } = await sql<{ bytes: number | null }>`
    SELECT sum(pgsize) AS bytes FROM dbstat WHERE name = ${ownIndexName}`.execute(read);
      return rows[0]?.bytes ?? 0;
    },
    removal: (name) => [`DROP INDEX ${name}`],
    refusal: () => null,
  },
  structure: structureCheck,
  // Any column can hold anything.
  misfits: {
    int: sql`typeof(int_value) <> 'integer'`,
    float: sql`typeof(float_value) NOT IN ('real', 'integer') OR abs(float_value) = 9e999`,
    bool: sql`(bool_value IN (0, 1)) IS NOT TRUE`,
    string: sql`typeof(text_value) <> 'text' AND NOT (typeof(text_value) = 'blob' AND is_text(text_value))`,
    blob: sql`typeof(text_value) NOT IN ('text', 'blob')`,
  },
  renameTable: (from, to) => `ALTER TABLE ${quoted(from)} RENAME TO ${to}`,
  // No such number is kept for RCDB's tables: `core/writing` looks for the greatest link by itself.
  withIdsAbove: (statement) => statement,
};
