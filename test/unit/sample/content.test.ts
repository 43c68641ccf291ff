import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awkwardComments } from "../../../scripts/sample/comments.ts";
import { writeSample } from "../../../scripts/sample/write.ts";
import {
  type ConditionRow,
  type RunRow,
  type Values,
  conditionRows,
  rows,
  valuesByRun,
} from "./readSample.ts";

const dateTime = /^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/;
const folder = mkdtempSync(join(tmpdir(), "rcdb-sample-"));
const path = join(folder, "sample.sqlite");
let conditions: ConditionRow[];
let runs: RunRow[];
let values: Map<number, Values>;

beforeAll(async () => {
  await writeSample({ out: path });
  conditions = conditionRows(path);
  runs = rows(path, "SELECT * FROM runs ORDER BY number");
  values = valuesByRun(path);
});
afterAll(() => rmSync(folder, { recursive: true }));

const seconds = (text: string): number => Date.parse(`${text.replace(" ", "T")}Z`) / 1000;
/** Python's `a < b` fails for a missing value, and the run is not selected: NaN does the same here. */
const number = (value: unknown): number => (typeof value === "number" ? value : NaN);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const share = (predicate: (run: Values) => boolean): number =>
  [...values.values()].filter(predicate).length / values.size;

describe("the default sample", () => {
  it("has 3,000 runs, 20 to 50 conditions in most of them", () => {
    expect(runs).toHaveLength(3000);
    const counts = [...values.values()].map((run) => Object.keys(run).length);
    expect(counts.filter((count) => count >= 20 && count <= 50).length).toBeGreaterThan(2800);
    expect(Math.max(...counts)).toBeLessThanOrEqual(50);
  });

  it("has more than 40 condition types, and values of all seven", () => {
    expect(rows(path, "SELECT DISTINCT name FROM condition_types").length).toBeGreaterThan(40);
    const types = new Set(conditions.map(({ value_type }) => value_type));
    expect([...types].sort()).toEqual(["blob", "bool", "float", "int", "json", "string", "time"]);
  });

  it("keeps each value in the column of its type and the others at their defaults", () => {
    const wrong = conditions.filter((row) => {
      const isText = ["string", "json", "blob"].includes(row.value_type);
      return (
        (row.text_value !== null) !== isText ||
        (row.time_value !== null) !== (row.value_type === "time") ||
        (row.value_type !== "int" && row.int_value !== 0) ||
        (row.value_type !== "float" && row.float_value !== 0) ||
        (row.value_type !== "bool" && row.bool_value !== 0)
      );
    });
    expect(wrong).toEqual([]);
  });

  it("has one row of a run and a type", () => {
    const keys = new Set(conditions.map(({ run_number, name }) => `${run_number} ${name}`));
    expect(keys.size).toBe(conditions.length);
  });

  it("stores times as SQLAlchemy does", () => {
    const times = [
      ...conditions.flatMap(({ created, time_value }) => [created, time_value]),
      ...runs.flatMap(({ started, finished }) => [started, finished]),
    ];
    expect(times.filter((time) => time !== null && !dateTime.test(time))).toEqual([]);
  });

  it("has JSON that parses", () => {
    for (const { value_type, text_value } of conditions) {
      if (value_type === "json") expect(() => JSON.parse(text_value ?? "") as unknown).not.toThrow();
    }
  });

  it("has gaps in the run numbers and in most conditions", () => {
    const gaps = runs.filter(({ number: next }, i) => next - (runs[i - 1]?.number ?? next) > 1).length;
    expect(gaps).toBeGreaterThan(50);
    for (const name of ["beam_current", "solenoid_current", "daq_run", "user_comment", "run_length"]) {
      const missing = share((run) => run[name] === undefined);
      expect(missing, name).toBeGreaterThan(0.01);
      expect(missing, name).toBeLessThan(0.5);
    }
  });

  it("has every awkward comment", () => {
    const comments = new Set([...values.values()].map((run) => run["user_comment"]));
    for (const comment of awkwardComments) expect(comments).toContain(comment);
  });
});

