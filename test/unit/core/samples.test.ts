/** What is known of a database to choose the way to its conditions. */
import SqliteFile from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";
import { listConditionTypes } from "../../../core/catalogue/conditionTypes.ts";
import type { Database } from "../../../core/db/database.ts";
import { analyze } from "../../../core/query/analyze.ts";
import { testedConditions } from "../../../core/selection/conditions.ts";
import { conjunctsOf } from "../../../core/selection/conjuncts.ts";
import { countTypes, sampleTests } from "../../../core/conditions/samples.ts";
import { backends, sqlite } from "../../support/backends.ts";
import { openForTest, openWritableForTest } from "../../support/database.ts";

const types = { count: "int", current: "float" } as const;
const content = {
  types,
  runs: {
    1: { conditions: { count: 1, current: 100 } },
    2: { conditions: { count: 2 } },
    3: { conditions: { count: 3 } },
    4: { conditions: { count: 4 } },
  },
  statements: ["CREATE INDEX by_type ON conditions (condition_type_id)"],
};
const index = { name: "by_type", isUnique: false, columns: ["condition_type_id"] };

/** The parts of the rows that pass the tests of an expression. */
async function partsThatPass(database: Database, expression: string): Promise<number[]> {
  const known = await listConditionTypes(database);
  const analyzed = analyze(expression, { conditions: known, aliases: [] });
  if (!analyzed.ok) throw new Error(`${expression}: ${analyzed.problems[0]?.message}`);
  const tested = testedConditions(database, conjunctsOf(analyzed.value, known));
  return sampleTests(database, index, tested);
}

describe.each(backends)("on $name", (backend) => {
  test("a test that is known is not sampled again, a new one beside it is", async () => {
    const place = await backend.create(content);
    const database = await openForTest(place);
    expect(await partsThatPass(database, "count > 0 and current > 50")).toEqual([1, 1]);

    const writable = await openWritableForTest(place);
    await writable.transaction(async ({ write }) => {
      await write.updateTable("conditions").set({ int_value: 0 }).execute();
    });

    expect(await partsThatPass(database, "count >= 1 and current > 50")).toEqual([0, 1]);
    expect(await partsThatPass(database, "count > 0")).toEqual([1]);
    expect(await partsThatPass(await openForTest(place), "count > 0")).toEqual([0]);
  });
});

test("counts that could not be read are read the next time", async () => {
  const path = await sqlite.create(content);
  const database = await openForTest(path);
  const file = new SqliteFile(path);
  onTestFinished(() => void file.close());

  file.exec("ALTER TABLE conditions RENAME TO elsewhere");
  await expect(countTypes(database)).rejects.toThrow("no such table");
  file.exec("ALTER TABLE elsewhere RENAME TO conditions");
  expect([...(await countTypes(database)).values()].sort()).toEqual([1, 4]);
});
