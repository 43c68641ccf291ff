import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SampleError } from "../../../scripts/sample/options.ts";
import type { SampleOptions } from "../../../scripts/sample/options.ts";
import { writeSample } from "../../../scripts/sample/write.ts";
import { conditionRows, contentHash, inSample, rows, valuesByRun } from "./readSample.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rcdb-sample-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function sample(name: string, options: Partial<SampleOptions> = {}): Promise<string> {
  const out = join(folder, `${name}.sqlite`);
  await writeSample({ runs: 300, ...options, out });
  return out;
}

describe("the seed", () => {
  it("gives the same rows again, in another time zone and on another day", async () => {
    const first = await sample("first");
    const zone = process.env["TZ"];
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2001-02-03T04:05:06Z") });
    process.env["TZ"] = "Asia/Kathmandu";
    try {
      expect(contentHash(await sample("second"))).toBe(contentHash(first));
    } finally {
      vi.useRealTimers();
      if (zone === undefined) delete process.env["TZ"];
      else process.env["TZ"] = zone;
    }
  });

  it("gives other rows when it is another", async () => {
    expect(contentHash(await sample("one", { seed: 1 }))).not.toBe(
      contentHash(await sample("two", { seed: 2 })),
    );
  });
});

describe("the number of runs", () => {
  it.each([1, 2, 13, 999])("is kept: %i", async (runs) => {
    const path = await sample("count", { runs });
    expect(rows(path, "SELECT number FROM runs")).toHaveLength(runs);
    expect(inSample(path, (database) => database.pragma("foreign_key_check"))).toEqual([]);
  });

  it("is reported as it grows", async () => {
    const done: number[] = [];
    const out = join(folder, "progress.sqlite");
    const summary = await writeSample({ runs: 2500, out }, (progress) => done.push(progress.done));
    expect(done).toEqual([1000, 2000, 2500]);
    expect(summary.runs).toBe(2500);
    expect(summary.conditions).toBe(conditionRows(out).length);
  });
});

describe("indexes", () => {
  const indexes = (path: string): unknown[] =>
    rows(path, "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name");

  it("are not made unless asked for", async () => {
    expect(indexes(await sample("plain"))).toEqual([]);
  });

  it("can be the two single-column ones of a converted copy, without statistics", async () => {
    const path = await sample("single", { indexes: "single" });
    expect(indexes(path)).toEqual([
      {
        name: "conditions_condition_type_id",
        sql: "CREATE INDEX conditions_condition_type_id ON conditions (condition_type_id)",
      },
      {
        name: "conditions_run_number",
        sql: "CREATE INDEX conditions_run_number ON conditions (run_number)",
      },
    ]);
    expect(rows(path, "SELECT name FROM sqlite_master WHERE name = 'sqlite_stat1'")).toEqual([]);
    expect(valuesByRun(path)).toEqual(valuesByRun(await sample("plain")));
  });
});

describe("duplicates", () => {
  it("store older rows with other values; the newest rows are those of the plain sample", async () => {
    const plain = await sample("plain");
    const path = await sample("duplicates", { duplicates: true });
    expect(valuesByRun(path)).toEqual(valuesByRun(plain));
    const doubled = rows<{ rows: number; texts: number }>(
      path,
      `SELECT count(*) AS rows,
              count(DISTINCT quote(text_value) || int_value || float_value || bool_value || quote(time_value)) AS texts
       FROM conditions GROUP BY run_number, condition_type_id HAVING count(*) > 1`,
    );
    expect(doubled.length).toBeGreaterThan(50);
    for (const row of doubled) expect(row).toEqual({ rows: 2, texts: 2 });
    for (const { value_type, text_value } of conditionRows(path)) {
      if (value_type === "json") expect(() => JSON.parse(text_value ?? "") as unknown).not.toThrow();
    }
  });

  it("give some files to a run twice", async () => {
    const twice = "SELECT 1 FROM files_have_runs GROUP BY files_id, run_number HAVING count(*) > 1";
    expect(rows(await sample("plain"), twice)).toEqual([]);
    expect(rows(await sample("duplicates", { duplicates: true }), twice).length).toBeGreaterThan(2);
  });
});

describe("schema v1", () => {
  // The order in which the migration drops them.
  const legacy = [
    "trigger_thresholds trigger_masks readout_thresholds readout_masks dac_presets crates boards",
    "board_installations_have_runs board_installations board_configurations_have_runs board_configurations",
    "alembic_version",
  ].flatMap((line) => line.split(" "));

  it("has the legacy tables, with rows, and neither run periods nor aliases", async () => {
    const path = await sample("v1", { schema: "v1" });
    const tables = rows<{ name: string }>(path, "SELECT name FROM sqlite_master WHERE type = 'table'").map(
      ({ name }) => name,
    );
    for (const table of legacy) {
      expect(tables).toContain(table);
      expect(rows(path, `SELECT * FROM ${table}`).length, table).toBeGreaterThan(0);
    }
    expect(tables).not.toContain("run_periods");
    expect(tables).not.toContain("aliases");
    expect(rows(path, "SELECT version FROM schema_versions")).toEqual([{ version: 1 }]);
    expect(inSample(path, (database) => database.pragma("foreign_key_check"))).toEqual([]);
    expect(valuesByRun(path)).toEqual(valuesByRun(await sample("v2")));
  });
});

describe("writing", () => {
  async function refusal(promise: Promise<unknown>): Promise<SampleError> {
    try {
      await promise;
    } catch (error) {
      if (error instanceof SampleError) return error;
      throw error;
    }
    return expect.fail("was not refused");
  }

  it("refuses to overwrite, and says what to do", async () => {
    const out = join(folder, "there.sqlite");
    writeFileSync(out, "precious");
    const error = await refusal(writeSample({ runs: 10, out }));
    expect(error.code).toBe("file_exists");
    expect(error.message).toContain("--force");
    expect(readFileSync(out, "utf8")).toBe("precious");
    expect(readdirSync(folder)).toEqual(["there.sqlite"]);
  });

  it("overwrites when told to", async () => {
    const out = join(folder, "there.sqlite");
    writeFileSync(out, "not precious");
    await writeSample({ runs: 10, out, force: true });
    expect(rows(out, "SELECT number FROM runs")).toHaveLength(10);
  });

  it.each([{ runs: 0 }, { runs: -1 }, { runs: 1.5 }, { runs: 1e9 }, { seed: NaN }])(
    "refuses %o",
    async (options) => {
      const out = join(folder, "refused.sqlite");
      expect((await refusal(writeSample({ ...options, out }))).code).toBe("bad_option");
      expect(existsSync(out)).toBe(false);
    },
  );

  it("leaves nothing behind when it is aborted", async () => {
    const abort = new AbortController();
    const out = join(folder, "aborted.sqlite");
    const promise = writeSample({ runs: 5000, out }, () => abort.abort(), abort.signal);
    expect((await refusal(promise)).code).toBe("cancelled");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("makes the folder of the file", async () => {
    const out = join(folder, "new", "folder", "sample.sqlite");
    await writeSample({ runs: 1, out });
    expect(existsSync(out)).toBe(true);
  });
});
