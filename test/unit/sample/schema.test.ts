import { readFileSync } from "node:fs";
import SQLite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSchema } from "../../../core/db/sqlite/schema.ts";

describe("createSchema", () => {
  let database: SQLite.Database;
  beforeEach(() => {
    database = new SQLite(":memory:");
    createSchema((sql) => database.exec(sql));
  });
  afterEach(() => database.close());

  it("makes the tables as SQLAlchemy does, to the letter and in the same order", () => {
    // sqlalchemy-schema.sql is what sqlite_master says of a file made by the Python client 2.2.10.
    const expected = readFileSync(new URL("sqlalchemy-schema.sql", import.meta.url), "utf8");
    const statements = database.prepare("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").pluck().all();
    expect(`${statements.join(";\n")};\n`).toBe(expected);
  });

  it("writes the version row of the Python client", () => {
    expect(database.prepare("SELECT * FROM schema_versions").all()).toEqual([
      { version: 2, created: null, comment: "Schema V2 for RCDB>v0.9 (2023)" },
    ]);
  });
});
