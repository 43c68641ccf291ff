/** Doubles of a server arrive with all their digits, whichever way they are read. */
import SqliteFile from "better-sqlite3";
import fc from "fast-check";
import { join } from "node:path";
import { expect, test } from "vitest";
import { takeCopy } from "../../../core/copies/takeCopy.ts";
import { createOnMariadb } from "../../support/backends.ts";
import { quietly } from "../../support/copies.ts";
import { openForTest, tablesOf } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdbHere } from "../cli/command.ts";

/** Sixteen and seventeen digits, beyond which the driver once lost some of them; ends of the range. */
const known = [945.2706955539223, 925408125245315.1, 0.1 + 0.2, -5e-324, 1.7976931348623157e308, 1e22, 7];
const random = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e4, max: 1e4 }), 400);
const numbers = [...known, ...random].map((number) => number + 0);

function ofServer(type: string, values: readonly number[]): Promise<string> {
  const runs = Object.fromEntries(values.map((_value, at) => [at + 1, { conditions: { a: 0 } }]));
  return createOnMariadb(tablesOf({ types: { a: "float" }, runs }), [
    `ALTER TABLE conditions MODIFY float_value ${type}`,
    ...values.map((value, at) => `UPDATE conditions SET float_value = ${value} WHERE run_number = ${at + 1}`),
  ]);
}

test.each([
  ["DOUBLE", numbers],
  ["DECIMAL(20, 6)", [9290729182.310463, 945.270695, 12345678901234.123456]],
])("%s", async (type, values) => {
  const text = await ofServer(type, values);
  const database = await openForTest(text);
  const read = await database.read
    .selectFrom("conditions")
    .select("float_value")
    .orderBy("run_number")
    .execute();
  expect(read.map((row) => row.float_value)).toEqual(values);

  const exported = await rcdbHere("select", "", "a", "--format", "csv", "--connection", text);
  expect(
    exported.output
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => Number(line.split(",")[1])),
  ).toEqual(values);

  const path = join(temporaryFolder(), "copy.sqlite");
  const choice = { runs: null, conditions: null, files: "all" } as const;
  await takeCopy(database, { path, choice, replace: false }, quietly);
  const file = new SqliteFile(path, { readonly: true });
  const copied = file.prepare("SELECT float_value FROM conditions ORDER BY run_number").pluck().all();
  file.close();
  expect(copied).toEqual(values);
});
