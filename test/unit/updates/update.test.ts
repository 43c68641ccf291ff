/** Updates on each kind of database: what is stored, what is left out, what is logged. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { RunDetail } from "../../../core/api/runs.ts";
import type { WritableDatabase } from "../../../core/db/database.ts";
import { readRun } from "../../../core/runs/run.ts";
import type { UpdatePlugin, UpdateReason, UpdateValues } from "../../../core/updates/plugin.ts";
import { previewUpdate } from "../../../core/updates/previewUpdate.ts";
import { findPlugins } from "../../../core/updates/registry.ts";
import type { RegisteredPlugin } from "../../../core/updates/runPlugin.ts";
import { updateRun, type UpdateRequest } from "../../../core/updates/update.ts";
import { pluginLine, type UpdateSummary } from "../../../core/updates/updateSummary.ts";
import { backends } from "../../support/backends.ts";
import { openWritableForTest } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { component, runLog, standardEnd, standardStart } from "./logs.ts";

/** A plug-in of the test's own. */
function plugin(name: string, update: UpdatePlugin["update"], timeLimit = 60_000): RegisteredPlugin {
  return { name, timeLimit, load: () => Promise.resolve({ name, update }) };
}

const giving = (name: string, values: UpdateValues): RegisteredPlugin => plugin(name, () => values);

