/** Commands whose server is lost in the middle go on by themselves: on the same one when it is back, or on the next host. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { mariadb, mariadbPort } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";
import { startProxy, type Proxy } from "../../support/proxy.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { runLog } from "../updates/logs.ts";
import { rcdb, rcdbHere } from "./command.ts";

/** A database behind hosts that can fail, and directly. */
async function behindHosts(hosts: number) {
  const direct = await mariadb.create({
    types: { event_count: "int" },
    runs: { 1: { conditions: { event_count: 5 } }, 2: { conditions: { event_count: 7 } } },
    statements: ["INSERT INTO logs (description, created) VALUES ('Beam was off', NOW())"],
  });
  const proxies = await Promise.all(Array.from({ length: hosts }, () => startProxy(mariadbPort())));
  const places = proxies.map(({ port }) => `127.0.0.1:${port}`).join(",");
  return { direct, url: `mysql://root@${places}${new URL(direct).pathname}`, proxy: proxies[0] as Proxy };
}

/** The first packet with these words is the last that passes, for a time. */
function loseAt(proxy: Proxy, words: RegExp, lose: () => void): void {
  proxy.onSent = (sent) => {
    if (!words.test(sent.toString("latin1"))) return "pass";
    proxy.onSent = () => "pass";
    lose();
    return "cut";
  };
}

const losses: readonly (readonly [what: string, hosts: number, lose: (proxy: Proxy) => void])[] = [
  ["a connection that breaks", 1, () => undefined],
  [
    "a server that is started anew",
    1,
    (proxy) => {
      proxy.behave("refusing");
      proxy.cut();
      setTimeout(() => proxy.behave("passing"), 1000);
    },
  ],
  [
    "a node that dies",
    2,
    (proxy) => {
      proxy.behave("refusing");
      proxy.cut();
    },
  ],
  ["a node that stops answering", 2, (proxy) => proxy.freeze()],
];

describe.each(losses)("%s", (_, hosts, lose) => {
  test.each<[args: readonly string[], words: RegExp, output: RegExp]>([
    [["log"], /from `logs`/, /Beam was off/],
    [["select", "event_count > 6", "event_count"], /from `?conditions/i, /\b2\s+7/],
    [["run", "2"], /from `?conditions/i, /event_count.*7/],
  ])("rcdb %s goes on", async (args, words, output) => {
    const { url, proxy } = await behindHosts(hosts);
    loseAt(proxy, words, () => lose(proxy));
    const ended = await rcdbHere("-c", url, ...args);
    expect(ended).toMatchObject({ code: 0, output: expect.stringMatching(output) as string });
    // It was lost in the middle indeed, and that was said.
    expect(ended.errors).toMatch(/Trying again/);
  });

  test.each(["BEGIN", "GET_LOCK", "INSERT INTO conditions", "COMMIT$"])(
    "rcdb update goes on, lost at %s",
    async (words) => {
      const { url, direct, proxy } = await behindHosts(hosts);
      const folder = temporaryFolder();
      const log = join(folder, "run.log");
      writeFileSync(log, runLog());
      loseAt(proxy, new RegExp(words), () => lose(proxy));
      const update = ["-c", url, "update", log, "--update", "coda", "--lock", join(folder, "lock")];
      expect(await rcdbHere(...update, "--reason", "update")).toMatchObject({ code: 0 });
      const { read } = await openForTest(direct);
      const stored = await read
        .selectFrom("conditions")
        .select("condition_type_id")
        .where("run_number", "=", 10340)
        .execute();
      expect(stored.length).toBeGreaterThan(5);
      expect(new Set(stored.map((row) => row.condition_type_id)).size).toBe(stored.length);
      const files = await read.selectFrom("files_have_runs").select("files_id").execute();
      expect(files).toHaveLength(1);
    },
  );
});

test("what does not come back is told in the end, as what it is", async () => {
  const { url, proxy } = await behindHosts(1);
  loseAt(proxy, /from `logs`/, () => {
    proxy.behave("refusing");
    proxy.cut();
  });
  expect(await rcdbHere("-c", url, "log")).toMatchObject({ code: 3, output: "" });
});

/** With the time that a busy machine needs to start the program. */
const soon = 60_000;

test.each<[what: string, args: (folder: string) => string[], words: RegExp]>([
  [
    "copy to a new file",
    (folder) => ["copy", "SOURCE", join(folder, "new.sqlite")],
    /FROM `conditions` AS s/,
  ],
  ["copy to an old one", (folder) => ["copy", "SOURCE", join(folder, "old.sqlite")], /GROUP BY block/],
])("rcdb %s ends where its server is paused", { timeout: soon }, async (_what, argsIn, words) => {
  const { url, proxy } = await behindHosts(1);
  const folder = temporaryFolder();
  await rcdbHere("copy", url, join(folder, "old.sqlite"));
  proxy.onSent = (sent) => {
    if (words.test(sent.toString("latin1"))) proxy.freeze();
    return "pass";
  };
  const ended = await rcdb(argsIn(folder).map((word) => (word === "SOURCE" ? url : word)));
  expect(ended).toMatchObject({ code: 3, errors: expect.stringMatching(/no longer answers/) as string });
});
