import { sql } from "kysely";
import { mostCharacters } from "../ownIndex.ts";
import { numberLiteral } from "../sqlParts.ts";
import type { Upkeep } from "../upkeep.ts";
import type { MysqlConnection } from "./connection.ts";
import { quoted } from "./names.ts";

export const mysqlUpkeep: Upkeep<MysqlConnection> = {
  // By that code a server says that it has no database of the name.
  absent: "not_a_database",
  tableBytes: sql`SELECT table_name AS name, data_length + index_length AS bytes FROM information_schema.tables WHERE table_schema = database()`,
  ownIndex: {
    // The beginnings of texts: by its length the server knows of each whether that is all of it.
    text: sql`${sql.ref("text_value")}(${numberLiteral(mostCharacters)})`,
    // A sixteenth of each page stays free.
    entryBytes: sql`1.07 * (28 + coalesce(octet_length(left(text_value, 100)), 0))`,
    // A server tells it only to its administrator.
    measure: () => Promise.resolve(null),
    removal: (name, others) => {
      const drop = `DROP INDEX ${name} ON conditions`;
      if (others.some(({ columns }) => columns[0] === "condition_type_id")) return [drop];
      // A foreign key needs an index. When ours was made the server dropped the one that it had made for that.
      return ["CREATE INDEX condition_type_id ON conditions (condition_type_id)", drop];
    },
    refusal: ({ user, location }) =>
      `The user “${user}” may not make or remove an index in “${location}”. Nothing was changed. Ask the server's administrator for the right INDEX on the table conditions.`,
  },
  structure: null,
  misfits: {
    bool: sql`bool_value NOT IN (0, 1)`,
    string: sql`text_value IS NULL`,
    blob: sql`text_value IS NULL`,
  },
  renameTable: (from, to) => `RENAME TABLE ${quoted(from)} TO ${to}`,
  withIdsAbove: (statement, last) => `${statement} AUTO_INCREMENT = ${last + 1}`,
};
