/** The calls that change a database, as one service. */
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { writerCalls } from "../../../core/api/contract.ts";
import { RcdbError } from "../../../core/api/failure.ts";
import { createWriteService } from "../../../core/service/service.ts";
import { addConditions } from "../../../core/writing/conditions.ts";
import { createConditionType } from "../../../core/writing/conditionTypes.ts";
import { addFile } from "../../../core/writing/configurationFiles.ts";
import { createRun } from "../../../core/writing/runs.ts";
import { inTransaction, type Writing } from "../../../core/writing/writing.ts";
import { backends, sqlite } from "../../support/backends.ts";
import { dump, expectRefused, open } from "./support.ts";

describe.each(backends)("on $name", (backend) => {
  test("every call has a handler, and every handler a call", async () => {
    const { database } = await open(backend, {});
    expect(Object.keys(createWriteService(database, "tester")).sort()).toEqual(
      Object.keys(writerCalls).sort(),
    );
  });

  /** What an update from the data acquisition does for one of its sources. */
  async function update(writing: Writing): Promise<void> {
    await writing.transaction.lockCatalogue();
    await createConditionType(writing, { name: "count", type: "int", description: null });
    await createRun(writing, { number: 5 });
    await addConditions(writing, { run: 5, values: [{ name: "count", value: 1 }], replace: true });
    await addFile(writing, {
      run: 5,
      path: "/log",
      content: "log",
      overwrite: true,
      importance: "high",
      description: null,
    });
  }

  test("several changes within one transaction: all of them, or none", async () => {
    const { database } = await open(backend, {});
    const before = await dump(database);
    const failing = inTransaction(database, "tester", async (writing) => {
      await update(writing);
      throw new RcdbError("cancelled", "enough");
    });
    await expect(failing).rejects.toThrow("enough");
    expect(await dump(database)).toEqual(before);

    await inTransaction(database, "tester", update);
    const after = await dump(database);
    expect(
      [after["runs"], after["conditions"], after["files"], after["logs"]].map((rows) => rows?.length),
    ).toEqual([1, 1, 1, 2]);
    await inTransaction(database, "tester", update);
    expect(await dump(database)).toEqual(after);
  });
});

test("what the driver throws is said in words, and nothing is left of the call: a full disk", async () => {
  const { database, client } = await open(sqlite, { runs: { 1: {} } });
  await sql`PRAGMA max_page_count = 20`.execute({ getExecutor: () => database.read.getExecutor() });
  await expectRefused(
    database,
    () => client.addFile({ run: 1, path: "/large", content: "x".repeat(1_000_000) }),
    "disk_full",
    /Make room and try again/,
  );
  expect(await client.createRun({ number: 2 })).toMatchObject({ ok: true });
});
