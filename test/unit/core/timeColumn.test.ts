import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TextColumn } from "../../../core/results/columns.ts";
import { TimeColumn } from "../../../core/results/timeColumn.ts";

type Value = string | null;

function columnOf(values: readonly Value[]): TimeColumn {
  const column = new TimeColumn();
  values.forEach((value, row) => column.set(row, value, row + 1));
  return column;
}

const cellsOf = (values: readonly Value[]): unknown[] => {
  const column = columnOf(values);
  return values.map((_, row) => column.cell(row));
};

describe("a column of times", () => {
  test.each([
    "1900-01-01 00:00:00",
    "2139-12-31 23:59:59.999999",
    "1899-12-31 23:59:59",
    "2140-01-01 00:00:00",
    "1900-01-01 00:00:00.000001",
    "1953-01-01 00:00:00",
    "2019-12-31 23:59:59.999999",
    "2020-01-01 00:00:00.000001",
    "2087-01-01 00:00:00",
    "9999-12-31 23:59:59.999999",
    "0001-01-01 00:00:00",
    "2016-02-29 13:26:01.000001",
    "2016-02-31 13:26:01",
    "2016-02-17 13:26:01.000000",
    "2016-02-17 13:26:01.5",
    "2016-02-17T13:26:01",
    "2016-02-17 13:26:01,500000",
    "2016-00-17 13:26:01",
    "2016-13-17 13:26:01",
    "2016-02-00 13:26:01",
    "2016-02-17 24:00:00",
    "2016-02-17 13:60:00",
    "2016-02-17 13:00:60",
    "2016 02-17 13:26:01",
    "2016-02-17 13:26:0x",
    "2016-02-17",
    "1455715561",
    "",
  ])("gives “%s” back, alone and beside others", (text) => {
    expect(cellsOf([text])).toEqual([text]);
    const mixed = [null, "2016-02-17 13:26:01", text, "2017-01-01 00:00:00.250000", null];
    expect(cellsOf(mixed)).toEqual(mixed);
  });

  test("of several values of a row the last stays, and may be none", () => {
    const column = columnOf(["2016-02-17 13:26:01", "2016-02-17 13:26:01", "2016-02-17 13:26:01"]);
    column.set(0, "2017-01-01 00:00:00", 4);
    column.set(1, null, 5);
    expect([0, 1, 2].map((row) => column.cell(row))).toEqual([
      "2017-01-01 00:00:00",
      null,
      "2016-02-17 13:26:01",
    ]);
  });

  const part = (least: number, greatest: number, width: number): fc.Arbitrary<string> =>
    fc.integer({ min: least, max: greatest }).map((value) => String(value).padStart(width, "0"));
  const time = fc
    .tuple(
      part(1890, 2150, 4),
      part(0, 13, 2),
      part(0, 32, 2),
      part(0, 24, 2),
      part(0, 60, 2),
      part(0, 60, 2),
    )
    .map(([year, month, day, hour, minute, second]) => `${year}-${month}-${day} ${hour}:${minute}:${second}`);
  const shown = fc
    .tuple(time, fc.option(part(1, 999_999, 6)))
    .map(([text, fraction]) => (fraction === null ? text : `${text}.${fraction}`));

  test("any times come back and sort as their texts do", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.oneof({ weight: 9, arbitrary: shown }, fc.string()))), (values) => {
        const column = columnOf(values);
        const texts = new TextColumn();
        values.forEach((value, row) => texts.set(row, value, row + 1));
        expect(values.map((_, row) => column.cell(row))).toEqual(values);
        const orderBy = (keys: Float64Array): number[] =>
          values
            .flatMap((value, row) => (value === null ? [] : [row]))
            .sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
        expect(orderBy(column.sortKeys(values.length))).toEqual(orderBy(texts.sortKeys(values.length)));
      }),
    );
  });
});
