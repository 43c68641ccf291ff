/** What a series of updates leaves in the log: the values before it and at its end, and all that people have stored between. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { WritableDatabase } from "../../../core/db/database.ts";
import { readHistory } from "../../../core/log/history.ts";
import type { UpdateReason } from "../../../core/updates/plugin.ts";
import { findPlugins } from "../../../core/updates/registry.ts";
import type { RegisteredPlugin } from "../../../core/updates/runPlugin.ts";
import { updateRun } from "../../../core/updates/update.ts";
import { addConditions } from "../../../core/writing/conditions.ts";
import { deleteConditions } from "../../../core/writing/deletedConditions.ts";
import { inTransaction } from "../../../core/writing/writing.ts";
import { backends } from "../../support/backends.ts";
import { openWritableForTest } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { component, runLog } from "./logs.ts";

const run = 7;
const types = {
  event_count: "int",
  event_rate: "float",
  component_stats: "json",
  mode: "int",
  mine: "int",
} as const;

describe.each(backends)("on $name", ({ create }) => {
  let database: WritableDatabase;
  beforeEach(async () => {
    database = await openWritableForTest(await create({ types, runs: { [run]: {} } }));
  });

  type Values = Partial<Record<keyof typeof types, number | string>>;
  const update = async (reason: UpdateReason | null, values: Values, user = "daq"): Promise<void> => {
    const conditions = Object.entries(values).map(([name, value]) => ({ name, value }));
    const name = "counts";
    const plugin = { name, update: () => ({ conditions, growing: ["mine"] }) };
    const plugins: RegisteredPlugin[] = [{ name, timeLimit: 5000, load: () => Promise.resolve(plugin) }];
    await updateRun(database, user, { subject: { run }, reason, plugins, runConfigFile: null });
  };
  const typed = (values: Values): Promise<unknown> =>
    inTransaction(database, "ann", (writing) =>
      addConditions(writing, {
        run,
        values: Object.entries(values).map(([name, value]) => ({ name, value })),
        replace: true,
      }),
    );
  /** Old value, new value, and who: of the changes of a condition. */
  const changes = async (condition: keyof typeof types = "event_count"): Promise<unknown[]> =>
    (await readHistory(database, { run, condition })).map((entry) => [entry.old, entry.new, entry.user]);

  test("one record from the start to the end", async () => {
    await update("start", { event_count: 1, event_rate: 0.5, mode: 1, mine: 1 });
    for (let count = 2; count < 6; count++) {
      await update("update", { event_count: count, event_rate: 99.999 * count, mode: count, mine: count });
    }
    await update("end", { event_count: 6, event_rate: 1.5, mode: 6, mine: 6 }, "shift");
    expect(await changes()).toEqual([[1, 6, "shift"]]);
    expect(await changes("event_rate")).toEqual([[0.5, 1.5, "shift"]]);
    expect(await changes("mine")).toEqual([[1, 6, "shift"]]);
    // Not one of those that grow.
    expect(await changes("mode")).toHaveLength(5);
  });

  test("a start, and what comes after an end, begins another one", async () => {
    await update("start", { event_count: 1 });
    await update("update", { event_count: 2 });
    await update("end", { event_count: 3 });
    await update("update", { event_count: 4 });
    await update("update", { event_count: 5 });
    await update("start", { event_count: 6 });
    await update("update", { event_count: 7 });
    expect(await changes()).toEqual([
      [1, 3, "daq"],
      [3, 5, "daq"],
      [5, 7, "daq"],
    ]);
  });

  test("an end that changes nothing ends it, and leaves its record as it was", async () => {
    await update("start", { event_count: 1, mine: 1 });
    await update("update", { event_count: 2, mine: 2 });
    const before = await readHistory(database, { run, condition: null });
    // Of another source: only its own conditions are at their ends.
    await update("end", { event_count: 2 }, "other");
    expect(await readHistory(database, { run, condition: null })).toEqual(before);
    await update("update", { event_count: 3, mine: 3 });
    expect(await changes()).toEqual([
      [1, 2, "daq"],
      [2, 3, "daq"],
    ]);
    expect(await changes("mine")).toEqual([[1, 3, "daq"]]);
  });

  test("what somebody has typed stays", async () => {
    await typed({ event_count: 1000 });
    await update("start", { event_count: 1 });
    await update("update", { event_count: 2 });
    await typed({ event_count: 2000 });
    await update("update", { event_count: 3 });
    await update("update", { event_count: 4 });
    await inTransaction(database, "ann", (writing) =>
      deleteConditions(writing, { run, names: ["event_count"] }),
    );
    await update("update", { event_count: 5 });
    await update("update", { event_count: 6 });
    expect(await changes()).toEqual([
      [1000, 2, "daq"],
      [2, 2000, "ann"],
      [2000, 4, "daq"],
      [4, null, "ann"],
      [5, 6, "daq"],
    ]);
  });

  test("what a program has stored that logs nothing stays", async () => {
    await update("start", { event_count: 1 });
    await update("update", { event_count: 2 });
    await database.transaction(({ write }) =>
      write.updateTable("conditions").set({ int_value: 77 }).where("run_number", "=", run).execute(),
    );
    await update("update", { event_count: 3 });
    await update("update", { event_count: 4 });
    expect(await changes()).toEqual([
      [1, 2, "daq"],
      [77, 4, "daq"],
    ]);
  });

  test("a long pause ends it, an update without a reason is none of it", async () => {
    await update("start", { event_count: 1 });
    await update("update", { event_count: 2 });
    await database.transaction(({ write }) =>
      write.updateTable("logs").set({ created: "2016-02-17 13:26:01" }).execute(),
    );
    await update("update", { event_count: 3 });
    await update(null, { event_count: 4 });
    await update(null, { event_count: 5 });
    expect((await changes()).map((change) => (change as unknown[]).slice(0, 2))).toEqual([
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 5],
    ]);
  });

  test("records of several parts become longer and shorter", async () => {
    const limits = { ...database.limits, logBytes: 400 };
    database = { ...database, limits };
    const statistics = (length: number): string => `{"A": "${"ü".repeat(length)}"}`;
    await update("start", { component_stats: statistics(10) });
    for (const length of [300, 900, 500, 20, 700]) {
      await update("update", { component_stats: statistics(length) });
      expect(await changes("component_stats")).toEqual([[statistics(10), statistics(length), "daq"]]);
    }
    await update("update", { component_stats: statistics(1) });
    const rows = await database.read
      .selectFrom("logs")
      .select("id")
      .where("description", "like", "Replaced condition%")
      .execute();
    expect(rows).toHaveLength(1);
  });

  test("forty updates of a log of 40 kB leave less than 60 kB", async () => {
    const path = join(temporaryFolder(), "run.log");
    const logOf = (minute: number): string => {
      const numbers = (at: number): string =>
        ["evt-rate", "data-rate", "evt-number", "min-evt-size", "max-evt-size", "average-evt-size"]
          .map((name, which) => `<${name}>${(at + 1) * 1000 + minute * 7 + which}</${name}>`)
          .concat([
            "<min-evt-build-time>0</min-evt-build-time>",
            "<max-evt-build-time>0</max-evt-build-time>",
          ])
          .concat([
            "<average-evt-build-time>0</average-evt-build-time>",
            "<chunk-x-et-buffer>0</chunk-x-et-buffer>",
          ])
          .map((element) => `\n                    ${element}`)
          .join("");
      const components = Array.from({ length: 64 }, (_, at) => component(`ROCFCAL${at}`, "ROC", numbers(at)));
      const file = `<out-file>hd_rawdata_010340_${String(minute).padStart(3, "0")}.evio</out-file>`;
      return runLog({
        run,
        start: `<start-time>02/17/16 13:26:01</start-time>
<components>${[...components, component("ER", "ER", file)].join("\n         ")}</components>
<update-time>02/17/16 13:${String(minute % 60).padStart(2, "0")}:57</update-time>
<total-evt>${minute * 1000}</total-evt>`,
        ...(minute === 41 ? { end: "<end-time>02/17/16 14:20:00</end-time>" } : {}),
      });
    };
    expect(logOf(1).length).toBeGreaterThan(40_000);
    const plugins = await findPlugins(["coda"], null);
    for (let minute = 1; minute <= 41; minute++) {
      writeFileSync(path, logOf(minute));
      const reason = minute === 1 ? "start" : minute === 41 ? "end" : "update";
      const subject = { log: { path, readFrom: path } };
      await updateRun(database, "daq", { subject, reason, plugins, runConfigFile: null });
    }
    const rows = await database.read.selectFrom("logs").selectAll().execute();
    const bytes = rows.reduce((sum, row) => sum + Buffer.byteLength(JSON.stringify(row)), 0);
    expect(bytes).toBeLessThan(60_000);
    const history = await readHistory(database, { run, condition: "component_stats" });
    expect(history).toHaveLength(1);
    expect(history[0]?.old).toContain('"evt-rate": 1007.0');
    expect(history[0]?.new).toContain('"evt-rate": 1287.0');
  });
});
