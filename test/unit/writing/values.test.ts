/** What fits a condition's type, what is stored of it, and what is refused. */
import { describe, expect, test } from "vitest";
import type { FailureCode } from "../../../core/api/failure.ts";
import { valueTypes } from "../../../core/query/types.ts";
import { readStored, storedValue } from "../../../core/writing/storedValues.ts";
import { readTypesByName } from "../../../core/writing/conditionTypes.ts";
import type { GivenValue } from "../../../core/writing/values.ts";
import { inTransaction } from "../../../core/writing/writing.ts";
import { backends, createOnMariadb } from "../../support/backends.ts";
import { openWritableForTest, tablesOf } from "../../support/database.ts";
import { writeClient } from "./client.ts";
import { expectRefused, openForAll } from "./support.ts";

const types = Object.fromEntries(valueTypes.map((type) => [type, type]));
type Name = "sqlite" | "mariadb";

/** Type, what is given, what is stored; where they differ, what MariaDB's narrower columns keep of it. */
const fitting: [string, GivenValue, unknown, unknown?][] = [
  ["int", 0, 0n],
  ["int", -7, -7n],
  ["int", "42", 42n],
  ["int", "+42", 42n],
  ["int", "-0042", -42n],
  ["int", 2147483647, 2147483647n],
  ["int", "-2147483648", -2147483648n],
  ["float", 0, 0],
  ["float", 99.999, 99.999, Math.fround(99.999)],
  ["float", 16777217, 16777217, 16777216],
  ["float", -1e-30, -1e-30, Math.fround(-1e-30)],
  ["float", 3.4028234663852886e38, 3.4028234663852886e38],
  ["float", "1.25", 1.25],
  ["float", "3600", 3600],
  ["float", "-5", -5],
  ["float", "+1e3", 1000],
  ["float", "1E-2", 0.01, Math.fround(0.01)],
  ["float", ".5", 0.5],
  ["float", "5.", 5],
  ["bool", true, 1],
  ["bool", false, 0],
  ["bool", 1, 1],
  ["bool", 0, 0],
  ["time", "2016-02-17 13:26:01", "2016-02-17 13:26:01.000000"],
  ["time", "2016-02-17T13:26", "2016-02-17 13:26:00.000000"],
  ["time", "2016-02-29", "2016-02-29 00:00:00.000000"],
  ["time", "2016-02-17 13:26:01.25", "2016-02-17 13:26:01.250000", "2016-02-17 13:26:01.000000"],
  ["time", "2016-12-31 23:59:59.5", "2016-12-31 23:59:59.500000", "2017-01-01 00:00:00.000000"],
  ["json", '{"a": [1, "ü"]}', '{"a": [1, "ü"]}'],
  ["json", "null", "null"],
  ["json", '"\\u0000"', '"\\u0000"'],
  ["string", "", ""],
  ["string", "trailing  ", "trailing  "],
  ["string", 'it\'s \\ "x" %_\t\n😀', 'it\'s \\ "x" %_\t\n😀'],
  ["string", "\u{feff}mark", "\u{feff}mark"],
  ["blob", "x".repeat(65_535), "x".repeat(65_535)],
  ["blob", "ü".repeat(32_767), "ü".repeat(32_767)],
];

/** Only where columns are wide. */
const fittingSqlite: [string, GivenValue, unknown][] = [
  ["int", "9223372036854775807", 2n ** 63n - 1n],
  ["int", "-9223372036854775808", -(2n ** 63n)],
  ["int", "9007199254740993", 2n ** 53n + 1n],
  ["int", Number.MAX_SAFE_INTEGER, 2n ** 53n - 1n],
  ["float", 1.7976931348623157e308, 1.7976931348623157e308],
  ["float", 5e-324, 5e-324],
  ["string", "x".repeat(10_000_000), "x".repeat(10_000_000)],
];

const refused: [string, GivenValue, FailureCode, RegExp][] = [
  ["int", 1.5, "bad_value", /“int” is of type int: 1\.5 does not fit\. Give an integer from -?\d+ to \d+/],
  ["int", "1.0", "bad_value", /“1\.0” does not fit/],
  ["int", "", "bad_value", /“” does not fit/],
  ["int", "0x10", "bad_value", /does not fit/],
  ["int", " 1", "bad_value", /does not fit/],
  ["int", "9223372036854775808", "bad_value", /to \d+; beyond/],
  ["int", "-9223372036854775809", "bad_value", /does not fit/],
  ["int", "9".repeat(1000), "bad_value", /9…” does not fit/],
  ["int", 2 ** 53, "bad_value", /as a text of digits/],
  ["int", Infinity, "bad_value", /Infinity does not fit/],
  ["int", true, "bad_value", /true does not fit/],
  ["float", Infinity, "bad_value", /Infinity does not fit\. Give a finite number/],
  ["float", -Infinity, "bad_value", /finite/],
  [
    "float",
    "1,5",
    "bad_value",
    /“float” is of type float: “1,5” does not fit\. Give a finite number, such as 1\.25/,
  ],
  ["float", "0x10", "bad_value", /does not fit/],
  ["float", " 5 ", "bad_value", /“ 5 ” does not fit/],
  ["float", "1_000", "bad_value", /does not fit/],
  ["float", "", "bad_value", /does not fit/],
  ["float", "nan", "bad_value", /does not fit/],
  ["float", "inf", "bad_value", /does not fit/],
  ["float", "1e400", "bad_value", /does not fit/],
  ["float", "1.5.", "bad_value", /does not fit/],
  ["float", true, "bad_value", /does not fit/],
  ["bool", 2, "bad_value", /2 does not fit\. Give true or false/],
  ["bool", "true", "bad_value", /does not fit/],
  ["time", "2016-02-30 12:00:00", "bad_value", /“2016-02-30 12:00:00” does not fit\. Give a real date/],
  ["time", "2015-02-29", "bad_value", /real date/],
  ["time", "2016-02-17 24:00:00", "bad_value", /does not fit/],
  ["time", "2016-02-17T13:26:01Z", "bad_value", /without a zone/],
  ["time", "2016-02-17 13:26:01.1234567", "bad_value", /does not fit/],
  ["time", "02/17/16 13:26:01", "bad_value", /does not fit/],
  ["time", 1455715561, "bad_value", /does not fit/],
  ["json", "{", "bad_value", /“\{” does not fit\. Give a text that parses as JSON/],
  ["json", "", "bad_value", /JSON/],
  ["json", "NaN", "bad_value", /JSON/],
  ["json", 1, "bad_value", /Give the text of a JSON value/],
  ["string", 5, "bad_value", /Give a text/],
  ["string", "a\0b", "bad_value", /“string” has the character NUL at position 2/],
  ["string", "ab\ud800", "bad_value", /a lone surrogate\) at position 3/],
  ["string", "\udc00\ud800", "bad_value", /position 1/],
  ["json", '"\ud800"', "bad_value", /lone surrogate/],
  ["blob", "\0", "bad_value", /NUL/],
];

