/** The statements that databases are sent, taken from their drivers: whatever way they go there. */
import SqliteFile from "better-sqlite3";
import mysql from "mysql2";
import { vi } from "vitest";

/** All statements that are sent while `work` is done, with what is bound in them, each as a text for people. */
export async function recordStatements(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const record: Recorder = (sql, bound) => {
    // A connection is prepared when the pool first needs it.
    if (!sql.startsWith("SET SESSION")) statements.push(shown(sql, bound));
  };
  const file = new SqliteFile(":memory:");
  const statement = Object.getPrototypeOf(file.prepare("SELECT 1")) as SqliteFile.Statement;
  file.close();
  const spies = [
    ...(["all", "get", "run", "iterate"] as const).map((way) => {
      const own = statement[way] as (...bound: unknown[]) => unknown;
      return vi
        .spyOn(statement as unknown as Record<typeof way, (...bound: unknown[]) => unknown>, way)
        .mockImplementation(function (this: SqliteFile.Statement, ...bound) {
          record(this.source, bound);
          return own.apply(this, bound);
        });
    }),
    recordServer(record),
  ];
  try {
    await work();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return statements;
}

type Recorder = (sql: string, bound: readonly unknown[]) => void;

function recordServer(record: Recorder) {
  const connection = (mysql as unknown as { readonly Connection: { readonly prototype: object } }).Connection
    .prototype as { query: (...given: unknown[]) => unknown };
  const own = connection.query;
  return vi.spyOn(connection, "query").mockImplementation(function (this: unknown, ...given) {
    const [first, second] = given;
    if (typeof first === "string") record(first, Array.isArray(second) ? second : []);
    else {
      const { sql, values = [] } = first as { readonly sql: string; readonly values?: readonly unknown[] };
      record(sql, values);
    }
    return own.apply(this, given);
  });
}

function shown(sql: string, bound: readonly unknown[]): string {
  const values = bound.flat().map((value) => {
    if (typeof value === "bigint") return String(value);
    return Buffer.isBuffer(value) ? `x'${value.toString("hex")}'` : JSON.stringify(value);
  });
  return `${sql.trim()};\n${values.length === 0 ? "" : `-- ${values.join(", ")}\n`}`;
}
