/**
 * The node of a Galera cluster that a program uses is killed, or stops, in the middle of its work: nothing that was acknowledged is lost,
 * nothing is doubled, and the program goes on with another node. `npm run test:cluster` does this as often as it is told.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Outcome } from "../../core/api/failure.ts";
import type { Database } from "../../core/db/database.ts";
import { openDatabase, openWritableDatabase } from "../../core/db/open.ts";
import { Pool } from "../../core/process/pool.ts";
import { spawnDatabaseProcess } from "../../server/spawnDatabaseProcess.ts";
import { createOnMariadb } from "../support/backends.ts";
import { tablesOf } from "../support/database.ts";
import { startCluster, type Cluster } from "../support/galera.ts";
import { bundledDatabaseProcess } from "../support/programs.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { rcdbHere } from "../unit/cli/command.ts";
import { component, runLog, standardStart } from "../unit/updates/logs.ts";
import { writeClient } from "../unit/writing/client.ts";

const rounds = Number(process.env["RCDB_CLUSTER_ROUNDS"] ?? 1);
/** What goes on may take so long, in milliseconds: 5 s on a machine that does nothing else. */
const longest = Number(process.env["RCDB_CLUSTER_LONGEST"] ?? 15_000);

let cluster: Cluster;
let path: string;

beforeAll(async () => {
  cluster = await startCluster();
  const content = {
    types: { count: "int", name: "string", note: "string" } as const,
    runs: { 1: { conditions: { count: 1, name: "first" } } },
  };
  const direct = await createOnMariadb(tablesOf(content), [], { port: cluster.nodes[0].port });
  path = new URL(direct).pathname;
}, 300_000);

afterAll(() => cluster.stop());

/** The database, with this node first. */
function urlFrom(first: number): string {
  const places = [0, 1, 2].map((at) => `127.0.0.1:${cluster.nodes[(first + at) % 3]?.port}`);
  return `mysql://root@${places.join(",")}${path}`;
}

/** A step of some work, which throws where it is not acknowledged; and what must hold of all steps that were. */
interface Work {
  readonly step: (number: number) => Promise<void>;
  readonly check: (database: Database, steps: readonly number[]) => Promise<void>;
}

const expectOk = (outcome: Outcome<unknown>): void => expect(outcome).toMatchObject({ ok: true });

/** The values of a condition by runs, as often as they are stored. */
async function valuesOf(
  { read }: Database,
  condition: string,
): Promise<Map<number, (string | number | null)[]>> {
  const rows = await read
    .selectFrom("conditions as c")
    .innerJoin("condition_types as t", "t.id", "c.condition_type_id")
    .select(["c.run_number as run", "c.int_value as int", "c.text_value as text", "t.value_type as type"])
    .where("t.name", "=", condition)
    .execute();
  const values = new Map<number, (string | number | null)[]>();
  for (const { run, int, text, type } of rows) {
    values.set(run ?? 0, [...(values.get(run ?? 0) ?? []), type === "int" ? int : text]);
  }
  return values;
}

let lastRun = 1000;
const newRuns = (count: number): number[] => Array.from({ length: count }, () => ++lastRun);