const refusedMariadb: [string, GivenValue, FailureCode, RegExp][] = [
  ["int", 2147483648, "bad_value", /from -2147483648 to 2147483647/],
  ["int", "-2147483649", "bad_value", /from -2147483648 to 2147483647/],
  ["float", 3.5e38, "bad_value", /single precision/],
  ["string", "x".repeat(65_536), "too_large", /has 65536 bytes; at most 65535 can be stored here/],
  ["string", "ü".repeat(32_768), "too_large", /65536 bytes/],
  ["string", "x".repeat(10_000_000), "too_large", /10000000 bytes/],
  ["time", "9999-12-31 23:59:59.9", "bad_value", /does not fit/],
];

/** The rows with titles that fit a line. */
function titled<R extends readonly [string, GivenValue, ...unknown[]]>(
  rows: readonly R[],
): { title: string; row: R }[] {
  return rows.map((row) => ({ title: `${row[0]}: ${JSON.stringify(row[1]).slice(0, 50)}`, row }));
}

describe.each(backends)("on $name", (backend) => {
  const opened = openForAll(backend, { types, runs: { 0: {} } });
  let nextRun = 1;

  const only = <T>(name: Name, rows: readonly T[]): readonly T[] => (backend.name === name ? rows : []);

  async function stored(run: number, name: string): Promise<unknown> {
    return inTransaction(opened().database, "reader", async (writing) => {
      const type = (await readTypesByName(writing)).get(name);
      if (!type) throw new Error(`no type ${name}`);
      const [row] = await readStored(writing.transaction.read, [run], [type.id]);
      return row && storedValue(type, row);
    });
  }

  test.each(titled([...fitting, ...only("sqlite", fittingSqlite)]))("$title", async ({ row }) => {
    const [name, value, ...kept] = row;
    const { client } = opened();
    const number = nextRun++;
    const conditions = [{ name, value }];
    const added = await client.addRuns({ runs: [{ number, conditions }] });
    expect(added).toEqual({ ok: true, value: { runs: 1, added: 1, replaced: 0, unchanged: 0 } });
    const [wide, narrow = wide] = kept;
    expect(await stored(number, name)).toBe(backend.name === "sqlite" ? wide : narrow);

    // The same once more, with and without `replace`, changes nothing.
    for (const replace of [false, true]) {
      const again = await client.addConditions({ run: number, values: conditions, replace });
      expect(again).toMatchObject({ ok: true, value: { added: 0, replaced: 0, unchanged: 1 } });
    }
  });

  // Small, as all of it is compared each time.
  const refusing = openForAll(backend, {
    types,
    runs: { 0: {}, 1: { conditions: { int: 7, string: "x" } } },
  });

  test.each(titled([...refused, ...only("mariadb", refusedMariadb)]))(
    "not $title",
    async ({ row: [name, value, code, message] }) => {
      const { database, client } = refusing();
      const good = { name: name === "bool" ? "int" : "bool", value: 1 };
      const values = [good, { name, value }];
      await expectRefused(database, () => client.addConditions({ run: 0, values }), code, message);
      const runs = [
        { number: 1_000_000, conditions: [good] },
        { number: 0, conditions: values },
      ];
      await expectRefused(database, () => client.addRuns({ runs, replace: true }), code, message);
    },
  );

  test("not a number", async () => {
    const { database, client } = refusing();
    // JSON has none, and the contract's schema lets none pass.
    const values = [{ name: "float", value: NaN }];
    await expectRefused(
      database,
      () => client.addConditions({ run: 0, values }),
      "bad_input",
      /addConditions/,
    );
  });
});

test("a character that an old server's tables cannot hold", async () => {
  const connection = await createOnMariadb(tablesOf({ types, runs: { 0: {} } }), [], {
    collation: "latin1_swedish_ci",
  });
  const database = await openWritableForTest(connection);
  const client = writeClient(database);
  const give = (value: string) => client.addConditions({ run: 0, values: [{ name: "string", value }] });
  await expectRefused(database, () => give("😀"), "bad_value", /convert the table to utf8mb4/);
  expect(await give("Größe")).toMatchObject({ ok: true });
});
