/** A connection that breaks in the middle of a change: it is made once, or not at all, and what is said of it is true. */
import { describe, expect, onTestFinished, test } from "vitest";
import type { WritableDatabase } from "../../../core/db/database.ts";
import { openWritableMysql } from "../../../core/db/mysql/open.ts";
import { parseMysqlUrl } from "../../../core/db/mysql/url.ts";
import { addLogRecord } from "../../../core/writing/log.ts";
import { inTransaction } from "../../../core/writing/writing.ts";
import { mariadb, mariadbPort } from "../../support/backends.ts";
import { openForTest, openWritableForTest } from "../../support/database.ts";
import { changeClient } from "../changes/support.ts";
import { refusalPacket, startProxy, type Proxy } from "../../support/proxy.ts";

/** A database behind a host that can fail, and directly. */
async function behindProxy({ statements = [] as string[], hosts = 1, absence = 20_000 } = {}) {
  const direct = await mariadb.create({ runs: { 1: {} }, types: { count: "int" }, statements });
  const url = new URL(direct);
  const proxies = await Promise.all(Array.from({ length: hosts }, () => startProxy(mariadbPort())));
  const places = proxies.map(({ port }) => `127.0.0.1:${port}`).join(",");
  const connection = parseMysqlUrl(`mysql://root@${places}${url.pathname}`);
  const database = await openWritableMysql(connection, { pause: 500, answer: 8000, absence });
  onTestFinished(() => database.close());
  return { database, observer: await openForTest(direct), proxies, proxy: proxies[0] as Proxy };
}

/** A change that would store another row each time it is made; answers how often its work was done. */
function addCondition(database: WritableDatabase) {
  let works = 0;
  const columns = ["run_number", "condition_type_id", "int_value", "float_value", "bool_value"] as const;
  const done = database.transaction(async (transaction) => {
    works++;
    await transaction.lockRuns([1]);
    await transaction.insertRows("conditions", columns, [[1, 1, 5, 0, 0]]);
    return "stored";
  });
  return done.then((answer) => ({ answer, works }));
}

const stored = async ({ read }: Pick<WritableDatabase, "read">): Promise<number> =>
  (await read.selectFrom("conditions").select("id").execute()).length;
const records = async ({ read }: Pick<WritableDatabase, "read">): Promise<unknown[]> =>
  (await read.selectFrom("logs").select("description").execute()).map(({ description }) => description);

/** What is done with the first packet that has these words. */
function once(proxy: Proxy, words: string, act: () => ReturnType<Proxy["onSent"]>): void {
  proxy.onSent = (sent) => {
    if (!sent.includes(words)) return "pass";
    proxy.onSent = () => "pass";
    return act();
  };
}

/** Cuts the connection at the first packet with each of these texts in turn: it has arrived, and its answer gets lost. */
function cutAnswersTo(proxies: readonly Proxy[], ...texts: readonly string[]): void {
  const awaited = [...texts];
  for (const proxy of proxies) {
    let isLost = false;
    proxy.onSent = (sent) => {
      if (awaited[0] !== undefined && sent.includes(awaited[0])) {
        awaited.shift();
        isLost = true;
      }
      return "pass";
    };
    proxy.onAnswer = () => {
      if (!isLost) return "pass";
      isLost = false;
      return "cut";
    };
  }
}

const cutBefore = (proxy: Proxy, words: string): void => once(proxy, words, () => "cut");
const cutAfter = (proxy: Proxy, words: string): void => cutAnswersTo([proxy], words);

const moments: readonly (readonly [moment: string, prepare: (proxy: Proxy) => void, works: number])[] = [
  ["before it begins", (proxy) => cutBefore(proxy, "BEGIN"), 1],
  ["as it locks", (proxy) => cutAfter(proxy, "FOR UPDATE"), 2],
  ["before a row is stored", (proxy) => cutBefore(proxy, "INSERT INTO conditions"), 2],
  ["after a row is stored", (proxy) => cutAfter(proxy, "INSERT INTO conditions"), 2],
  ["as its token is stored", (proxy) => cutAfter(proxy, "Transaction"), 2],
  ["before COMMIT has arrived", (proxy) => cutBefore(proxy, "COMMIT"), 2],
  ["before the answer to COMMIT", (proxy) => cutAfter(proxy, "COMMIT"), 1],
  ["as its token is removed", (proxy) => cutBefore(proxy, "DELETE"), 1],
];

describe.each([1, 2])("with %i hosts, a connection that breaks", (hosts) => {
  test.each(moments)("%s", async (_, prepare, works) => {
    const { database, observer, proxy } = await behindProxy({ hosts });
    prepare(proxy);
    // Where nothing of it was asked yet, its work was not begun.
    expect(await addCondition(database)).toEqual({ answer: "stored", works });
    expect(await stored(observer)).toBe(1);
    // The next one goes on as if nothing had been.
    expect(await addCondition(database)).toMatchObject({ answer: "stored" });
    expect(await stored(observer)).toBe(2);
    expect(await records(observer)).toEqual([]);
  });

  test("before the answers to COMMIT and to the question what became of it", async () => {
    const { database, observer, proxies } = await behindProxy({ hosts });
    cutAnswersTo(proxies, "COMMIT", "INSERT INTO `logs` (id");
    expect(await addCondition(database)).toEqual({ answer: "stored", works: 1 });
    expect(await stored(observer)).toBe(1);
    expect(await records(observer)).toEqual([]);
  });
});

