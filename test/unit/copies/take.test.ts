/** Taking a copy: it has the rows of its source, knows it, and is opened by the program. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import SqliteFile from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { copyLines } from "../../../cli/copyLines.ts";
import { openDatabase } from "../../../core/db/open.ts";
import { readCopy } from "../../../core/copies/openedCopy.ts";
import { backends } from "../../support/backends.ts";
import { copyTo, everything, exactRows } from "../../support/copies.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { content } from "../core/everyCall.ts";

describe.each(backends)("a copy of a database on $name", ({ create }) => {
  test("has its rows, knows it, and is a database", async () => {
    const source = await create(content);
    const path = join(temporaryFolder(), "copy.sqlite");
    const copied = await copyTo(source, path);
    expect(copied).toMatchObject({ path, kind: "new", remarks: [] });
    expect(existsSync(`${path}.part`)).toBe(false);
    expect(await exactRows(path)).toEqual(await exactRows(source));
    const database = await openDatabase(path);
    expect(await readCopy(database)).toEqual({ ...copied.copy, whole: true, choice: everything });
    await database.close();
    expect(copied.copy.source).not.toContain(":@");
  });

  test("is brought up to date", async () => {
    const source = await create(content);
    const path = join(temporaryFolder(), "copy.sqlite");
    await copyTo(source, path);
    const again = await copyTo(source, path);
    expect(again).toMatchObject({ kind: "updated", tables: [] });
    const file = new SqliteFile(path);
    file.pragma("foreign_keys = OFF");
    file.exec(
      "UPDATE conditions SET int_value = 77 WHERE id = 3; DELETE FROM files; INSERT INTO runs VALUES (9, NULL, NULL)",
    );
    file.close();
    const fixed = await copyTo(source, path);
    // Of the rows that were brought anew those that were otherwise.
    expect(fixed.tables.map(({ table, counts }) => [table, counts])).toEqual([
      ["runs", { added: 0, changed: 0, removed: 1 }],
      ["conditions", { added: 0, changed: 1, removed: 0 }],
      ["files", { added: fixed.tables[2]?.brought, changed: 0, removed: 0 }],
    ]);
    expect(copyLines(fixed).slice(1, 3)).toEqual(["    runs -1", "    conditions ~1"]);
    expect(await exactRows(path)).toEqual(await exactRows(source));
  });
});
