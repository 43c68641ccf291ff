/** Integers beyond 2^53 keep all their digits, wherever they are shown, sorted, compared, exported and logged. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import SqliteFile from "better-sqlite3";
import { parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import { searchRuns } from "../../../core/search/search.ts";
import { summarize } from "../../../core/results/summary.ts";
import { Yielding } from "../../../core/db/yielding.ts";
import { exactRowsOneByOne } from "../../../core/db/sqlite/rows.ts";
import { backends, type Backend } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdbHere } from "../cli/command.ts";

const values = [
  "9223372036854775807",
  "9223372036854775806",
  "5",
  "9007199254740993",
  "-9223372036854775808",
];
const ascending = [5, 3, 4, 2, 1];

function largeDatabase(backend: Backend): Promise<string> {
  const isServer = backend.name === "mariadb";
  return backend.create({
    types: { events: "int" },
    runs: { 1: {}, 2: {}, 3: {}, 4: {}, 5: {} },
    statements: [
      ...(isServer ? ["ALTER TABLE conditions MODIFY int_value BIGINT NOT NULL"] : []),
      ...values.map(
        (value, at) =>
          `INSERT INTO conditions (run_number, condition_type_id, int_value, float_value, bool_value) VALUES (${at + 1}, 1, ${value}, 0, 0)`,
      ),
    ],
  });
}

const shown = values.map((value) => (value === "5" ? 5 : value));

describe.each(backends)("on $name", (backend) => {
  test("in a result: shown, sorted, summed up, selected", async () => {
    const database = await openForTest(await largeDatabase(backend));
    const find = (expression: string, descending = false) =>
      searchRuns(database, {
        ...{ expression, runMin: null, runMax: null, ranges: [], columns: ["events"] },
        order: { column: "events", descending },
      });
    const { result } = await find("");
    expect(result.rows(0, 5).runs).toEqual(ascending);
    expect(result.rows(0, 5).values[0]).toEqual(ascending.map((run) => shown[run - 1]));
    expect((await find("", true)).result.rows(0, 5).runs).toEqual(ascending.toReversed());
    expect((await find("events == 9223372036854775806")).result.rows(0, 5).runs).toEqual([2]);
    const summary = await summarize(
      result.valuesOf("events"),
      new Yielding(new AbortController().signal, "cancelled"),
    );
    expect(summary).toMatchObject({
      distinct: 5,
      least: "-9223372036854775808",
      greatest: "9223372036854775807",
    });
  });

  test("in every format", async () => {
    const connection = await largeDatabase(backend);
    const select = async (format: string) =>
      (await rcdbHere("select", "", "events", "--format", format, "-c", connection)).output;
    expect(await select("csv")).toBe(
      `run,events\n${values.map((value, at) => `${at + 1},${value}\n`).join("")}`,
    );
    expect(await select("tsv")).toContain("1\t9223372036854775807\n");
    expect(await select("table")).toContain("9223372036854775807");
    expect(JSON.parse(await select("json"))).toEqual(shown.map((events, at) => ({ run: at + 1, events })));
    expect(await select("ndjson")).toContain('{"run":3,"events":5}\n');
    const path = join(temporaryFolder(), "all.parquet");
    expect(
      await rcdbHere("export", "", "events", "--format", "parquet", "--out", path, "-c", connection),
    ).toMatchObject({ code: 0 });
    const file = readFileSync(path);
    const rows = await parquetReadObjects({
      file: file.buffer.slice(file.byteOffset, file.byteOffset + file.length),
    });
    expect(rows).toEqual(values.map((value, at) => ({ run: BigInt(at + 1), events: BigInt(value) })));
  });

  test("of a run, in a comparison, and in the history of what was replaced", async () => {
    const connection = await largeDatabase(backend);
    const json = async (...args: string[]): Promise<unknown> =>
      JSON.parse((await rcdbHere(...args, "--json", "--connection", connection)).output);
    expect(await json("run", "4")).toMatchObject({ conditions: [{ value: "9007199254740993" }] });
    expect((await rcdbHere("compare", "1", "2", "-c", connection)).output).toMatch(
      /9223372036854775807.*9223372036854775806/,
    );
    await rcdbHere("add", "condition", "4", "events", "9007199254740995", "--replace", "-c", connection);
    expect(await json("history", "4")).toMatchObject([{ old: "9007199254740993", new: "9007199254740995" }]);
  });
});

test.each([
  [
    "that may be an integer is asked for once more, exactly",
    new Set<number>(),
    2,
    ["9007199254740993", "9007199254740992"],
  ],
  ["that was calculated as a double is not", new Set([1]), 1, ["9007199254740992"]],
])("a large number %s", (_, doubles, times, shown) => {
  const file = new SqliteFile(":memory:");
  let prepared = 0;
  const prepare = () => {
    prepared += 1;
    return file
      .prepare<unknown[], unknown[]>(
        doubles.size === 0 ? "SELECT 9007199254740993, 9007199254740992" : "SELECT 1, 9007199254740992.0",
      )
      .raw();
  };
  const [row] = [...exactRowsOneByOne(prepare, [], doubles)];
  expect(prepared).toBe(times);
  expect(row?.slice(-shown.length).map(String)).toEqual(shown);
});
