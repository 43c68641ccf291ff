/** Condition types whose names are long, of letters beyond U+FFFF, with quotes and breaks, or words of our own SQL and formats. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { parquetReadObjects } from "hyparquet";
import { beforeAll, describe, expect, test } from "vitest";
import type { CallContext } from "../../../core/api/dispatch.ts";
import { exportFormatNames, isRunListFormat } from "../../../core/api/exportFormats.ts";
import { compareRuns } from "../../../core/runs/compareRuns.ts";
import type { Database } from "../../../core/db/database.ts";
import { describeCondition } from "../../../core/search/describeCondition.ts";
import { writeRows } from "../../../core/search/export.ts";
import { readHistory } from "../../../core/log/history.ts";
import { columnPlot } from "../../../core/plots/columnPlot.ts";
import { writeName } from "../../../core/query/names.ts";
import { readRecentValues } from "../../../core/runs/recentRuns.ts";
import { readRun } from "../../../core/runs/run.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { backends } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdbHere } from "../cli/command.ts";

const long = "n".repeat(250);
const names = [
  long,
  "😀".repeat(100),
  "𝒳 β",
  `it's "quoted"`,
  "two\nlines\tand a tab",
  "x; DROP TABLE runs; --",
  "%s ? :a @b $1 #",
  "\\n",
  "run_number",
  "number",
  "newest",
  "id",
  "value",
  "name",
  "condition_type_id",
  "int_value",
  "conditions",
  "select",
  "rowid",
  "__proto__",
  "constructor",
  "Value",
  "run_2",
] as const;
/** Words for the run itself: a condition of that name wins in expressions, and the result is sorted by the run number. */
const ownWords = ["run", "started"];
const all = [...names, ...ownWords];
const types = Object.fromEntries(all.map((name) => [name, "int" as const]));
/** Run 1 has 101, 102, …, run 2 twice as much, run 3 nothing. */
const valueOf = (name: string, times: number): number => (101 + all.indexOf(name)) * times;
const valuesOf = (times: number) => Object.fromEntries(all.map((name) => [name, valueOf(name, times)]));
const runs = { 1: { conditions: valuesOf(1) }, 2: { conditions: valuesOf(2) }, 3: {} };
const quiet: CallContext = { signal: new AbortController().signal, report: () => undefined };
const bounds = { runMin: null, runMax: null, ranges: [] };

async function held(database: Database, expression = "", column = "run", descending = false) {
  const order = { column, descending };
  return (await searchRuns(database, { expression, ...bounds, columns: all, order })).result;
}

