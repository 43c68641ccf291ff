/** The indexes of a copy's file. */
import { expect, onTestFinished, test } from "vitest";
import { SqliteCopyTarget } from "../../../core/db/sqlite/copyTarget.ts";
import { writeDatabase } from "../../support/database.ts";

test("what of a copy is kept in memory is as much as before once its indexes are made", () => {
  const path = writeDatabase({ types: { events: "int" }, runs: { 1: { conditions: { events: 5 } } } });
  const target = new SqliteCopyTarget(path, "shared");
  onTestFinished(() => target.close());
  const kept = (): unknown => target.file.pragma("main.cache_size", { simple: true });
  const before = kept();
  const columns = target.file
    .prepare("SELECT name FROM pragma_table_info('conditions')")
    .pluck()
    .all() as string[];
  target.makeIndexes({ name: "conditions", columns, statement: "", key: null, filter: null, emptied: [] });
  const indexes = target.file.prepare("SELECT name FROM sqlite_master WHERE type = 'index'").pluck().all();
  expect(indexes).toContain("rcdb_desktop_unique_conditions");
  expect(kept()).toBe(before);
});