describe.each(backends)("on $name", ({ name: backend, create }) => {
  let folder: string;
  let database: WritableDatabase;

  beforeEach(async () => {
    folder = temporaryFolder();
    database = await openWritableForTest(await create({ types: { mine: "int", text: "string" } }));
  });

  const logAt = (text: string): UpdateRequest["subject"] => {
    const path = join(folder, "run.log");
    writeFileSync(path, text);
    return { log: { path, readFrom: path } };
  };
  const update = async (
    subject: UpdateRequest["subject"],
    plugins: readonly (string | RegisteredPlugin)[],
    reason: UpdateReason | null = null,
    runConfigFile: string | null = null,
  ): Promise<UpdateSummary> => {
    const named = plugins.map(async (given) =>
      typeof given === "string" ? findPlugins([given], null) : [given],
    );
    const found = (await Promise.all(named)).flat();
    return updateRun(database, "ann", { subject, reason, plugins: found, runConfigFile });
  };
  const valuesOf = ({ conditions }: RunDetail): Record<string, unknown> =>
    Object.fromEntries(conditions.map(({ name, value }) => [name, value]));
  const run = (number = 10340): Promise<RunDetail> => readRun(database, number);
  const updateRecords = ({ log }: RunDetail): string[] =>
    log.flatMap(({ description }) => (description?.startsWith("Update of run") ? description : []));

  test("a part of an answer that is none is left out by itself", async () => {
    const given = {
      types: [null, { name: "fresh", type: "int" }],
      conditions: [
        { name: "text", value: null },
        { name: "text", value: Number.NaN },
        { name: "text", value: undefined },
        { name: "text", value: 5n },
        { name: "text", value: "kept" },
        { name: "mine", value: 7n },
        { name: "fresh", value: 1 },
      ],
      files: [
        { path: "/a", content: null },
        { path: "/b", content: "b" },
      ],
      started: null,
      finished: "2016-02-17 14:00:00",
    };
    // Side by side: either may be stored first.
    const beside = giving("beside", {
      types: [{ name: "theirs", type: "int", description: null }],
      conditions: [{ name: "theirs", value: 8 }],
    });
    const request = [giving("own", given as unknown as UpdateValues), beside];
    const { plugins } = await update({ run: 3 }, request);
    expect(plugins[0]).toMatchObject({ failure: null, types: 1, added: 3, files: 1, times: true });
    const warnings = plugins[0]?.warnings ?? [];
    for (const warning of warnings) expect(warning).toMatch(/It is left out\.$/);
    expect(warnings).toEqual([
      expect.stringContaining("“text” cannot be stored (conditions.0.value)"),
      expect.stringContaining("(conditions.1.value)"),
      expect.stringContaining("(conditions.2.value)"),
      expect.stringContaining("The file “/a” cannot be stored (files.0.content)"),
      expect.stringContaining("types.0 cannot be stored"),
      expect.stringContaining("started cannot be stored"),
      expect.stringContaining("the number “5” does not fit"),
    ]);
    expect(valuesOf(await run(3))).toEqual({ text: "kept", mine: 7, fresh: 1, theirs: 8 });
  });

  test("a dry run knows the types that an earlier source would create", async () => {
    const plugins = [
      ...(await findPlugins(["coda"], null)),
      giving("own", { conditions: [{ name: "event_rate", value: 1.5 }] }),
    ];
    const subject = logAt(runLog());
    const request = { subject, reason: "start", plugins, runConfigFile: null } as const;
    const planned = await previewUpdate(database, request);
    expect(planned.plugins[1]).toMatchObject({
      warnings: [],
      conditions: [{ name: "event_rate", state: "added", old: null, new: 1.5 }],
    });
    const { plugins: stored } = await updateRun(database, "ann", request);
    expect(stored[1]).toMatchObject({ warnings: [], added: 1 });
  });

  test("a count beyond 2^53 keeps its digits, one with a fraction of zeros is a count", async () => {
    const counts = ["9007199254740993", "5.0"].map((count, at) =>
      component(`ROC${at}`, "ROC", `<evt-number>${count}</evt-number>`),
    );
    const start = `<components>${counts.join("")}</components>`;
    const { plugins } = await update(logAt(runLog({ start })), ["coda"], "start");
    expect(plugins[0]?.warnings).toEqual([]);
    expect(valuesOf(await run())["component_stats"]).toBe(
      '{"ROC0": {"evt-number": 9007199254740993}, "ROC1": {"evt-number": 5}}',
    );
  });

  test.each<[string, readonly string[], string | undefined, number | undefined]>([
    ["none", ["undefined"], undefined, undefined],
    ["none but one", ["undefined", "/d/hd_rawdata_010340_003.evio"], "hd_rawdata_010340_003.evio", 4],
    ["one without an index", ["zz.evio", "hd_rawdata_010340_003.evio"], "hd_rawdata_010340_003.evio", 4],
    ["the run only", ["hd_rawdata_010340.evio"], "hd_rawdata_010340.evio", undefined],
  ])("evio files: %s", async (_name, names, last, count) => {
    const recorders = names.map((name, at) => component(`ER${at}`, "ER", `<out-file>${name}</out-file>`));
    await update(
      logAt(runLog({ start: `<components>${recorders.join("")}</components>` })),
      ["coda"],
      "start",
    );
    const values = valuesOf(await run());
    expect([values["evio_last_file"], values["evio_files_count"]]).toEqual([last, count]);
  });

  test("a run from its start to its end", async () => {
    const whole = standardStart.replace("61.5", "61");
    const first = await update(logAt(runLog({ start: whole })), ["coda"], "start");
    expect(first).toMatchObject({
      run: 10340,
      created: true,
      plugins: [{ name: "coda", failure: null, warnings: [] }],
    });
    const started = await run();
    expect(started).toMatchObject({ started: "2016-02-17 13:26:01", finished: "2016-02-17 13:59:57" });
    expect(valuesOf(started)).toEqual({
      run_type: "hd_all.tsg",
      session: "hdops",
      is_valid_run_end: false,
      event_count: 2478918,
      components: '{"ROCFDC11": "ROC", "ERsoftROC": "ER"}',
      component_stats:
        '{"ROCFDC11": {"evt-rate": 61.0, "evt-number": 123999}, "ERsoftROC": {"data-rate": 247.6}}',
      rtvs: '{"%(config)": "/conf/TRG.conf", "%(udl)": "cMsg://host?a&b"}',
      run_config: "TRG.conf",
      evio_last_file: "hd_rawdata_010340_001.evio",
      evio_files_count: 2,
      run_start_time: "2016-02-17 13:26:01",
      run_end_time: "2016-02-17 13:59:57",
      run_length: 2036,
    });
    const text = runLog({ start: whole, end: standardEnd, comment: "beam lost" });
    const subject = logAt(text);
    const last = await update(subject, ["coda"], "end");
    expect(last).toMatchObject({
      created: false,
      plugins: [{ added: 1, replaced: 4, types: 0, files: 1, times: true }],
    });
    const ended = await run();
    expect(ended).toMatchObject({
      started: "2016-02-17 13:26:01",
      finished: "2016-02-17 14:20:00",
      length: 3239,
    });
    expect(valuesOf(ended)).toMatchObject({
      is_valid_run_end: true,
      event_count: 3_000_000,
      user_comment: "beam lost",
      run_end_time: "2016-02-17 14:20:00",
      run_length: 3239,
    });
    expect(ended.files).toEqual([
      expect.objectContaining({ path: join(folder, "run.log"), importance: "high", bytes: text.length }),
    ]);
    expect(updateRecords(ended)).toEqual([
      expect.stringMatching(
        /^Update of run 10340, at its start \(new\): coda: 1[0-9] condition types created, 13 values/,
      ),
      expect.stringMatching(
        /^Update of run 10340, at its end: coda: 1 value added, 4 replaced, 9 there already, 1 file/,
      ),
    ]);
    expect(ended.log.every(({ user }) => user === "ann")).toBe(true);
  });

  test("values that come as text are taken where they are exactly such numbers", async () => {
    database = await openWritableForTest(
      await create({ types: { rhwp: "float", mine: "int", wien: "float" } }),
    );
    const summary = await update({ run: 7 }, [
      giving("slow", {
        conditions: [
          { name: "rhwp", value: "1.25" },
          { name: "mine", value: "3600" },
          { name: "wien", value: "12 deg" },
        ],
      }),
    ]);
    expect(valuesOf(await run(7))).toEqual({ rhwp: 1.25, mine: 3600 });
    expect(summary.plugins[0]?.warnings).toEqual([
      expect.stringMatching(/“wien” is of type float: “12 deg” does not fit\. Give a finite number/),
    ]);
  });

  test("JSON that means the same is not replaced", async () => {
    await update(logAt(runLog()), ["coda"], "start");
    const asBefore = '{"ROCFDC11":{"evt-number":123999,"evt-rate":61.50},"ERsoftROC":{"data-rate":2476e-1}}';
    await database.transaction(({ write }) =>
      write
        .updateTable("conditions")
        .set({ text_value: asBefore })
        .where("text_value", "like", "%evt-number%")
        .execute(),
    );
    const again = await update(logAt(runLog()), ["coda"], "update");
    expect(again.plugins[0]).toMatchObject({ added: 0, replaced: 0, unchanged: 13 });
    expect(valuesOf(await run())).toMatchObject({ component_stats: asBefore });
  });

  test("called twice it stores the same once, and leaves one record", async () => {
    const subject = logAt(runLog({ end: standardEnd }));
    await update(subject, ["coda"], "end");
    await expect(run()).rejects.toMatchObject({ code: "no_such_run" });
    await update(subject, ["coda"], "update");
    const once = await run();
    for (const reason of ["update", "end", null] as const) {
      const again = await update(subject, ["coda"], reason);
      expect(again.plugins).toEqual([
        expect.objectContaining({ added: 0, replaced: 0, files: 0, types: 0, times: false, warnings: [] }),
      ]);
    }
    expect(await run()).toEqual(once);
  });

  test("the end of a run that is not there stores nothing", async () => {
    const summary = await update(logAt(runLog({ end: standardEnd })), ["coda", "config"], "end");
    expect(summary).toEqual({ run: 10340, reason: "end", created: false, unknownRun: true, plugins: [] });
    expect(await database.read.selectFrom("runs").selectAll().execute()).toEqual([]);
    expect(await database.read.selectFrom("logs").selectAll().execute()).toEqual([]);
  });

  test.each(["<coda", "<coda><run-start/></coda>"])("%s stores nothing", async (text) => {
    await expect(update(logAt(text), ["coda"], "start")).rejects.toMatchObject({
      code: "bad_input",
      message: expect.stringContaining("run.log") as string,
    });
    expect(await database.read.selectFrom("runs").selectAll().execute()).toEqual([]);
  });

  test("what does not fit is left out and told, once in the log", async () => {
    const bad = standardStart
      .replace("02/17/16 13:26:01", "yesterday")
      .replace("2478918", "99999999999999999999");
    for (const reason of ["update", "update"] as const) {
      const summary = await update(
        logAt(runLog({ start: bad })),
        [
          "coda",
          giving("other", {
            conditions: [
              { name: "mine", value: "x" },
              { name: "none", value: 1 },
              { name: "text", value: "y" },
            ],
          }),
        ],
        reason,
      );
      expect(summary.plugins.map(({ failure }) => failure)).toEqual([null, null]);
      expect(summary.plugins.map(({ warnings }) => warnings.length)).toEqual([2, 2]);
    }
    expect(await run()).toMatchObject({ started: null, finished: "2016-02-17 13:59:57" });
    const values = valuesOf(await run());
    expect(values).toMatchObject({ run_type: "hd_all.tsg", text: "y" });
    expect(Object.keys(values)).not.toEqual(expect.arrayContaining(["event_count"]));
    // The second one has nothing new to tell but that its values are there already.
    const records = updateRecords(await run());
    expect(records[0]).toMatch(/“yesterday” is not a time.*mine.*“x” does not fit/);
    await update(logAt(runLog({ start: bad })), ["coda"], "update");
    await update(logAt(runLog({ start: bad })), ["coda"], "update");
    expect(updateRecords(await run()).length).toBe(records.length + 1);
  });

  test("one that fails, hangs or answers nonsense does not stop the others", async () => {
    let isAborted = false;
    const hanging = plugin(
      "hanging",
      ({ signal }) =>
        new Promise(() => {
          signal.addEventListener("abort", () => (isAborted = true));
        }),
      50,
    );
    const summary = await update(
      logAt(runLog()),
      [
        plugin("throwing", () => {
          throw new Error("no beam\0\ud800");
        }),
        hanging,
        giving("nonsense", { conditions: { mine: 5 } } as never),
        { name: "missing", timeLimit: 1000, load: () => Promise.reject(new Error("Cannot find module")) },
        giving("right", {
          conditions: [
            { name: "mine", value: 1 },
            { name: "mine", value: 2 },
          ],
        }),
        "coda",
      ],
      "start",
    );
    expect(summary.plugins.map(({ name, failure, isLate }) => [name, failure, isLate])).toEqual([
      ["throwing", "no beam\0\ud800", false],
      ["hanging", expect.stringMatching(/longer than its time limit of 0.05 s/), true],
      ["nonsense", expect.stringMatching(/cannot be stored \(conditions\)/), false],
      ["missing", "Cannot find module", false],
      ["right", null, false],
      ["coda", null, false],
    ]);
    expect(isAborted).toBe(true);
    expect(valuesOf(await run())).toMatchObject({ mine: 2, event_count: 2478918 });
    expect(updateRecords(await run())).toEqual([
      expect.stringMatching(
        /throwing failed: no beam\uFFFD\uFFFD hanging failed: .* right: 1 value added\. coda: /,
      ),
    ]);
  });

  test("the others see what the log says, and read side by side", async () => {
    const seen: unknown[] = [];
    let begun = 0;
    // Each goes on when both have begun: were one run after the other, the first would reach its time limit.
    let go = () => {};
    const bothBegun = new Promise<void>((resolve) => (go = resolve));
    const slow = (name: string) =>
      plugin(name, async ({ run: number, reason, started, finished, log, logFile, runConfigFile, now }) => {
        if (++begun === 2) go();
        await bothBegun;
        expect(now).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
        const bytes = logFile?.content?.byteLength;
        seen.push({
          name,
          number,
          reason,
          started,
          finished,
          events: log?.totalEvents,
          bytes,
          runConfigFile,
        });
        return { conditions: [{ name: "mine", value: 5 }] };
      });
    const text = runLog();
    const summary = await update(logAt(text), [slow("a"), slow("b"), "coda"], "update");
    const shared = {
      number: 10340,
      reason: "update",
      started: "2016-02-17 13:26:01",
      finished: "2016-02-17 13:59:57",
      events: 2478918,
      bytes: text.length,
      runConfigFile: "/conf/TRG.conf",
    };
    expect(seen).toEqual(
      expect.arrayContaining([
        { name: "a", ...shared },
        { name: "b", ...shared },
      ]),
    );
    expect(begun).toBe(2);
    expect(summary.plugins.map(({ added, replaced, unchanged }) => added + replaced + unchanged)).toEqual([
      1, 1, 13,
    ]);
    expect(valuesOf(await run())).toMatchObject({ mine: 5 });
  });

  test("a run without a log", async () => {
    const summary = await update({ run: 7 }, [
      "coda",
      giving("mine", { conditions: [{ name: "mine", value: 1 }] }),
    ]);
    expect(summary.plugins.map(pluginLine)).toEqual([
      "coda: nothing to store. There is no run log to read. Name it.",
      "mine: 1 value added.",
    ]);
    expect(valuesOf(await run(7))).toEqual({ mine: 1 });
  });

  test("a condition that another program gave a type of its own is left alone", async () => {
    database = await openWritableForTest(await create({ types: { event_count: "json", session: "int" } }));
    const summary = await update(logAt(runLog()), ["coda"]);
    expect(summary.plugins[0]?.warnings.join("\n")).toMatch(
      /“session” is of type int.*\n.*“event_count” is of type json/s,
    );
    expect(valuesOf(await run())).toMatchObject({ run_type: "hd_all.tsg" });
  });

  test("a log that is larger than the column is not stored, its values are", async () => {
    if (backend === "sqlite")
      database = { ...database, limits: { ...database.limits, contentBytes: 70_000 } };
    const summary = await update(logAt(runLog() + " ".repeat(70_000)), ["coda"], "update");
    const isLarger = database.limits.contentBytes <= 70_000;
    expect(summary.plugins[0]?.warnings).toEqual(isLarger ? [expect.stringContaining("the log is not")] : []);
    const stored = await run();
    expect(stored.files).toHaveLength(isLarger ? 0 : 1);
    expect(valuesOf(stored)).toMatchObject({ event_count: 2478918 });
  });

  describe("run configuration and crates", () => {
    let config: string;
    const crate = (...parts: string[]): string => {
      const path = join(folder, ...parts);
      mkdirSync(join(path, ".."), { recursive: true });
      writeFileSync(path, `file ${parts.join("/")}\n`);
      return path;
    };

    beforeEach(() => {
      config = join(folder, "TRG.conf");
      writeFileSync(
        config,
        `====\nTRIGGER\n====\nTRIG_EQ PS 35 10 # x\nTRIG_EQ "BCAL E" 15\nTRIG_TYPE PS 440\nOTHER 1
----\nCDC\n----\nFADC125_MODE 3\nFADC125_MODE 8
====\nFCAL\n====\nFADC250_COM_DIR ${folder}/com\nFADC250_COM_VER default\nFADC250_USER_DIR ${folder}/user\nFADC250_USER_VER v1
====\nBCAL\n====\nFADC250_COM_DIR ${folder}/com\nFADC250_COM_VER default\nFADC250_USER_DIR ${folder}/user\nFADC250_USER_VER
====\nST\n====\nFADC250_COM_DIR ${folder}/none\nFADC250_COM_VER default
====\nTAGH\n====\nFADC250_COM_VER default\n`,
      );
    });

    test("the file and its conditions, at the start and without a reason", async () => {
      const subject = logAt(runLog());
      expect((await update(subject, ["config"], "update", config)).plugins).toEqual([
        expect.objectContaining({ added: 0, files: 0, types: 0 }),
      ]);
      await update(subject, ["config"], "start", config);
      const stored = await run();
      expect(valuesOf(stored)).toEqual({
        trigger_eq: '[["PS", "35", "10"], ["BCAL E", "15"]]',
        trigger_type: '[["PS", "440"]]',
        cdc_fadc125_mode: 8,
      });
      expect(stored.files).toEqual([expect.objectContaining({ path: config, importance: "high" })]);
      expect((await update(subject, ["config"], null, config)).plugins).toEqual([
        expect.objectContaining({ added: 0, replaced: 0, unchanged: 3, files: 0 }),
      ]);
    });

    test("the file that the log names", async () => {
      const start = standardStart.replace("/conf/TRG.conf", config);
      await update(logAt(runLog({ start })), ["config"], "start");
      expect(valuesOf(await run())).toMatchObject({ cdc_fadc125_mode: 8 });
    });

    test.each<[string, string | null, RegExp]>([
      ["none is named", null, /^config: nothing to store\. No run configuration file is named/],
      ["it is not there", "none.conf", /^config failed: There is no “.*none.conf”/],
      ["it is a folder", ".", /^config failed: “.*” is a folder/],
    ])("%s", async (_name, file, line) => {
      const subject = logAt(runLog({ start: "" }));
      const summary = await update(subject, ["config"], "start", file && join(folder, file));
      expect(summary.plugins.map(pluginLine)).toEqual([expect.stringMatching(line)]);
    });

    test("sections of any name have files", async () => {
      const section = (name: string, rows: string): string => `-----\n  ${name}\n-----\n${rows}\n`;
      const rows = (version: string): string =>
        `FADC250_COM_DIR ${folder}/com/../com/\nFADC250_COM_VER ${version}`;
      writeFileSync(
        config,
        [
          section("FCAL", rows("a")),
          section("ECAL", rows("b[1]*")),
          section("Ps", rows("c")),
          section("PSC", rows("d")),
          section("NEW", `FADC250_USER_DIR ${folder}/com\nFADC250_USER_VER e`),
          section("PSC", "FADC250_COM_VER f"),
          section("GLOBAL", "FADC250_COM_DIR /nowhere"),
        ].join(""),
      );
      crate("com", "rocfcal1_b[1]*.cnf");
      const found = [
        crate("com", "rocfcal1_a.cnf"),
        crate("com", "rocecal1_b[1]*.cnf"),
        crate("com", "rocps1_c.cnf"),
      ];
      crate("com", "rocpsc1_d.cnf");
      crate("com", "rocnew1_e.cnf");
      const summary = await update(logAt(runLog()), ["roc"], "start", config);
      expect((await run()).files.map(({ path }) => path).sort()).toEqual(
        found.map((path) => path.replace("/com/", "/com/../com/")).sort(),
      );
      expect(summary.plugins[0]?.warnings).toEqual([
        expect.stringMatching(
          /^Section PSC has no common ROC files: there is no rocpsc\*_f\.cnf in “.*com.”/,
        ),
        expect.stringMatching(/^Section NEW names no common ROC files/),
      ]);
    });

    test("the files of the crates", async () => {
      const found = [
        crate("user", "rocfcal1_fadc_v1.cnf"),
        crate("com", "rocfcal1_fadc_default.cnf"),
        crate("com", "rocfcal2_default.cnf"),
        crate("com", "rocbcal1_default.cnf"),
      ];
      crate("user", "rocfcal9_v1.cnf");
      crate("user", "rocfcal1_v2.cnf");
      crate("user", "rocbcal1_.cnf");
      crate("com", "rocfcal2_default.cnf.bak");
      crate("com", "roctagh1_default.cnf");
      const summary = await update(logAt(runLog()), ["roc"], "start", config);
      const { files } = await run();
      expect(files.map(({ path }) => path).sort()).toEqual(found.sort());
      expect(new Set(files.map(({ importance }) => importance))).toEqual(new Set(["low"]));
      expect(summary.plugins[0]?.warnings).toEqual([expect.stringMatching(/There is no “.*none”/)]);
      expect((await update(logAt(runLog()), ["roc"], "end", config)).plugins).toEqual([
        expect.objectContaining({ files: 0, warnings: [] }),
      ]);
    });
  });
});
