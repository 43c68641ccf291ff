import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import {
  exportFormatNames,
  extensionsOf,
  formatOfExtension,
  isRunListFormat,
  type RowFormatName,
} from "../../../core/api/exportFormats.ts";
import type { Column, Rows } from "../../../core/api/search.ts";
import type { Cell } from "../../../core/api/values.ts";
import { defused, inOneLine } from "../../../core/api/delimitedField.ts";
import { delimitedLines } from "../../../core/formats/delimited.ts";
import { rowEncoder } from "../../../core/formats/encoders.ts";
import type { ValueType } from "../../../core/query/types.ts";

function columnsOf(types: Readonly<Record<string, ValueType>>): Column[] {
  return Object.entries(types).map(([name, type]) => ({ name, type, description: null }));
}

/** The whole file that an encoder makes of rows that come in parts. */
function encode(format: RowFormatName, columns: readonly Column[], parts: readonly Rows[]): Buffer {
  const encoder = rowEncoder(format, columns);
  const chunks = [encoder.begin(), ...parts.map((rows) => encoder.part(rows)), encoder.end()];
  return Buffer.concat(chunks.map((chunk) => Buffer.from(chunk)));
}

const columns = columnsOf({ note: "string", current: "float", good: "bool" });
const parts: Rows[] = [
  {
    from: 0,
    runs: [3, 2],
    values: [
      [null, ""],
      [null, 0.1],
      [null, true],
    ],
  },
  { from: 2, runs: [], values: [[], [], []] },
  { from: 2, runs: [1], values: [['a "b",\tc\n'], [1e21], [false]] },
];

const rowFormats = exportFormatNames.filter((format) => !isRunListFormat(format)) as RowFormatName[];

test.each(rowFormats)("%s has an encoding, and a file tells it by each of its endings", (format) => {
  expect(encode(format, columns, parts).length).toBeGreaterThan(0);
  expect(extensionsOf(format).map((extension) => formatOfExtension(extension.toUpperCase()))).toEqual(
    extensionsOf(format).map(() => format),
  );
});

describe("texts", () => {
  test.each<[RowFormatName, string]>([
    ["csv", 'run,note,current,good\n3,,,\n2,"",0.1,true\n1,"a ""b"",\tc\n",1e+21,false\n'],
    ["tsv", 'run\tnote\tcurrent\tgood\n3\t\t\t\n2\t""\t0.1\ttrue\n1\t"a ""b"",\tc\n"\t1e+21\tfalse\n'],
    [
      "json",
      '[\n{"run":3,"note":null,"current":null,"good":null},\n{"run":2,"note":"","current":0.1,"good":true},\n' +
        '{"run":1,"note":"a \\"b\\",\\tc\\n","current":1e+21,"good":false}\n]\n',
    ],
    [
      "ndjson",
      '{"run":3,"note":null,"current":null,"good":null}\n{"run":2,"note":"","current":0.1,"good":true}\n' +
        '{"run":1,"note":"a \\"b\\",\\tc\\n","current":1e+21,"good":false}\n',
    ],
  ])("%s", (format, text) => {
    expect(encode(format, columns, parts).toString()).toBe(text);
  });

  test.each<[RowFormatName, string]>([
    ["csv", "run,note,current,good\n"],
    ["json", "[]\n"],
    ["ndjson", ""],
  ])("%s without rows", (format, text) => {
    expect(encode(format, columns, []).toString()).toBe(text);
  });

  test("json keeps the order of columns, and names that objects treat specially", () => {
    const odd = columnsOf({ ["__proto__"]: "int", 2: "int", a: "int" });
    const rows = { from: 0, runs: [7], values: [[1], [2], [null]] };
    expect(encode("ndjson", odd.toReversed(), [rows]).toString()).toBe(
      '{"run":7,"a":1,"__proto__":2,"2":null}\n',
    );
  });

  test("any text comes back from CSV as it was, and a missing value is not an empty text", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom('"', "\r\n", ",", " ", "\t", "=1+1", "\uFEFF", "\u2028"),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, text), { minLength: 1 }),
        fc.constantFrom(",", "\t"),
        (records, delimiter) => {
          expect(parse(delimitedLines(records, delimiter), { delimiter })).toEqual(records);
        },
      ),
    );
    expect(delimitedLines([["", null, 0, false]], ",")).toBe('"",,0,false\n');
  });

  test.each(["\n", "\v", "\f", "\r", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])(
    "what some readers end a line at is in quotes: %j",
    (separator) => {
      for (const delimiter of [",", "\t"] as const) {
        expect(delimitedLines([[`a${separator}b`, "c"]], delimiter)).toBe(`"a${separator}b"${delimiter}c\n`);
      }
      expect(inOneLine(`a${separator}\t${separator}b`)).toBe("a b");
    },
  );

  test.each([
    ["=1+1", "'=1+1"],
    ["=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0"],
    ["+1 408 555", "'+1 408 555"],
    ["-2+3", "'-2+3"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\r=1", "'\r=1"],
    ["\uFF1D1+1", "'\uFF1D1+1"],
    ["'=1+1", "''=1+1"],
    ["-", "'-"],
    ["-5", "-5"],
    ["+1.5e3", "+1.5e3"],
    ["-.5", "-.5"],
    ["-9223372036854775808", "-9223372036854775808"],
    ["-Infinity", "-Infinity"],
    ["-5=1", "'-5=1"],
    ["1-5", "1-5"],
    ["a=1", "a=1"],
    ["'quoted'", "'quoted'"],
    ["", ""],
  ])("no formula: %j is %j", (text, safe) => {
    expect(defused(text)).toBe(safe);
  });

  test("what is kept from being a formula comes back where an apostrophe is taken away", () => {
    const text = fc
      .array(fc.constantFrom("'", "=", "-", "+", "@", "1", ".", "e", "\t", "\r", "x"), { maxLength: 6 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (given) => {
        const safe = defused(given);
        expect(safe).not.toMatch(/^[=@\t\r]|^[+-](?![\d.]|Infinity$)/);
        const taken = /^'+[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(safe) ? safe.slice(1) : safe;
        expect(taken).toBe(given);
      }),
    );
  });

  test.each(["csv", "tsv"] as const)("%s without formulas, in names as well", (format) => {
    const named = columnsOf({ "=1+1": "string", n: "int", x: "float" });
    const rows = {
      from: 0,
      runs: [7, 8],
      values: [
        ["=a", "b"],
        [-5, "-9223372036854775808"],
        [-1e-7, "-Infinity"],
      ],
    };
    const encoder = rowEncoder(format, named, true);
    const text = [encoder.begin(), encoder.part(rows), encoder.end()].join("");
    expect(text.replaceAll("\t", ",")).toBe(
      "run,'=1+1,n,x\n7,'=a,-5,-1e-7\n8,b,-9223372036854775808,-Infinity\n",
    );
  });

  test("numbers are written as JavaScript shows them", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1 }), (numbers) => {
        expect(delimitedLines([numbers], ",")).toBe(`${numbers.join(",")}\n`);
      }),
    );
    expect(delimitedLines([[-0, 1e21, Infinity, -Infinity]], ",")).toBe("0,1e+21,Infinity,-Infinity\n");
  });
});