describe.each(backends)("names of any kind on $name", (backend) => {
  let place: string;
  beforeAll(async () => {
    place = await backend.create({ types, runs });
  });

  test("in expressions, one by one", async () => {
    const database = await openForTest(place);
    for (const name of names) {
      const value = valueOf(name, 1);
      for (const [expression, expected] of [
        [`${writeName(name)} == ${value}`, [1]],
        [`${writeName(name)} > ${value}`, [2]],
        [`${writeName(name)} + ${writeName(long)} == ${value + valueOf(long, 1)}`, [1]],
      ] as const) {
        const { result } = await searchRuns(database, {
          expression,
          ...bounds,
          columns: [name],
          order: { column: name, descending: true },
        });
        expect(result.rows(0, 10), `${expression} selects`).toMatchObject({
          runs: expected,
          values: [expected.map((run) => valueOf(name, run))],
        });
      }
    }
  });

  test("in an expression of all of them", async () => {
    const database = await openForTest(place);
    const expression = names.map((name) => `${writeName(name)} > 200`).join(" and ");
    expect((await held(database, expression)).rows(0, 10).runs).toEqual([2]);
  });

  test("sorted by each", async () => {
    const database = await openForTest(place);
    for (const name of all) {
      const result = await held(database, `${writeName(long)} > 0`, name, true);
      expect(result.rows(0, 10).runs, name).toEqual([2, 1]);
    }
  });

  test("a condition named run does not stand for the run number", async () => {
    const odd = { 1: { conditions: { run: 9 } }, 2: { conditions: { run: 4 } } };
    const database = await openForTest(await backend.create({ types: { run: "int" }, runs: odd }));
    const order = { column: "run", descending: false };
    const { result } = await searchRuns(database, {
      expression: "run == 9 or run == 4",
      ...bounds,
      columns: ["run"],
      order,
    });
    expect(result.rows(0, 10)).toMatchObject({ runs: [1, 2], values: [[9, 4]] });
    const plot = columnPlot(result, { x: "run", column: "run", from: null, to: null, points: 100 });
    expect(plot.x).toMatchObject({ least: 1, greatest: 2 });
    expect(plot.y).toMatchObject({ least: 4, greatest: 9 });
    expect(plot.points.runs).toEqual([1, 2]);
  });

  test("in plots, values, the run, comparisons and the runs before", async () => {
    const database = await openForTest(place);
    const result = await held(database);
    const run = await readRun(database, 2);
    const compared = await compareRuns(database, { runs: [1, 2], differencesOnly: true });
    const recent = await readRecentValues(database, { run: 2, runs: 30 });
    for (const name of all) {
      const plot = columnPlot(result, { x: "run", column: name, from: null, to: null, points: 100 });
      expect(plot.y, name).toMatchObject({ least: valueOf(name, 1), greatest: valueOf(name, 2) });
      const summary = await describeCondition(database, name, quiet.signal);
      expect(summary.distinct, name).toBe(2);
      expect(run.conditions.find((one) => one.name === name)?.value, name).toBe(valueOf(name, 2));
      const row = compared.conditions.filter((one) => one.name === name);
      expect(
        row.map(({ values }) => values),
        name,
      ).toEqual([[valueOf(name, 1), valueOf(name, 2)]]);
      expect(recent.conditions.find((one) => one.name === name)?.values, name).toEqual([valueOf(name, 1)]);
    }
  });

  test("in exports of every format no name is there twice", async () => {
    const database = await openForTest(place);
    const folder = temporaryFolder();
    const written = ["run", ...all].map((name, at) => (at > 0 && name === "run" ? "run_3" : name));
    const expected = Object.fromEntries(
      written.map((name, at) => [name, at === 0 ? 2 : valueOf(all[at - 1] ?? "", 2)]),
    );
    for (const format of exportFormatNames.filter((one) => !isRunListFormat(one))) {
      const path = join(folder, `runs.${format}`);
      const target = { path, format, gzip: false, bom: false, safe: false, replace: true };
      await writeRows(
        database,
        await held(database, `${writeName(long)} > ${valueOf(long, 1)}`),
        target,
        quiet,
      );
      const file = readFileSync(path);
      if (format === "csv" || format === "tsv") {
        const [header, row] = parse(file, { delimiter: format === "csv" ? "," : "\t" });
        expect(header, format).toEqual(written);
        expect(row?.map(Number), format).toEqual(Object.values(written).map((name) => expected[name]));
      } else if (format === "parquet") {
        const [row = {}] = await parquetReadObjects({ file: new Uint8Array(file).buffer });
        expect(Object.keys(row).sort(), format).toEqual(
          written.filter((name) => name !== "__proto__").sort(),
        );
        expect(Number(row["run_3"])).toBe(valueOf("run", 2));
      } else {
        const text = file.toString();
        const line = format === "json" ? JSON.stringify((JSON.parse(text) as unknown[])[0]) : text;
        expect(JSON.parse(line), format).toEqual(JSON.parse(JSON.stringify(expected)));
        for (const name of written) {
          expect(text.split(`${JSON.stringify(name)}:`), `${format}: ${name}`).toHaveLength(2);
        }
      }
    }
  });

  test("written, read back and told by the history", async () => {
    const database = await openForTest(place);
    for (const name of [long, "😀".repeat(100), "two\nlines\tand a tab", "run", "started"]) {
      const set = await rcdbHere("add", "condition", "3", name, "5", "-c", place);
      expect(set, name).toMatchObject({ code: 0, errors: "" });
      const changed = await rcdbHere("add", "condition", "3", name, "6", "--replace", "-c", place);
      expect(changed, name).toMatchObject({ code: 0, errors: "" });
      const history = await readHistory(database, { run: 3, condition: name });
      expect(
        history.map(({ old, new: now }) => [old, now]),
        name,
      ).toEqual([[5, 6]]);
    }
  });
});
