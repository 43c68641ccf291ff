/** `rcdb update` on each kind of database, as the data acquisition calls it. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { withUpdateLock } from "../../../core/updates/updateLock.ts";
import { backends } from "../../support/backends.ts";
import { openWritableForTest } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { runLog, standardEnd, standardStart } from "../updates/logs.ts";
import { dump } from "../writing/support.ts";
import { rcdb, rcdbHere } from "./command.ts";

describe.each(backends)("on $name", ({ create }) => {
  let folder: string;
  let connection: string;
  let log: string;
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const run = (...args: string[]) => rcdbHere("-c", connection, ...args);

  beforeEach(async () => {
    folder = temporaryFolder();
    connection = await create({});
    const config = file("TRG.conf", "TRIGGER\nTRIG_TYPE PS 440\n");
    log = file("run.log", runLog({ start: standardStart.replace("/conf/TRG.conf", config) }));
    vi.stubEnv("RCDB_USER", "ann");
    return () => vi.unstubAllEnvs();
  });

  test("from the start to the end", async () => {
    const started = await run("update", log, "--reason", "start");
    expect(started).toMatchObject({ code: 0, errors: "" });
    expect(started.output).toBe(
      `Update of run 10340, at its start (new):
coda: 15 condition types created, 13 values added, 1 file stored, times of the run set.
config: 3 condition types created, 2 values added, 1 file stored.
roc: nothing to store.
`,
    );
    file("run.log", runLog({ end: standardEnd, comment: "beam lost" }));
    const ended = await run("update", log, "--reason", "end", "--update", "coda", "--json");
    expect(ended).toMatchObject({ code: 0, errors: "" });
    expect(JSON.parse(ended.output)).toMatchObject({
      run: 10340,
      reason: "end",
      created: false,
      unknownRun: false,
      plugins: [{ name: "coda", added: 1, failure: null, warnings: [] }],
    });
    const detail = await run("run", "10340", "--json");
    expect(JSON.parse(detail.output)).toMatchObject({
      started: "2016-02-17 13:26:01",
      finished: "2016-02-17 14:20:00",
    });
  });

  test("a dry run tells what would be stored, and changes nothing", async () => {
    await run("update", log, "--reason", "start");
    const database = await openWritableForTest(connection);
    const before = await dump(database);
    const start = standardStart.replace("/conf/TRG.conf", join(folder, "TRG.conf"));
    const text = runLog({ start, end: standardEnd, comment: "beam|\u007f lost" });
    file("run.log", text);
    const lock = join(folder, "updates");
    // Held by another: a dry run waits for nobody.
    const release = await database.lockUpdates(0);
    const given = ["update", log, "--reason", "end", "--update", "coda", "--lock", lock, "--dry-run"];
    const shown = await run(...given);
    expect(shown).toMatchObject({ code: 0, errors: "" });
    expect(shown.output).toBe(`Dry run of an update of run 10340 (end): nothing was stored.
coda:
  finished = 2016-02-17 14:20:00 in place of 2016-02-17 13:59:57
  is_valid_run_end = true in place of false
  event_count = 3000000 in place of 2478918
  user_comment = beam|\\x7f lost
  run_end_time = 2016-02-17 14:20:00 in place of 2016-02-17 13:59:57
  run_length = 3239 in place of 2036
  file ${log}: ${text.length} bytes, replaced
  9 there already
`);
    const { output } = await run(...given, "--json");
    expect(JSON.parse(output)).toMatchObject({
      run: 10340,
      created: false,
      plugins: [
        {
          name: "coda",
          types: [],
          conditions: expect.arrayContaining([
            { name: "event_count", state: "replaced", old: 2478918, new: 3000000 },
            { name: "run_type", state: "unchanged", old: "hd_all.tsg", new: "hd_all.tsg" },
          ]) as unknown,
          files: [{ path: log, state: "replaced" }],
        },
      ],
    });
    expect(existsSync(`${lock}.lock`)).toBe(false);
    await release?.release();
    expect(await dump(database)).toEqual(before);
  });

  test("a dry run of a new run, with what is wrong", async () => {
    file("run.log", runLog({ run: 7, start: "<start-time>never</start-time><total-evt>5</total-evt>" }));
    const shown = await run("update", log, "--reason", "start", "--update", "coda,config", "--dry-run");
    expect(shown.output).toContain("Run 7 would be created.\ncoda:\n  new condition types: event_rate, ");
    expect(shown.output).toContain("  event_count = 5\n");
    expect(shown.output).toContain("  warning: Line 4: “never” is not a time");
    expect(shown.output).toContain("  warning: No run configuration file is named");
    const ended = await run("update", log, "--reason", "end", "--dry-run");
    expect(ended.output).toMatch(/^Run 7 is not in the database: its end would come without a start/);
    const database = await openWritableForTest(connection);
    expect((await dump(database))["logs"]).toEqual([]);
  });

  test("the options of hooks that were made for the Python client", async () => {
    const hook = ["--ipl", "-v", "--verbose", "--udl", "cMsg://host/x", "--reason=", "--update="];
    const updated = await run("update", log, ...hook);
    expect(updated).toMatchObject({ code: 0, errors: "" });
    expect(updated.output).toMatch(/^Update of run 10340 \(new\):\ncoda: .*\nconfig: .*\nroc: /);
  });

  test("a stop without a go is fine, and stores nothing", async () => {
    const ended = await run("update", log, "--reason", "end");
    expect(ended).toMatchObject({ code: 0, errors: "" });
    expect(ended.output).toMatch(/^Run 10340 is not in the database: .* nothing was stored\.\n$/);
    expect(await run("run", "10340")).toMatchObject({ code: 2 });
  });

  test("another run configuration file, and plug-ins of one's own", async () => {
    const other = file("other.conf", "CDC\nFADC125_MODE 8\n");
    file(
      "mine.mjs",
      "export default ({ value }) => ({ update: () => ({ conditions: [{ name: 'event_count', value }] }) });",
    );
    const plugins = file(
      "p.json",
      '{"plugins": {"mine": {"module": "./mine.mjs", "options": {"value": 5}}}}',
    );
    const given = ["--run-config-file", other, "--update", "coda, config,mine"];
    const updated = await run("update", log, ...given, "--plugins", plugins);
    expect(updated).toMatchObject({ code: 0, errors: "" });
    expect(updated.output).toMatch(/\nmine: 1 replaced\.\n$/);
    vi.stubEnv("RCDB_UPDATE_CONFIG", plugins);
    expect((await run("update", "--run", "10340", "--update", "mine")).output).toMatch(
      /mine: 1 there already\.\n$/,
    );
    const { output } = await run("select", "", "event_count cdc_fadc125_mode", "--json");
    expect(output).toContain('"event_count":5,"cdc_fadc125_mode":8');
  });

  test("what fails is told, the rest is stored, and the exit code says so", async () => {
    file("bad.mjs", "export default () => ({ update: () => { throw new Error('no \\x1b[2J beam'); } });");
    const plugins = file("p.json", '{"plugins": {"bad": {"module": "./bad.mjs"}}}');
    const given = ["update", log, "--update", "coda,bad", "--plugins", plugins];
    const { code, output, errors } = await run(...given);
    expect(code).toBe(4);
    expect(output).toMatch(/coda: 15 .*\nbad failed: no .* beam\n$/);
    expect(output).not.toContain("\x1b");
    expect(errors).toBe("rcdb: The update is stored but for what failed: bad.\n");
    const inJson = await run(...given, "--json");
    expect(JSON.parse(inJson.output)).toMatchObject({
      plugins: [{ name: "coda", unchanged: 13 }, { name: "bad" }],
    });
    expect(JSON.parse(inJson.errors)).toMatchObject({
      error: { code: "incomplete", detail: { failed: [{ name: "bad" }] } },
    });
  });

  test("an update beside another one is left out, and that is fine", async () => {
    const lock = join(folder, "lock");
    const database = await openWritableForTest(connection);
    const held = { database, lockFile: lock, reason: null, log: () => Promise.resolve() };
    const given = ["update", log, "--reason", "update", "--lock", lock];
    await withUpdateLock(held, async () => {
      const { code, output, errors } = await run(...given);
      expect({ code, errors }).toEqual({ code: 0, errors: "" });
      expect(output).toMatch(/^Another update is running: this one was left out/);
      expect((await run(...given, "--json")).output).toBe('{"leftOut":true}\n');
    });
    expect((await run(...given)).output).toMatch(/^Update of run 10340, while it goes on \(new\):\n/);
  });

  test("one that hangs does not keep the program", async () => {
    file(
      "hang.mjs",
      "export default () => ({ update: () => new Promise(() => setInterval(() => {}, 1000)) });",
    );
    const plugins = file("p.json", '{"plugins": {"hang": {"module": "./hang.mjs", "timeLimit": 0.2}}}');
    const ended = await rcdb([
      "-c",
      connection,
      "update",
      log,
      "--update",
      "hang,coda",
      "--plugins",
      plugins,
    ]);
    expect(ended).toMatchObject({ code: 4, errors: expect.stringContaining("hang") as string });
    expect(ended.output).toMatch(/hang failed: It took longer than its time limit of 0.2 s.*\ncoda: 15 /);
  });

  test.each<[string, string[], number, RegExp]>([
    ["no log and no run", [], 2, /Name the log of a run/],
    ["both", ["LOG", "--run", "5"], 2, /one of the two/],
    ["a log that is not there", ["/none/run.log"], 3, /There is no “\/none\/run.log”/],
    ["a reason that is none", ["LOG", "--reason", "stop"], 2, /Allowed choices are start, update, end/],
    ["a plug-in that is not there", ["LOG", "--update", "code"], 2, /no plug-in “code”. Did you mean coda\?/],
    ["an empty name", ["LOG", "--update", "coda,"], 2, /has an empty name/],
    ["a configuration file that is not there", ["LOG", "--plugins", "/none.json"], 3, /“\/none.json”/],
    ["no log of a run", ["OTHER"], 2, /“.*TRG.conf”: The run log is not well-formed XML/],
  ])("%s", async (_name, args, code, message) => {
    const given = args.map((arg) => ({ LOG: log, OTHER: join(folder, "TRG.conf") })[arg] ?? arg);
    const ended = await run("update", ...given);
    expect(ended).toMatchObject({ code, output: "" });
    expect(ended.errors).toMatch(message);
  });
});
