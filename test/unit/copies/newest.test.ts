/** A copy in which no run has a condition twice keeps it so, and its queries look for no newer row. */
import { join } from "node:path";
import SqliteFile from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { planSelection } from "../../../core/conditions/plan.ts";
import { factsOf } from "../../../core/conditions/facts.ts";
import { openDatabase } from "../../../core/db/open.ts";
import { backends } from "../../support/backends.ts";
import { copyTo, exactRows } from "../../support/copies.ts";
import type { TestDatabase } from "../../support/database.ts";
import { execute } from "../../support/mariadb.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdbHere } from "../cli/command.ts";

const runs = Array.from({ length: 30 }, (_, at) => 101 + at);
const single: TestDatabase = {
  types: { a: "int", b: "string" },
  runs: Object.fromEntries(
    runs.map((run) => [run, { conditions: { a: run % 7, ...(run % 3 === 0 ? {} : { b: `t${run % 5}` }) } }]),
  ),
};
const expressions = ["a > 3", "b == 't2'", "a < 5 and b != 't1'", "b is None and a > 1", "not (a == 2)"];

async function isUnique(path: string): Promise<boolean> {
  const database = await openDatabase(path);
  try {
    const plan = await planSelection(await database.conditionIndexes(), [], null, factsOf(database));
    return plan.kind === "own" && plan.isUnique;
  } finally {
    await database.close();
  }
}

async function change(source: string, ...statements: string[]): Promise<void> {
  if (source.startsWith("mysql://")) {
    const { port, pathname } = new URL(source);
    return execute({ port: Number(port), database: pathname.slice(1) }, statements);
  }
  const file = new SqliteFile(source);
  for (const statement of statements) file.exec(statement);
  file.close();
}

const twice =
  "INSERT INTO conditions (run_number, condition_type_id, int_value, float_value, bool_value) VALUES (105, 1, 9, 0, 0)";

describe.each(backends)("on $name", ({ create }) => {
  test("the answers are those of the source, before and after a condition stands twice", async () => {
    const source = await create(single);
    const path = join(temporaryFolder(), "copy.sqlite");
    const expectSame = async (unique: boolean): Promise<void> => {
      await copyTo(source, path);
      expect(await isUnique(path)).toBe(unique);
      expect(await exactRows(path)).toEqual(await exactRows(source));
      for (const expression of expressions) {
        const ours = (await rcdbHere("-c", path, "select", expression)).output;
        const theirs = (await rcdbHere("-c", source, "select", expression)).output;
        expect(ours, expression).toBe(theirs);
      }
    };
    await expectSame(true);
    await change(source, twice);
    await expectSame(false);
    await change(source, "DELETE FROM conditions WHERE run_number = 105 AND int_value <> 9");
    await expectSame(true);
  });
});
