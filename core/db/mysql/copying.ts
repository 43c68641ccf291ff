import type { Copying } from "../copying.ts";
import { isNumber } from "../tables.ts";
import type { MysqlConnection } from "./connection.ts";

export const mysqlCopying: Copying<MysqlConnection> = {
  declaration: (_table, name, { type }) => (familyOf(name).test(type) ? null : ""),
  source: async (connection, shape) => {
    const { openMysqlCopySource } = await import("./copySource.ts");
    return openMysqlCopySource(connection, shape);
  },
  target: null,
};

/** The types whose values a column of RCDB's keeps as they are. */
function familyOf(name: string): RegExp {
  if (name === "float_value") return /^(float|double|decimal)/;
  if (isNumber(name)) return /^((tiny|small|medium|big)?int|bit|decimal)(?!.*unsigned)/;
  return times.includes(name) ? /^(datetime|timestamp|date)\b/ : /char|text|blob|binary|^(enum|set|json)/;
}

const times = ["created", "started", "finished", "time_value", "start_date", "end_date"];
