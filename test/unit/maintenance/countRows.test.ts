/** How large the tables are. */
import { statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { tableNames } from "../../../core/db/tables.ts";
import { countRows } from "../../../core/db/describe.ts";
import { backends } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";

const content = {
  types: { s: "string" },
  runs: { 1: { conditions: { s: "long ".repeat(10_000) } }, 2: {} },
} as const;

describe.each(backends)("on $name", (backend) => {
  test("every table has its rows and its bytes", async () => {
    const connection = await backend.create(content);
    const sizes = await countRows(await openForTest(connection));
    expect(sizes.map(({ table }) => table)).toEqual(tableNames);
    expect(sizes.filter(({ rows }) => rows > 0).map(({ table, rows }) => [table, rows])).toEqual([
      ["runs", 2],
      ["condition_types", 1],
      ["conditions", 1],
      ["schema_versions", 1],
    ]);
    const bytes = sizes.map((size) => size.bytes ?? NaN);
    expect(Math.min(...bytes)).toBeGreaterThanOrEqual(4096);
    if (backend.name === "sqlite") {
      expect(sizes.find(({ table }) => table === "conditions")?.bytes).toBeGreaterThanOrEqual(50_000);
      // The one page that is not a table's lists the tables.
      expect(bytes.reduce((sum, size) => sum + size)).toBe(statSync(connection).size - 4096);
    }
  });
});
