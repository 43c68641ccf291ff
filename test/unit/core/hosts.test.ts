/** Several hosts in a connection string: the next one when one fails. */
import { sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import type { Database } from "../../../core/db/database.ts";
import { openMysql } from "../../../core/db/mysql/open.ts";
import { usualTimeouts, type Timeouts } from "../../../core/db/mysql/pulse.ts";
import { parseMysqlUrl } from "../../../core/db/mysql/url.ts";
import { mariadb, mariadbPort } from "../../support/backends.ts";
import { packet } from "../../support/mysqlProtocol.ts";
import { startProxy, type Proxy } from "../../support/proxy.ts";

/** A database that three hosts have, the connection string of all, and one of them for each. */
async function threeHosts(timeouts: Timeouts = { pause: 100, answer: 4000 }) {
  const single = new URL(await mariadb.create({ runs: { 1: {} } }));
  const hosts = [
    await startProxy(mariadbPort()),
    await startProxy(mariadbPort()),
    await startProxy(mariadbPort()),
  ] as const;
  const places = hosts.map(({ port }) => `127.0.0.1:${port}`);
  const url = `mysql://${single.username}@${places.join(",")}${single.pathname}`;
  const open = async (): Promise<Database> => {
    const database = await openMysql(parseMysqlUrl(url), timeouts);
    onTestFinished(() => database.close());
    return database;
  };
  return { url, hosts, places, open };
}

const runsOf = async (database: Database): Promise<unknown> =>
  (await sql`SELECT number FROM runs`.execute(database.read)).rows;

const greets = (code: number, message: string): Buffer =>
  packet(0, [0xff, code & 0xff, code >> 8], "#08004", message);

describe("opening goes on to the next host", () => {
  test.each<[what: string, fail: (proxy: Proxy) => void]>([
    ["one that refuses connections", (proxy) => proxy.behave("refusing")],
    ["one that gives no answer", (proxy) => proxy.behave("silent")],
    ["one that is no server of MySQL's", (proxy) => proxy.behave("garbage")],
    ["too many connections", (proxy) => proxy.behave({ greeting: greets(1040, "Too many connections") })],
    [
      "one that is shut down",
      (proxy) => proxy.behave({ greeting: greets(1053, "Server shutdown in progress") }),
    ],
    ["one that breaks off the login", (proxy) => (proxy.onSent = () => "cut")],
  ])("%s", async (_, fail) => {
    const { hosts, places, open } = await threeHosts();
    fail(hosts[0]);
    const database = await open();
    expect(await runsOf(database)).toEqual([{ number: 1 }]);
    expect(database.hostInUse()).toBe(places[1]);
    expect(hosts[2].made).toBe(0);
  });

  test("the first where nothing is wrong, and all of its connections to it", async () => {
    const { hosts, places, open } = await threeHosts();
    const database = await open();
    await Promise.all(Array.from({ length: 12 }, () => sql`SELECT SLEEP(0.05)`.execute(database.read)));
    expect(database.hostInUse()).toBe(places[0]);
    expect(hosts.map(({ made }) => made > 0)).toEqual([true, false, false]);
  });

  test.each<[what: string, change: (url: string) => string, code: string]>([
    ["a refused login", (url) => url.replace("root@", "nobody:wrong@"), "login_refused"],
    ["a database that is not there", (url) => `${url}_other`, "not_a_database"],
  ])("but not for %s", async (_, change, code) => {
    const { url, hosts } = await threeHosts();
    await expect(openMysql(parseMysqlUrl(change(url)))).rejects.toMatchObject({ code });
    expect(hosts.map(({ made }) => made > 0)).toEqual([true, false, false]);
  });

  test("where none takes connections each is told of", async () => {
    const { hosts, places, open } = await threeHosts();
    hosts[0].behave("refusing");
    hosts[1].behave("silent");
    hosts[2].behave({ greeting: greets(1040, "Too many connections") });
    const failure = toFailure(await open().catch((thrown: unknown) => thrown));
    expect(failure.code).toBe("unreachable");
    expect(failure.message).toMatch(
      new RegExp(
        `None of the 3 hosts.*${places[0]}: .*${places[1]}: .*gives no answer.*${places[2]}: .*too many connections`,
      ),
    );
  });
});

describe("a host that is lost while it is used", () => {
  test.each<[what: string, lose: (proxy: Proxy) => void]>([
    [
      "that is ended",
      (proxy) => {
        proxy.behave("refusing");
        proxy.cut();
      },
    ],
    ["that stops answering", (proxy) => proxy.freeze()],
  ])("%s is told to who waits, and the next one is used by all", async (_, lose) => {
    const { hosts, places, open } = await threeHosts();
    const database = await open();
    const running = [1, 2].map((seconds) =>
      sql`SELECT SLEEP(${seconds + 30})`
        .execute(database.read)
        .catch((thrown: unknown) => database.dialect.explain(thrown) ?? toFailure(thrown)),
    );
    // Both are asked before the host is lost.
    await expect
      .poll(async () => {
        const other = await openMysql(
          parseMysqlUrl(new URL(`mysql://root@127.0.0.1:${mariadbPort()}/${database.connection.name}`).href),
        );
        const { rows } = await sql`SELECT id FROM information_schema.processlist
          WHERE db = DATABASE() AND info LIKE 'SELECT SLEEP%'`.execute(other.read);
        await other.close();
        return rows.length;
      })
      .toBe(2);
    lose(hosts[0]);
    for (const outcome of await Promise.all(running))
      expect(outcome).toMatchObject({ code: "connection_lost" });
    expect(await Promise.all([runsOf(database), runsOf(database)])).toEqual([
      [{ number: 1 }],
      [{ number: 1 }],
    ]);
    expect(database.hostInUse()).toBe(places[1]);
    // It stays there, also when the first one is back.
    hosts[0].behave("passing");
    expect(await runsOf(database)).toEqual([{ number: 1 }]);
    expect(database.hostInUse()).toBe(places[1]);
    hosts[1].behave("refusing");
    hosts[1].cut();
    await expect.poll(() => runsOf(database).catch(() => null)).toEqual([{ number: 1 }]);
    expect(database.hostInUse()).toBe(places[2]);
  });
});

test.each([
  ["one host", "mysql://root@h1/rcdb", 3500],
  ["several, of which one is left for the next", "mysql://root@h1,h2/rcdb", 2000],
  ["several through a tunnel, which may take long to greet", "mysql://root@h1,h2/rcdb?ssh=me@gate", 3500],
])("a host that stops answering is noticed in time: %s", (_, url, most) => {
  const { pause, answer } = usualTimeouts(parseMysqlUrl(url));
  expect(pause + answer).toBe(most);
});