describe("a run", () => {
  it("agrees with itself", () => {
    let checked = 0;
    for (const { number: runNumber, started, finished } of runs) {
      const run = values.get(runNumber) ?? {};
      if (run["event_count"] === undefined) continue;
      const count = number(run["event_count"]);
      const files = number(run["evio_files_count"]);
      const lastIndex = /_(\d{6})_(\d{3})\.evio$/.exec(text(run["evio_last_file"]));
      expect([Number(lastIndex?.[1]), Number(lastIndex?.[2])]).toEqual([runNumber, files - 1]);
      expect(Math.max(1, Math.ceil(count / 1_450_000))).toBe(files);
      expect(finished !== null).toBe(run["is_valid_run_end"]);
      if (started === null || finished === null) continue;
      const length = seconds(finished) - seconds(started);
      expect(run["run_length"]).toBe(length);
      // The rate is rounded to two digits.
      expect(Math.abs(number(run["event_rate"]) * length - count)).toBeLessThanOrEqual(0.005 * length + 1e-6);
      if (run["run_start_time"] !== undefined) expect(run["run_start_time"]).toBe(started);
      if (run["run_end_time"] !== undefined) expect(run["run_end_time"]).toBe(finished);
      checked++;
    }
    expect(checked).toBeGreaterThan(2500);
  });

  it("names in run_config the file that its rtvs name and that it has", () => {
    const paths = new Map(
      rows<{ run_number: number; path: string }>(
        path,
        "SELECT run_number, path FROM files_have_runs JOIN files ON files.id = files_id WHERE path LIKE '%.conf'",
      ).map((row) => [row.run_number, row.path]),
    );
    for (const [runNumber, run] of values) {
      if (run["rtvs"] === undefined) continue;
      const variables = JSON.parse(text(run["rtvs"])) as Record<string, string>;
      expect(variables["%(config)"]).toBe(paths.get(runNumber));
      expect(paths.get(runNumber)?.endsWith(`/${text(run["run_config"])}`)).toBe(true);
    }
  });

  it("has the trigger of its configuration file in its conditions", () => {
    const files = rows<{ run_number: number; content: string }>(
      path,
      "SELECT run_number, content FROM files_have_runs JOIN files ON files.id = files_id WHERE path LIKE '%.conf'",
    );
    for (const { run_number, content } of files) {
      const run = values.get(run_number) ?? {};
      const cells = content.split("\n").map((line) => line.split(/\s+/));
      for (const [key, name] of [
        ["TRIG_EQ", "trigger_eq"],
        ["TRIG_TYPE", "trigger_type"],
      ] as const) {
        const inFile = cells.filter(([first]) => first === key).map(([, ...rest]) => rest);
        expect(inFile.length).toBeGreaterThan(2);
        expect(JSON.parse(text(run[name]))).toEqual(inFile);
      }
      const cdcSection = content.slice(content.indexOf("        CDC\n"));
      expect(Number(/FADC125_MODE +(\d+)/.exec(cdcSection)?.[1])).toBe(run["cdc_fadc125_mode"]);
    }
  });

  it("follows the one before it, inside its run period", () => {
    const periods = rows<{ run_min: number; run_max: number; start_date: string; end_date: string }>(
      path,
      "SELECT * FROM run_periods ORDER BY run_min",
    );
    let before = "";
    for (const { number: runNumber, started, finished } of runs) {
      const period = periods.find(({ run_min, run_max }) => run_min <= runNumber && runNumber <= run_max);
      if (started === null) continue;
      expect(started > before).toBe(true);
      expect(started.slice(0, 10) >= (period?.start_date ?? "9")).toBe(true);
      before = finished ?? started;
      expect(before.slice(0, 10) <= (period?.end_date ?? "0")).toBe(true);
    }
  });

  it("may have crashed, never started or, the last one, still run", () => {
    const open = runs.filter(({ started, finished }) => started !== null && finished === null);
    expect(open.length / runs.length).toBeGreaterThan(0.02);
    expect(open.length / runs.length).toBeLessThan(0.1);
    for (const { number: runNumber } of open)
      expect(values.get(runNumber)?.["is_valid_run_end"]).not.toBe(true);
    expect(open.at(-1)).toBe(runs.at(-1));
    expect(values.get(runs.at(-1)?.number ?? 0)?.["event_count"]).toBeGreaterThan(0);
    const neverStarted = runs.filter(({ started }) => started === null);
    expect(neverStarted.length).toBeGreaterThan(0);
    for (const { number: runNumber } of neverStarted) expect(values.get(runNumber)).toEqual({});
  });
});

