/** Transactions of every kind of database: all or nothing, one after the other, and large. */
import { setTimeout as wait } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StoredValue, Transaction } from "../../../core/db/database.ts";
import { cutBySize } from "../../../core/db/mysql/transaction.ts";
import { backends, createOnMariadb, mariadb } from "../../support/backends.ts";
import { openWritableForTest } from "../../support/database.ts";

const runsOf = async ({ read }: Pick<Transaction, "read">): Promise<number[]> =>
  (await read.selectFrom("runs").select("number").orderBy("number").execute()).map(({ number }) => number);

describe.each(backends)("a transaction on $name", ({ create }) => {
  test("keeps all it has done, and sees it meanwhile", async () => {
    const database = await openWritableForTest(await create({ runs: { 1: {} } }));
    const seen = await database.transaction(async (transaction) => {
      await transaction.lockCatalogue();
      await transaction.lockRuns([1, 5]);
      await transaction.write
        .insertInto("runs")
        .values({ number: 7, started: null, finished: null })
        .execute();
      await transaction.write.deleteFrom("runs").where("number", "=", 1).execute();
      return runsOf(transaction);
    });
    expect(seen).toEqual([7]);
    expect(await runsOf(database)).toEqual([7]);
  });

  test("leaves nothing where it fails, and the next one is not disturbed", async () => {
    const database = await openWritableForTest(await create({ runs: { 1: {} } }));
    const failing = database.transaction(async (transaction) => {
      await transaction.insertRows("runs", ["number"], [[5], [6]]);
      throw new Error("no more");
    });
    await expect(failing).rejects.toThrow("no more");
    await database.transaction((transaction) => transaction.insertRows("runs", ["number"], [[9]]));
    expect(await runsOf(database)).toEqual([1, 9]);
  });

  test("inserts many rows with every kind of text", async () => {
    const database = await openWritableForTest(await create());
    const texts = ["it's", 'say "x"', "\\", "\\'", "tab\tnew\nline", "\0", "?", "😀", ""];
    const rows = Array.from({ length: 5000 }, (_, at): StoredValue[] => [
      at + 1,
      texts[at % texts.length] ?? "",
      "code",
      null,
    ]);
    await database.transaction((transaction) =>
      transaction.insertRows("aliases", ["id", "name", "code", "description"], rows),
    );
    const stored = await database.read.selectFrom("aliases").selectAll().orderBy("id").execute();
    expect(stored.map(({ id, name, code, description }) => [id, name, code, description])).toEqual(rows);
  });
});

/** Stores how many conditions there are as one more: with a lost update a number would be there twice. */
async function addNext(transaction: Transaction): Promise<void> {
  await transaction.lockRuns([1]);
  const { length } = await transaction.read.selectFrom("conditions").select("id").execute();
  await wait(5);
  const columns = ["run_number", "condition_type_id", "int_value", "float_value", "bool_value"] as const;
  await transaction.insertRows("conditions", columns, [[1, 1, length, 0, 0]]);
}

describe("on a server", () => {
  test("two that change the same run wait for each other", async () => {
    const connection = await mariadb.create({ runs: { 1: {} }, types: { count: "int" } });
    const first = await openWritableForTest(connection);
    const second = await openWritableForTest(connection);
    await Promise.all(
      Array.from({ length: 10 }, (_, at) => (at % 2 === 0 ? first : second).transaction(addNext)),
    );
    const stored = await first.read.selectFrom("conditions").select("int_value").execute();
    expect(stored.map(({ int_value }) => int_value).sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 10 }, (_, at) => at),
    );
  });

  test("a deadlock is tried again", async () => {
    const connection = await mariadb.create({ runs: { 1: {}, 2: {} } });
    const database = await openWritableForTest(connection);
    let tries = 0;
    let bothHold = (): void => undefined;
    const held = new Promise<void>((resolve) => (bothHold = resolve));
    const lockBoth = (first: number, second: number): Promise<void> =>
      database.transaction(async (transaction) => {
        tries += 1;
        await transaction.lockRuns([first]);
        if (tries === 2) bothHold();
        await held;
        await transaction.lockRuns([second]);
      });
    await Promise.all([lockBoth(1, 2), lockBoth(2, 1)]);
    expect(tries).toBe(3);
  });

  test("writers of other runs need not wait", async () => {
    const database = await openWritableForTest(await mariadb.create({ runs: { 1: {}, 2: {} } }));
    const inner = await database.transaction(async (transaction) => {
      await transaction.lockRuns([1]);
      return database.transaction(async (other) => {
        await other.lockRuns([2]);
        return "both";
      });
    });
    expect(inner).toBe("both");
  });

  test("texts beyond what the server takes at once go in several statements", async () => {
    const database = await openWritableForTest(
      await createOnMariadb([], ["ALTER TABLE files MODIFY content LONGTEXT NOT NULL"]),
    );
    const contents = Array.from({ length: 8 }, (_, at) => String(at).repeat(3_500_000));
    await database.transaction((transaction) =>
      transaction.insertRows(
        "files",
        ["path", "sha256", "content", "importance"],
        contents.map((content, at) => [`/file${at}`, "", content, 0]),
      ),
    );
    const stored = await database.read.selectFrom("files").select("content").orderBy("path").execute();
    expect(stored.every(({ content }, at) => content === contents[at])).toBe(true);
    expect(database.limits.contentBytes).toBeGreaterThan(3_500_000);
  });

  test.each([
    ["as SQLAlchemy makes them", [], -(2n ** 31n), 2n ** 31n - 1n, true, 65_535],
    [
      "of greater types",
      [
        "ALTER TABLE conditions MODIFY int_value BIGINT, MODIFY float_value DOUBLE, MODIFY text_value LONGTEXT",
      ],
      -(2n ** 63n),
      2n ** 63n - 1n,
      false,
      7_549_747,
    ],
  ])(
    "columns %s limit what can be stored",
    async (_, statements, least, greatest, singlePrecision, bytes) => {
      const { limits } = await openWritableForTest(await createOnMariadb([], statements));
      expect(limits).toMatchObject({
        smallestInteger: least,
        greatestInteger: greatest,
        singlePrecision,
        conditionBytes: bytes,
        contentBytes: 65_535,
        logBytes: 65_535,
      });
    },
  );
});

test("rows are cut into parts that fit, none is lost", () => {
  const text = fc.string({ maxLength: 300 });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer(), text)), fc.integer({ min: 100, max: 2000 }), (rows, most) => {
      const parts = [...cutBySize(rows, most)];
      expect(parts.flat()).toEqual(rows);
      const fits = parts.every(
        (part) => part.length === 1 || Buffer.byteLength(JSON.stringify(part)) / 2 <= most,
      );
      expect(fits).toBe(true);
    }),
  );
});