const everyType = columnsOf({
  count: "int",
  current: "float",
  good: "bool",
  note: "string",
  data: "blob",
  stats: "json",
  at: "time",
});

function read(file: Buffer): Promise<Record<string, unknown>[]> {
  return parquetReadObjects({ file: arrayBufferOf(file) });
}

function arrayBufferOf(file: Buffer): ArrayBuffer {
  return new Uint8Array(file).buffer;
}

describe("Parquet", () => {
  test("every type, and missing values", async () => {
    const rows: Rows = {
      from: 0,
      runs: [5, 4, 3],
      values: [
        [1, null, -(2 ** 53)],
        [0.1, null, -Infinity],
        [true, null, false],
        ["é漢🙂", null, ""],
        ["\0", null, "b"],
        ['{"a": [1]}', null, "no JSON"],
        ["2016-02-17 13:26:01.25", null, "1969-12-31 23:59:59.999"],
      ],
    };
    expect(await read(encode("parquet", everyType, [rows]))).toEqual([
      {
        run: 5n,
        count: 1n,
        current: 0.1,
        good: true,
        note: "é漢🙂",
        data: "\0",
        stats: '{"a": [1]}',
        at: new Date("2016-02-17T13:26:01.250Z"),
      },
      { run: 4n, count: null, current: null, good: null, note: null, data: null, stats: null, at: null },
      {
        run: 3n,
        count: BigInt(-(2 ** 53)),
        current: -Infinity,
        good: false,
        note: "",
        data: "b",
        stats: '"no JSON"',
        at: new Date("1969-12-31T23:59:59.999Z"),
      },
    ]);
  });

  test("the schema names the types", () => {
    const { schema, created_by } = parquetMetadata(arrayBufferOf(encode("parquet", everyType, [])));
    expect(created_by).toBe("RCDB Desktop");
    const told = schema.map(({ name, type, repetition_type, logical_type }) => [
      name,
      type,
      repetition_type,
      logical_type,
    ]);
    expect(told).toEqual([
      ["runs", undefined, undefined, undefined],
      ["run", "INT64", "REQUIRED", undefined],
      ["count", "INT64", "OPTIONAL", undefined],
      ["current", "DOUBLE", "OPTIONAL", undefined],
      ["good", "BOOLEAN", "OPTIONAL", undefined],
      ["note", "BYTE_ARRAY", "OPTIONAL", { type: "STRING" }],
      ["data", "BYTE_ARRAY", "OPTIONAL", { type: "STRING" }],
      ["stats", "BYTE_ARRAY", "OPTIONAL", { type: "JSON" }],
      ["at", "INT64", "OPTIONAL", { type: "TIMESTAMP", isAdjustedToUTC: false, unit: "MICROS" }],
    ]);
  });

  test("times keep their microseconds", async () => {
    const times = ["2016-02-17 13:26:01.250001", "1969-12-31 23:59:59.999999"];
    const rows = { from: 0, runs: [1, 2], values: [times] };
    const file = encode("parquet", columnsOf({ at: "time" }), [rows]);
    const parsers = { timestampFromMicroseconds: (micros: bigint) => micros };
    const stored = await parquetReadObjects({ file: arrayBufferOf(file), parsers: parsers });
    const first = BigInt(Date.UTC(2016, 1, 17, 13, 26, 1)) * 1000n + 250_001n;
    expect(stored.map(({ at }) => at as bigint)).toEqual([first, -1n]);
  });

  test("many rows come in groups, each as soon as it is full", async () => {
    const encoder = rowEncoder("parquet", everyType);
    const chunks = [encoder.begin()];
    const valuesOf = (run: number): Cell[] =>
      run % 7 === 0
        ? everyType.map(() => null)
        : [run, run / 3, run % 2 === 0, `note ${run % 10}`, "x", `{"n": ${run}}`, "2016-02-17 13:26:01"];
    const count = 260_000;
    for (let from = 0; from < count; from += 2000) {
      const runs = Array.from({ length: 2000 }, (_, at) => from + at);
      const records = runs.map(valuesOf);
      const values = everyType.map((_, column) => records.map((record) => record[column] ?? null));
      chunks.push(encoder.part({ from, runs, values }));
    }
    expect(chunks.filter(({ length }) => length > 4).length).toBe(2);
    const file = Buffer.concat([...chunks, encoder.end()].map((chunk) => Buffer.from(chunk)));
    const { num_rows, row_groups } = parquetMetadata(arrayBufferOf(file));
    expect([num_rows, row_groups.map((group) => group.num_rows)]).toEqual([
      BigInt(count),
      [126_000n, 126_000n, 8000n],
    ]);
    const rows = await read(file);
    const wanted = [0, 1, 125_999, 126_000, 251_999, count - 1];
    expect(wanted.map((run) => rows[run])).toEqual(
      wanted.map((run) => {
        const [number, current, good, note, data, stats, at] = valuesOf(run);
        const isMissing = number === null;
        const time = isMissing ? null : new Date(`${String(at).replace(" ", "T")}Z`);
        return {
          run: BigInt(run),
          count: isMissing ? null : BigInt(run),
          current,
          good,
          note,
          data,
          stats,
          at: time,
        };
      }),
    );
    expect(rows.every(({ run }, at) => run === BigInt(at))).toBe(true);
  });

  test("long texts close a group early, so that memory holds", () => {
    const encoder = rowEncoder("parquet", columnsOf({ note: "string" }));
    const part = { from: 0, runs: [1], values: [["x".repeat(16_000_000)]] };
    expect(encoder.begin().length + encoder.part(part).length).toBeGreaterThan(4);
  });

  test("columns of one name are told apart", async () => {
    const twice = [...columnsOf({ run: "int", a: "int" }), ...columnsOf({ a: "int" })];
    const file = encode("parquet", twice, [{ from: 0, runs: [9], values: [[1], [2], [3]] }]);
    expect(await read(file)).toEqual([{ run: 9n, run_2: 1n, a: 2n, a_2: 3n }]);
  });

  test.each<[ValueType, Cell, RegExp]>([
    [
      "int",
      1.5,
      /^1 value is empty in the file.*: run 9 has “1\.5” in “x”, which is not an integer of 64 bits/,
    ],
    ["int", 2 ** 63, /not an integer of 64 bits/],
    ["int", "many", /not an integer/],
    ["float", "abc", /run 9 has “abc” in “x”, which is not a number/],
    ["bool", "7", /which is not a boolean/],
    ["time", "0000-00-00 00:00:00", /“0000-00-00 00:00:00” in “x”, which is not a time.*Other formats/],
  ])("%s cannot hold %j, which is empty and said", async (type, cell, message) => {
    const encoder = rowEncoder("parquet", columnsOf({ x: type, y: "string" }));
    const rows = {
      from: 0,
      runs: [8, 9],
      values: [
        [null, cell],
        ["a", "b"],
      ],
    };
    const file = [encoder.begin(), encoder.part(rows), encoder.end()].map((chunk) => Buffer.from(chunk));
    expect(encoder.remark?.()).toMatch(message);
    expect(await read(Buffer.concat(file))).toEqual([
      { run: 8n, x: null, y: "a" },
      { run: 9n, x: null, y: "b" },
    ]);
  });

  test("values that do not fit are counted, and a long one is cut", () => {
    const encoder = rowEncoder("parquet", columnsOf({ x: "int" }));
    encoder.part({ from: 0, runs: [8, 9], values: [["a".repeat(500), "b"]] });
    expect(encoder.remark?.()).toMatch(/^2 values are empty.*: the first: run 8 has “a{100}…” in “x”/);
  });

  test("where all values fit nothing is said", () => {
    const encoder = rowEncoder("parquet", columnsOf({ x: "int" }));
    encoder.part({ from: 0, runs: [8, 9], values: [[1, null]] });
    expect(encoder.remark?.()).toBeNull();
  });
});