const works: Readonly<Record<string, (url: string) => Promise<Work>>> = {
  /** As a window reads: in a process of its own, asking again what was not answered. */
  reading: async (url) => {
    const pool = await openPool(url);
    return {
      step: async () => {
        for (;;) {
          const outcome = await pool.call("readRun", { run: 1 }, {});
          if (outcome.ok) return;
          expect(outcome).toMatchObject({
            error: { code: expect.stringMatching(/lost|unreachable/) as string },
          });
          await wait(500);
        }
      },
      check: () => Promise.resolve(),
    };
  },
  "a bulk write": async (url) => {
    const database = await openWritableDatabase(url);
    onTestFinished(() => database.close());
    const client = writeClient(database);
    const written = new Map<number, readonly number[]>();
    return {
      step: async (number) => {
        const runs = newRuns(300);
        const conditions = [
          { name: "count", value: number },
          { name: "name", value: `step ${number}` },
        ];
        expectOk(
          await client.addRuns({ runs: runs.map((run) => ({ number: run, conditions })), replace: false }),
        );
        written.set(number, runs);
      },
      check: async (observer, steps) => {
        const [counts, names] = [await valuesOf(observer, "count"), await valuesOf(observer, "name")];
        for (const step of steps) {
          for (const run of written.get(step) ?? []) {
            expect([counts.get(run), names.get(run)]).toEqual([[step], [`step ${step}`]]);
          }
        }
      },
    };
  },
  "an update by the data acquisition": (url) => {
    const folder = temporaryFolder();
    const [log, run] = [join(folder, "run.log"), newRuns(1)[0] ?? 0];
    return Promise.resolve({
      step: async (number) => {
        const statistics = component(
          "ROCFDC11",
          "ROC",
          `<evt-rate>${number}</evt-rate><evt-number>${number}</evt-number>`,
        );
        const start = standardStart
          .replace(/<component name = "ROCFDC11".*<\/component>(?=\n)/, statistics)
          .replace(/<total-evt>\d+/, `<total-evt>${number}`);
        writeFileSync(log, runLog({ run, start }));
        const reason = number === 0 ? "start" : "update";
        const update = [
          "update",
          log,
          "--update",
          "coda",
          "--reason",
          reason,
          "--lock",
          join(folder, "lock"),
        ];
        const { code, errors } = await rcdbHere("-c", url, ...update);
        expect(code, errors).toBe(0);
      },
      check: async (observer, steps) => {
        for (const condition of ["event_count", "component_stats", "run_type", "user_comment"]) {
          expect((await valuesOf(observer, condition)).get(run)?.length ?? 1, condition).toBe(1);
        }
        expect((await valuesOf(observer, "event_count")).get(run)).toEqual([steps.at(-1)]);
        const files = await observer.read
          .selectFrom("files_have_runs")
          .select("files_id")
          .where("run_number", "=", run)
          .execute();
        expect(files).toHaveLength(1);
      },
    });
  },
  /** As a window changes: each time in a process of its own. */
  "an edit": async (url) => {
    const pool = await openPool(url);
    const [run] = newRuns(1);
    const database = await openWritableDatabase(url);
    expectOk(await writeClient(database).createRun({ number: run ?? 0 }));
    await database.close();
    return {
      step: async (number) =>
        expectOk(await pool.change("addComment", { run, text: `comment ${number}` }, {})),
      check: async (observer, steps) => {
        const lines = (await valuesOf(observer, "user_comment")).get(run ?? 0);
        expect(lines).toEqual([steps.map((step) => `comment ${step}`).join("\n")]);
      },
    };
  },
};

async function openPool(url: string): Promise<Pool> {
  const spawn = () => spawnDatabaseProcess(bundledDatabaseProcess());
  const opened = await Pool.open({ spawn, size: 2, share: null }, url);
  if (!opened.ok) throw new Error(opened.error.message);
  onTestFinished(() => opened.value.pool.close());
  return opened.value.pool;
}

/** Some steps, until the node fails in the middle of one, and some after that; and how long the slowest of them took. */
async function goOn(work: Work, fail: () => void): Promise<{ acknowledged: number[]; slowest: number }> {
  const acknowledged: number[] = [];
  let [slowest, hasFailed] = [0, false];
  const failing = wait(300 + Math.random() * 700).then(() => {
    fail();
    hasFailed = true;
  });
  for (let [step, after] = [0, 0]; after < 3; step++) {
    const start = performance.now();
    await work.step(step);
    slowest = Math.max(slowest, performance.now() - start);
    acknowledged.push(step);
    if (hasFailed) after++;
  }
  await failing;
  return { acknowledged, slowest };
}

/** Tokens of transactions that nobody waits for any more mean nothing; here each was answered in the end. */
const tokens = async ({ read }: Database): Promise<number> =>
  (await sql`SELECT id FROM logs WHERE description LIKE 'Transaction %'`.execute(read)).rows.length;

const kinds = Object.keys(works).flatMap((work) =>
  (["kill", "pause"] as const).map((fault) => [work, fault] as const),
);

describe.each(Array.from({ length: rounds }, (_, at) => at))("round %i", (round) => {
  test.each(kinds)("%s goes on after a %s", { timeout: 300_000 }, async (name, fault) => {
    const at = (round + kinds.findIndex(([other, how]) => other === name && how === fault)) % 3;
    const node = cluster.nodes[at] ?? cluster.nodes[0];
    const work = (await works[name]?.(urlFrom(at))) as Work;
    let acknowledged: readonly number[];
    try {
      const done = await goOn(work, () => node[fault]());
      acknowledged = done.acknowledged;
      console.log(
        `round ${round}: ${name} went on after a ${fault} in ${(done.slowest / 1000).toFixed(1)} s`,
      );
      expect(done.slowest).toBeLessThan(longest);
    } finally {
      await node.revive();
    }
    for (const first of [0, 1, 2]) {
      const observer = await openDatabase(urlFrom(first));
      try {
        // What all have committed is there on each, when it has come that far.
        await expect
          .poll(() => work.check(observer, acknowledged).then(() => true), { timeout: 30_000 })
          .toBe(true);
        expect(await tokens(observer)).toBe(0);
      } finally {
        await observer.close();
      }
    }
  });
});