describe("the files", () => {
  it("have the hash of their content, each path and hash once", () => {
    const files = rows<{ path: string; sha256: string; content: string }>(path, "SELECT * FROM files");
    for (const { sha256, content } of files) {
      expect(sha256).toBe(createHash("sha256").update(content).digest("base64"));
    }
    expect(new Set(files.map((file) => `${file.path} ${file.sha256}`)).size).toBe(files.length);
  });

  it("are shared between runs, and change", () => {
    const uses = rows<{ path: string; versions: number; runs: number }>(
      path,
      `SELECT path, count(DISTINCT files.id) AS versions, count(*) AS runs
       FROM files JOIN files_have_runs ON files_id = files.id GROUP BY path`,
    );
    for (const end of ["/FCAL_BCAL_PS_m9.conf", "/rocfcal1_default.cnf"]) {
      const use = uses.find((row) => row.path.endsWith(end));
      expect(use?.versions, end).toBeGreaterThan(3);
      expect(use?.runs, end).toBeGreaterThan(10 * (use?.versions ?? 0));
    }
    expect(uses.some((row) => row.path.endsWith("/rocfcal1_spring.cnf"))).toBe(true);
    expect(uses.filter((row) => row.path.endsWith(".log")).length).toBeGreaterThan(50);
  });

  it("and the condition types are logged", () => {
    const logs = rows<{ table_ids: string; description: string; related_run: number; created: string }>(
      path,
      "SELECT * FROM logs ORDER BY id",
    );
    expect(logs[0]).toMatchObject({
      table_ids: "condition_types_1",
      description: "ConditionType created with name='event_rate', type='float'",
      related_run: 0,
    });
    const added = new Set(
      logs.filter((log) => log.description.startsWith("File added")).map((log) => log.table_ids),
    );
    const files = rows<{ id: number }>(path, "SELECT id FROM files");
    for (const { id } of files) expect(added).toContain(`files_${id}`);
    for (const { created } of logs) expect(created).toMatch(dateTime);
  });
});

const isProduction = (run: Values): boolean =>
  ["hd_all.tsg", "hd_all.tsg_ps", "hd_all.bcal_fcal_st.tsg"].includes(text(run["run_type"])) &&
  number(run["beam_current"]) > 2 &&
  number(run["event_count"]) > 500_000 &&
  number(run["solenoid_current"]) > 100 &&
  run["collimator_diameter"] !== "Blocking";
const isPhysics = (run: Values, daqRun: string, events: number): boolean =>
  run["daq_run"] === daqRun &&
  number(run["beam_current"]) > 2 &&
  number(run["event_count"]) > events &&
  number(run["solenoid_current"]) > 100 &&
  run["collimator_diameter"] !== "Blocking";

describe("every alias selects a share of the runs", () => {
  it.each<[string, (run: Values) => boolean, number, number]>([
    [
      "@is_production and beam_current > 100",
      (run) => isProduction(run) && number(run["beam_current"]) > 100,
      0.15,
      0.3,
    ],
    ["is_production", isProduction, 0.3, 0.6],
    ["is_2018production", (run) => isPhysics(run, "PHYSICS", 10e6), 0.05, 0.2],
    [
      "is_primex_production",
      (run) =>
        run["daq_run"] === "PHYSICS_PRIMEX" &&
        number(run["event_count"]) > 1e6 &&
        run["collimator_diameter"] !== "Blocking",
      0.05,
      0.25,
    ],
    ["is_dirc_production", (run) => isPhysics(run, "PHYSICS_DIRC", 5e6), 0.05, 0.25],
    ["is_src_production", (run) => isPhysics(run, "PHYSICS_SRC", 5e6), 0.01, 0.1],
    ["is_cpp_production", (run) => isPhysics(run, "PHYSICS_CPP", 5e6), 0.01, 0.1],
    ["is_production_long", (run) => isPhysics(run, "PHYSICS_raw", 5e6), 0.005, 0.05],
    [
      "is_cosmic",
      (run) =>
        text(run["run_config"]).includes("cosmic") &&
        number(run["beam_current"]) < 1 &&
        number(run["event_count"]) > 5000,
      0.05,
      0.2,
    ],
    ["is_empty_target", (run) => run["target_type"] === "EMPTY & Ready", 0.01, 0.05],
    ["is_amorph_radiator", (run) => number(run["polarization_angle"]) < 0, 0.2, 0.7],
    ["is_coherent_beam", (run) => number(run["polarization_angle"]) >= 0, 0.2, 0.6],
    ["is_field_off", (run) => number(run["solenoid_current"]) < 100, 0.1, 0.4],
    ["is_field_on", (run) => number(run["solenoid_current"]) >= 100, 0.5, 0.9],
    ["status_calibration", (run) => run["status"] === 3, 0.03, 0.2],
    ["status_approved_long", (run) => run["status"] === 2, 0.005, 0.05],
    ["status_approved", (run) => run["status"] === 1, 0.3, 0.6],
    ["status_unchecked", (run) => run["status"] === -1, 0.1, 0.4],
    ["status_reject", (run) => run["status"] === 0, 0.03, 0.2],
  ])("%s", (_name, predicate, low, high) => {
    expect(share(predicate)).toBeGreaterThanOrEqual(low);
    expect(share(predicate)).toBeLessThanOrEqual(high);
  });
});
