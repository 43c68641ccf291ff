/** Updaters of one run at once, as programs, some twenty on a file and ten on a server; some are killed. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import { describe, expect, test, vi } from "vitest";
import type { Database } from "../../../core/db/database.ts";
import { readHistory } from "../../../core/log/history.ts";
import { readRun } from "../../../core/runs/run.ts";
import type { UpdateReason } from "../../../core/updates/plugin.ts";
import { backends } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { collect, startRcdb, type Ended } from "../cli/command.ts";
import { runLog, standardEnd } from "./logs.ts";

/** A source that takes a while, and in the first updater as long as that lives. */
const slowSource = `import { appendFileSync } from "node:fs";
export default ({ journal }) => ({
  async update() {
    appendFileSync(journal, "begun\\n");
    await new Promise((resolve) => setTimeout(resolve, process.env.RCDB_TEST_HOLDS ? 600_000 : 50));
    return {};
  },
});
`;

/** Beside the first one, which is killed while it holds the lock; some of these are killed while they wait for it. */
const onFile: readonly Updater[] = [
  ...Array<UpdateReason>(5).fill("start"),
  ...Array<UpdateReason>(8).fill("update"),
  ...Array<UpdateReason>(6).fill("end"),
].map((reason, at) => ({ reason, isKilled: [0, 1, 5, 6, 13].includes(at) }));
/** Every other one: each is a process, and what they do to each other is decided by the lock, which is a file here too. */
const onServer = onFile.filter((_, at) => at % 2 === 1);

interface Updater {
  readonly reason: UpdateReason;
  readonly isKilled: boolean;
}

describe.each(backends)("on $name", ({ name, create }) => {
  const others = name === "sqlite" ? onFile : onServer;

  test("nothing is doubled, the end counts, and the log tells the story", { timeout: 600_000 }, async () => {
    const connection = await create();
    const folder = temporaryFolder();
    const [log, journal] = [join(folder, "run.log"), join(folder, "journal")];
    const plugins = join(folder, "plugins.json");
    writeFileSync(join(folder, "slow.mjs"), slowSource);
    const slow = { module: "./slow.mjs", timeLimit: 3600, options: { journal } };
    writeFileSync(plugins, JSON.stringify({ plugins: { slow } }));
    writeFileSync(log, runLog());
    const update = (reason: UpdateReason, environment: NodeJS.ProcessEnv = {}) =>
      startRcdb(
        [
          "-c",
          connection,
          "update",
          log,
          "--reason",
          reason,
          "--update",
          "coda,slow",
          "--plugins",
          plugins,
        ].concat("--lock", join(folder, "lock")),
        environment,
      );

    const first = update("start", { RCDB_TEST_HOLDS: "1" });
    const firstEnd = collect(first);
    await vi.waitFor(() => expect(existsSync(journal)).toBe(true), { timeout: 180_000, interval: 50 });
    writeFileSync(`${log}.new`, runLog({ end: standardEnd }));
    renameSync(`${log}.new`, log);

    // One that comes while another one runs is left out, and ends at once.
    const leftOut = await collect(update("update"));
    const children = others.map(({ reason }) => update(reason));
    const ends = children.map(collect);
    const survivors = ends.filter((_, at) => others[at]?.isKilled !== true);
    // Nobody waits for the first one as long as anybody may wait, however long all of these take to start.
    await Promise.race([Promise.any(survivors), setTimeout(10_000)]);
    others.forEach(({ isKilled }, at) => isKilled && children[at]?.kill("SIGKILL"));
    first.kill("SIGKILL");
    expect(await firstEnd).toMatchObject({ code: null });
    const ended = [leftOut, ...(await Promise.all(survivors))];
    expect(ended.map(({ code, errors }) => ({ code, errors }))).toEqual(
      ended.map(() => ({ code: 0, errors: "" })),
    );

    const database = await openForTest(connection);
    await expectNothingTwice(database);
    await expectStory(database, ended, 1 + others.filter(({ reason }) => reason === "update").length);
    const begun = readFileSync(journal, "utf8").split("\n").length - 1;
    expect(begun).toBeGreaterThanOrEqual(1 + ended.filter(({ output }) => !isLeftOut(output)).length);
  });
});

function isLeftOut(output: string): boolean {
  return output.startsWith("Another update is running");
}

async function expectNothingTwice({ read }: Database): Promise<void> {
  const twice = async (table: string, columns: string): Promise<unknown[]> =>
    (
      await sql
        .raw(`SELECT ${columns} FROM ${table} GROUP BY ${columns} HAVING count(*) > 1`)
        .execute({ getExecutor: () => read.getExecutor() })
    ).rows;
  expect(await twice("conditions", "run_number, condition_type_id")).toEqual([]);
  expect(await twice("condition_types", "name")).toEqual([]);
  expect(await twice("files", "path, sha256")).toEqual([]);
  expect(await twice("files_have_runs", "files_id, run_number")).toEqual([]);
}

/** The killed first one stored the start; of all others one found something new, the end. */
async function expectStory(database: Database, ended: readonly Ended[], updates: number): Promise<void> {
  const run = await readRun(database, 10340);
  const valueOf = (name: string): unknown =>
    run.conditions.find((condition) => condition.name === name)?.value;
  expect(run.finished).toBe("2016-02-17 14:20:00");
  expect(valueOf("event_count")).toBe(3_000_000);
  expect(valueOf("is_valid_run_end")).toBe(true);
  expect(await readHistory(database, { run: 10340, condition: "event_count" })).toEqual([
    expect.objectContaining({ old: 2478918, new: 3_000_000 }),
  ]);
  const records = (await database.read.selectFrom("logs").select("description").orderBy("id").execute()).map(
    ({ description }) => description ?? "",
  );
  // The one that was killed after it had stored something leaves no summary.
  expect(records.filter((record) => record.startsWith("Update of run 10340"))).toHaveLength(1);
  const leftOut = records.filter((record) => record.startsWith("An update while a run goes on was left out"));
  const toldSo = ended.filter(({ output }) => isLeftOut(output)).length;
  expect(toldSo).toBeGreaterThan(0);
  expect(leftOut.length).toBeGreaterThanOrEqual(toldSo);
  expect(leftOut.length).toBeLessThanOrEqual(updates);
  // Nobody waited in vain.
  expect(records.filter((record) => record.includes("more than 30 s"))).toEqual([]);
}
