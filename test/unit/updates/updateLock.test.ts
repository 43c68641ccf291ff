/** One update of a database at a time: on one machine, and between those that share a server. */
import { mkdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { WritableDatabase } from "../../../core/db/database.ts";
import type { UpdateReason } from "../../../core/updates/plugin.ts";
import { withUpdateLock, type LockedOutcome } from "../../../core/updates/updateLock.ts";
import { createRun } from "../../../core/writing/runs.ts";
import { inTransaction } from "../../../core/writing/writing.ts";
import { backends, mariadb, mariadbPort } from "../../support/backends.ts";
import { openWritableForTest } from "../../support/database.ts";
import { execute } from "../../support/mariadb.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const logged: string[] = [];
const log = (text: string): Promise<void> => Promise.resolve(void logged.push(text));
const done = (): Promise<string> => Promise.resolve("done");
const storeRun = (database: WritableDatabase, number: number): Promise<unknown> =>
  inTransaction(database, "ann", (writing) => createRun(writing, { number }));
const canStore = (database: WritableDatabase): Promise<boolean> =>
  inTransaction(database, "ann", () => Promise.resolve(true)).catch((thrown: unknown) => {
    expect(thrown).toMatchObject({ code: "locked" });
    return false;
  });
const runsOf = async ({ read }: WritableDatabase): Promise<number[]> =>
  (await read.selectFrom("runs").select("number").orderBy("number").execute()).map(({ number }) => number);

describe.each(backends)("on $name", ({ name: backend, create }) => {
  let connection: string;
  let database: WritableDatabase;
  let lockFile: string;

  beforeEach(async () => {
    connection = await create({ runs: { 1: {} } });
    database = await openWritableForTest(connection);
    lockFile = join(temporaryFolder(), "update");
    logged.length = 0;
  });

  const locked = <T>(
    reason: UpdateReason | null,
    work: (database: WritableDatabase) => Promise<T>,
    file: string | null = lockFile,
  ): Promise<LockedOutcome<T>> => withUpdateLock({ database, lockFile: file, reason, log }, work);

  test.each<[string, () => string | null]>([
    ["a file of its own", () => lockFile],
    ["the usual file", () => null],
  ])("by %s: an update ends at once, a start waits, and afterwards all is free", async (_name, fileOf) => {
    const file = fileOf();
    let isOver = false;
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const first = locked(
      "start",
      async () => {
        expect(await locked("update", done, file)).toEqual({ taken: false });
        expect(logged).toEqual(["An update while a run goes on was left out: another one was running."]);
        begin();
        await wait(300);
        isOver = true;
        return 1;
      },
      file,
    );
    await begun;
    const second = locked("end", () => Promise.resolve(isOver), file);
    expect(await first).toEqual({ taken: true, value: 1 });
    expect(await second).toEqual({ taken: true, value: true });
    expect(await locked("update", done, file)).toEqual({ taken: true, value: "done" });
    expect(logged).toHaveLength(1);
  });

  test.each(["start", "end", null] as const)("%s fails after 30 s", async (reason) => {
    await locked(null, async () => {
      const real = performance.now.bind(performance);
      // A hundred times as fast.
      const clock = vi.spyOn(performance, "now").mockImplementation(() => real() * 100);
      await expect(locked(reason, done).finally(() => clock.mockRestore())).rejects.toMatchObject({
        code: "locked",
      });
    });
    expect(logged).toEqual([
      expect.stringMatching(/^An update.* was left out: another one was running for more than 30 s\.$/),
    ]);
  });

  test("what fails leaves it free", async () => {
    await expect(locked("update", () => Promise.reject(new Error("no beam")))).rejects.toThrow("no beam");
    expect(await locked("update", done)).toEqual({ taken: true, value: "done" });
  });

  test("what a killed one left is taken over", async () => {
    mkdirSync(`${lockFile}.lock`);
    expect(await locked("update", done)).toEqual({ taken: false });
    const longAgo = new Date(Date.now() - 20_000);
    utimesSync(`${lockFile}.lock`, longAgo, longAgo);
    expect(await locked("update", done)).toEqual({ taken: true, value: "done" });
  });

  test("one that another program took over meanwhile stores nothing more", async () => {
    const losing = locked("start", async (target) => {
      await storeRun(target, 2);
      const now = new Date(Date.now() + 1000);
      utimesSync(`${lockFile}.lock`, now, now);
      // Noticed with the next sign of life.
      while (await canStore(target)) await wait(50);
      await storeRun(target, 3);
    });
    await expect(losing).rejects.toMatchObject({ code: "locked" });
    expect(await runsOf(database)).toEqual([1, 2]);
  });

  test("no folder for it", async () => {
    const none = join(lockFile, "none");
    await expect(locked("update", done, none)).rejects.toMatchObject({ code: "no_such_file" });
  });

  test("on two machines", async () => {
    const elsewhere = join(temporaryFolder(), "update");
    const outcome = await locked("start", () => locked("update", done, elsewhere));
    // Those that share a file share a machine; else a transaction at a time is enough.
    const value = backend === "sqlite" ? { taken: true, value: "done" } : { taken: false };
    expect(outcome).toEqual({ taken: true, value });
    expect(await locked("update", done, elsewhere)).toEqual({ taken: true, value: "done" });
  });
});

test("a lost connection is noticed before anything is stored", async () => {
  const connection = await mariadb.create();
  const database = await openWritableForTest(connection);
  const name = new URL(connection).pathname.slice(1);
  const request = { database, lockFile: join(temporaryFolder(), "update"), reason: "end", log } as const;
  const losing = withUpdateLock(request, async (target) => {
    await storeRun(target, 2);
    await execute({ port: mariadbPort() }, [
      `SET @id = IS_USED_LOCK(CONCAT('rcdb updates ', SHA1('${name}')))`,
      "EXECUTE IMMEDIATE CONCAT('KILL CONNECTION ', @id)",
    ]);
    await storeRun(target, 3);
  });
  await expect(losing).rejects.toMatchObject({ code: "connection_lost" });
  expect(await runsOf(database)).toEqual([2]);
  expect(await withUpdateLock(request, done)).toEqual({ taken: true, value: "done" });
});