test("what leaves a record in the log by itself is found by that", async () => {
  const { database, observer, proxy } = await behindProxy();
  cutAfter(proxy, "COMMIT");
  const record = { description: "Beam was off", tables: null, run: 1 };
  const add = (description: string) =>
    inTransaction(database, "ann", (writing) => addLogRecord(writing, { ...record, description }));
  expect(await add("Beam was off")).toEqual({ id: 1 });
  cutBefore(proxy, "COMMIT");
  await add("Beam was on");
  expect(await records(observer)).toEqual(["Beam was off", "Beam was on"]);
});

test("a COMMIT that arrives late is waited for", async () => {
  const { database, observer, proxy } = await behindProxy();
  once(proxy, "COMMIT", () => ({ passAfter: 1500 }));
  expect(await addCondition(database)).toEqual({ answer: "stored", works: 1 });
  expect(await stored(observer)).toBe(1);
  expect(await records(observer)).toEqual([]);
});

test("a change that changes nothing needs no asking, and leaves no record", async () => {
  const { database, proxy } = await behindProxy();
  cutAfter(proxy, "COMMIT");
  const read = await database.transaction(async (transaction) => {
    await transaction.lockRuns([1]);
    return transaction.read.selectFrom("runs").select("number").execute();
  });
  expect(read).toEqual([{ number: 1 }]);
});

/** What a node of a cluster says at COMMIT where another one has changed the same rows: the transaction is rolled back. */
const certificationConflict = refusalPacket(
  1213,
  "40001",
  "Deadlock found when trying to get lock; try restarting transaction",
);

/** Lets the next COMMITs fail so; `meanwhile` is done as the first of them comes. */
function failCertification(proxy: Proxy, times: number, meanwhile: () => void = () => undefined): void {
  let left = times;
  proxy.onSent = (sent) => {
    if (left === 0 || !sent.includes("COMMIT")) return "pass";
    if (left-- === times) meanwhile();
    return { answer: certificationConflict };
  };
}

describe("a certification conflict", () => {
  test.each([1, 3, 5])("is tried again: %i of them", async (times) => {
    const { database, observer, proxy } = await behindProxy();
    failCertification(proxy, times);
    expect(await addCondition(database)).toEqual({ answer: "stored", works: times + 1 });
    expect(await stored(observer)).toBe(1);
    expect(await records(observer)).toEqual([]);
  });

  test("is told where it does not end, and nothing is stored", async () => {
    const { database, observer, proxy } = await behindProxy();
    failCertification(proxy, 6);
    await expect(addCondition(database)).rejects.toMatchObject({ errno: 1213 });
    expect(await stored(observer)).toBe(0);
    expect(await addCondition(database)).toMatchObject({ works: 1 });
  });

  test("with a commit of changes: the other's value is not overwritten by the second attempt", async () => {
    const { database, observer, proxy } = await behindProxy();
    const other = changeClient(await openWritableForTest(observer.connection.text), "other");
    const changeTo = (value: number) => ({
      changes: [{ run: 1, name: "count", old: null, new: value }],
    });
    let theirs: ReturnType<typeof other.commitChanges> | undefined;
    failCertification(proxy, 1, () => {
      theirs = other.commitChanges(changeTo(7));
    });
    const own = await changeClient(database, "ann").commitChanges(changeTo(5));
    expect(await theirs).toMatchObject({ ok: true, value: { refused: [], counts: { added: 1 } } });
    expect(own).toMatchObject({
      ok: true,
      value: { commit: null, refused: [{ state: "conflict", now: 7, changed: { user: "other" } }] },
    });
    expect(await stored(observer)).toBe(1);
  });
});

describe("where it cannot be found out that is said, and how to look", () => {
  test("the server does not come back in time", async () => {
    const { database, observer, proxy } = await behindProxy({ absence: 1000 });
    once(proxy, "COMMIT", () => {
      proxy.behave("refusing");
      proxy.onAnswer = () => "cut";
      return "pass";
    });
    const failure: unknown = await addCondition(database).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({
      code: "uncertain",
      message: expect.stringMatching(
        /whether it was stored could not be found out.*look for the log record \d+, “Transaction [0-9a-f-]{36}/,
      ) as string,
    });
    // As it says: all was stored.
    const name = /“(Transaction [0-9a-f-]{36})/.exec((failure as Error).message)?.[1] ?? "";
    expect(await records(observer)).toEqual([expect.stringContaining(name)]);
    expect(await stored(observer)).toBe(1);
  });

  test("the log is not made for tokens", async () => {
    const { database, observer, proxy } = await behindProxy({
      statements: ["ALTER TABLE logs ENGINE = Aria"],
    });
    cutAfter(proxy, "COMMIT");
    await expect(addCondition(database)).rejects.toMatchObject({
      code: "uncertain",
      message: expect.stringMatching(/Look whether what you changed is there/) as string,
    });
    expect(await stored(observer)).toBe(1);
  });
});
