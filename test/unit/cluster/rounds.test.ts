/**
 * The node of a Galera cluster that programs use is killed, or stops, in the middle of their work: nothing that was acknowledged is lost,
 * nothing is doubled, and they go on with another node. `npm run test:cluster` does this as often as it is told, and measures how soon.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Outcome } from "../../../core/api/failure.ts";
import type { Database } from "../../../core/db/database.ts";
import { openDatabase, openWritableDatabase } from "../../../core/db/open.ts";
import { Pool } from "../../../core/process/pool.ts";
import { spawnDatabaseProcess } from "../../../server/spawnDatabaseProcess.ts";
import { createOnMariadb } from "../../support/backends.ts";
import { tablesOf } from "../../support/database.ts";
import { advised, generous, startCluster, type Cluster } from "../../support/galera.ts";
import { bundledDatabaseProcess } from "../../support/programs.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdbHere } from "../cli/command.ts";
import { component, runLog, standardStart } from "../updates/logs.ts";
import { writeClient } from "../writing/client.ts";

const givenRounds = process.env["RCDB_CLUSTER_ROUNDS"];
/** Only then time counts: `npm test` does other work beside this, and a node that has to wait for it is not to be given up. */
const isMeasured = givenRounds !== undefined;
const rounds = Number(givenRounds ?? 1);
/** What goes on may take so long where it is measured, in milliseconds: 5 s on a machine that does nothing else. */
const longest = Number(process.env["RCDB_CLUSTER_LONGEST"] ?? 15_000);

/** Nobody does so without a pause, and three servers share the machine; in milliseconds. */
const betweenSteps = 100;

let nodes: Cluster["nodes"];
let stop: Cluster["stop"] = () => Promise.resolve();
let path: string;
/** How long each kind of work has waited after each kind of fault, in milliseconds. */
const waits = new Map<string, number[]>();

beforeAll(async () => {
  ({ nodes, stop } = await startCluster(isMeasured ? advised : generous));
  const content = {
    types: { count: "int", name: "string", note: "string" } as const,
    runs: { 1: { conditions: { count: 1, name: "first" } } },
  };
  const direct = await createOnMariadb(tablesOf(content), [], { port: nodes[0].port });
  path = new URL(direct).pathname;
}, 600_000);

afterAll(async () => {
  for (const [kind, times] of waits) {
    const sorted = times.toSorted((a, b) => a - b);
    const at = (part: number): string =>
      ((sorted[Math.floor(part * (sorted.length - 1))] ?? 0) / 1000).toFixed(1);
    console.log(
      `${kind}: ${times.length} times, half within ${at(0.5)} s, nine of ten ${at(0.9)} s, all ${at(1)} s`,
    );
  }
  await stop();
});

/** The database, with this node first. */
function urlFrom(first: number): string {
  const places = [0, 1, 2].map((at) => `127.0.0.1:${nodes[(first + at) % 3]?.port}`);
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

const works: Readonly<Record<string, (url: string, pool: Pool) => Promise<Work>>> = {
  /** As a window reads: in a process of its own, asking again what was not answered. */
  reading: (_, pool) =>
    Promise.resolve({
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
    }),
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
  "an edit": async (url, pool) => {
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

/** What has become of a work: the steps that were acknowledged, and the longest time without one after the fault. */
interface Done {
  readonly acknowledged: readonly number[];
  readonly longest: number;
}

/** Does steps of all works at once until the node fails in the middle of them, and some of each after that. */
async function goOn(all: readonly Work[], fail: () => void): Promise<readonly Done[]> {
  let [unbegun, failed, isBroken] = [all.length, null as number | null, false];
  let timer: NodeJS.Timeout | undefined;
  const failSoon = (): void => {
    timer = setTimeout(() => {
      fail();
      failed = performance.now();
    }, Math.random() * 700);
  };
  const steps = async ({ step }: Work): Promise<Done> => {
    const acknowledged: number[] = [];
    let [last, longest] = [performance.now(), 0];
    for (let [number, after] = [0, 0]; after < 3 && !isBroken; number++) {
      const isAfter = failed !== null;
      await step(number);
      const now = performance.now();
      if (failed !== null) longest = Math.max(longest, now - Math.max(last, failed));
      [last, after] = [now, after + Number(isAfter)];
      acknowledged.push(number);
      if (number === 0 && --unbegun === 0) failSoon();
      await wait(betweenSteps);
    }
    return { acknowledged, longest };
  };
  const doing = all.map((work) =>
    steps(work).catch((thrown: unknown) => {
      // The others need not wait for a fault that does not come.
      isBroken = true;
      throw thrown;
    }),
  );
  try {
    return await Promise.all(doing);
  } finally {
    // The node is not to fail after the test has.
    clearTimeout(timer);
  }
}

/** Tokens of transactions that nobody waits for any more mean nothing; here each was answered in the end. */
const tokens = async ({ read }: Database): Promise<number> =>
  (await sql`SELECT id FROM logs WHERE description LIKE 'Transaction %'`.execute(read)).rows.length;

const faults = ["pause", "kill"] as const;

describe.each(Array.from({ length: rounds }, (_, at) => at))("round %i", (round) => {
  test.each(faults)("all go on after a %s", { timeout: 600_000 }, async (fault) => {
    const at = (2 * round + faults.indexOf(fault)) % 3;
    const [node, url] = [nodes[at] ?? nodes[0], urlFrom(at)];
    const isLast = round === rounds - 1 && fault === "kill";
    const pool = await openPool(url);
    const all: Work[] = [];
    for (const begin of Object.values(works)) all.push(await begin(url, pool));
    let done: readonly Done[];
    try {
      done = await goOn(all, () => node[fault]());
    } finally {
      // Bringing a node back that nobody asks any more takes long.
      if (!isLast) await node.revive();
    }
    for (const [place, kind] of Object.keys(works).entries()) {
      const time = done[place]?.longest ?? 0;
      console.log(`round ${round}: ${kind} went on after a ${fault} in ${(time / 1000).toFixed(1)} s`);
      waits.set(`${kind}, ${fault}`, [...(waits.get(`${kind}, ${fault}`) ?? []), time]);
      if (isMeasured) expect(time, kind).toBeLessThan(longest);
    }
    for (const first of [0, 1, 2].filter((other) => !isLast || other !== at)) {
      const observer = await openDatabase(urlFrom(first));
      try {
        const check = async (): Promise<true> => {
          for (const [place, work] of all.entries()) {
            await work.check(observer, done[place]?.acknowledged ?? []);
          }
          return true;
        };
        // What all have committed is there on each, when it has come that far.
        await expect.poll(check, { timeout: 300_000 }).toBe(true);
        expect(await tokens(observer)).toBe(0);
      } finally {
        await observer.close();
      }
    }
  });
});
