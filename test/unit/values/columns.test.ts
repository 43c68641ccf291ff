/** A query's columns as lists are what its rows are, whatever is stored. */
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Kind } from "../../../core/db/stored/kinds.ts";
import { backends } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";

const stored: readonly (readonly [what: string, value: string])[] = [
  ["integers", "12"],
  ["nothing", "NULL"],
  ["2^53 - 1", "9007199254740991"],
  ["2^53", "9007199254740992"],
  ["beyond 2^53", "-9007199254740993"],
  ["a fraction", "1.5"],
  ["a text", "'a \"quoted\" text'"],
  ["digits as a text", "'12'"],
  ["bytes", "x'ff00'"],
];

describe.each(backends)("on $name", (backend) => {
  test("columns", async () => {
    const database = await openForTest(await backend.create({ runs: { 1: {}, 2: {}, 3: {} } }));
    const both = async (value: string, order: string, kinds: readonly Kind[]) => {
      const text = `SELECT number, CASE WHEN number = 2 THEN ${value} ELSE 7 END FROM runs ORDER BY number ${order}`;
      const query = sql.raw(text).compile(database.read);
      const rows = await database.rows(query, kinds);
      return { columns: await database.columns(query, kinds), rows };
    };
    for (const [what, value] of stored) {
      for (const order of ["ASC", "DESC"]) {
        const { columns, rows } = await both(value, order, ["key", "integer"]);
        expect(columns, `${what} ${order}`).toEqual([0, 1].map((at) => rows.map((row) => row[at])));
        expect(columns[0], what).toEqual(order === "ASC" ? [1, 2, 3] : [3, 2, 1]);
      }
    }
    const none = sql.raw("SELECT number, 1 FROM runs WHERE number > 3").compile(database.read);
    expect(await database.columns(none, ["key", "integer"])).toEqual([[], []]);
    expect((await both("0.25", "ASC", ["key", "float"])).columns[1]).toEqual([7, 0.25, 7]);
  });
});
