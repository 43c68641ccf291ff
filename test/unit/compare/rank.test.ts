/** What a comparison shows first, and what it compares with. */
import { describe, expect, test } from "vitest";
import { byRank, comparedRows } from "../../../renderer/compare/comparedRows.ts";
import { differenceOf } from "../../../renderer/compare/difference.ts";
import { isIdentifier, rankOf, type RankedCondition } from "../../../renderer/compare/rank.ts";
import { middleOf, shareApart } from "../../../renderer/compare/reference.ts";

type Values = RankedCondition["values"];

describe("ranks", () => {
  test.each<[string, RankedCondition["type"], Values, string]>([
    ["run_type", "string", ["hd_all.tsg", "hd_fcal.tsg"], "setting"],
    ["evio_last_file", "string", ["hd_rawdata_000010_012.evio", "hd_rawdata_000011_001.evio"], "own"],
    ["evio_last_file", "string", [null, "hd_rawdata_000011_001.evio"], "own"],
    ["user_comment", "string", ["beam down", "fine"], "own"],
    ["none", "string", [null, null], "setting"],
    ["run_start_time", "time", ["2016-02-17 13:26:00", null], "own"],
    ["snapshot", "blob", ["a", "b"], "own"],
    ["is_valid_run_end", "bool", [true, false], "setting"],
    ["radiator_id", "int", [12, 13], "setting"],
    ["event_count", "int", [100, 200], "measured"],
    ["event_rate", "float", [100, 200], "measured"],
    ["run_length", "int", [2486, 263], "measured"],
    ["beam_current", "float", [101.5, 99.25], "measured"],
    ["polarization_angle", "float", [45, 90], "setting"],
    ["beam_energy", "float", [11_670.4, 11_670.4], "setting"],
    ["trigger_eq", "json", ["[]", "[1]"], "setting"],
    ["component_stats", "json", ["{}", "[1]"], "measured"],
  ])("%s (%s) %j: %s", (name, type, values, rank) => {
    expect(rankOf({ name, type, values }, [10, 11], false)).toBe(rank);
  });

  test("a length is measured", () => {
    expect(rankOf({ name: "length", type: "int", values: [60, 3600] }, [10, 11], true)).toBe("measured");
  });

  test.each<[string, RankedCondition["type"], boolean]>([
    ["radiator_id", "int", true],
    ["status", "int", true],
    ["run_number", "int", true],
    ["trigger_block_level", "int", false],
    ["valid", "int", false],
    ["event_count", "int", false],
    ["status", "float", false],
  ])("%s (%s) identifies: %s", (name, type, is) => {
    expect(isIdentifier({ name, type })).toBe(is);
  });

  test("identifiers have neither a difference nor a percent", () => {
    expect(differenceOf({ type: "int", isLength: false, isIdentifier: true }, 5, 2)).toBeNull();
  });
});

describe("the middle of some values", () => {
  test.each<[string, Values, unknown]>([
    ["of an odd number", [3, 1, 100], 3],
    ["of an even number", [4, 1, 2, 100], 3],
    ["missing ones do not count", [null, 7, null], 7],
    ["the most frequent text", ["a", "b", "b", null, null, null], "b"],
    ["of equally frequent ones the first", ["b", "a"], "b"],
    ["of yes and no", [false, true, false], false],
    ["numbers among texts are as texts", [1, "x", "x"], "x"],
    ["of nothing", [null, null], null],
  ])("%s", (_, values, middle) => {
    expect(middleOf(values, true)).toBe(middle);
  });

  test.each<[string, Values, unknown]>([
    ["of two, each as frequent, the least", [4, 4, 1, 1], 1],
    ["of all different ones the least", [13, 12, 14], 12],
    ["the most frequent one", [1, 7, 7, 2], 7],
    ["missing ones do not count", [null, null, null, 7], 7],
  ])("of settings and identifiers it is one that a run has: %s", (_, values, middle) => {
    expect(middleOf(values, false)).toBe(middle);
  });

  test.each([
    [100, 110, 10 / 110],
    [0, 0, 0],
    [0, 5, 1],
    [-5, 5, 1],
  ])("%d and %d are apart by %d", (value, reference, share) => {
    expect(shareApart(value, reference)).toBe(share);
  });
});

describe("rows", () => {
  const condition = (name: string, type: "float" | "int" | "string", values: Values) => ({
    name,
    type,
    description: null,
    values: [...values],
    different: true,
  });
  const conditions = [
    condition("evio_last_file", "string", ["r_10", "r_11", "r_12"]),
    condition("beam_current", "float", [100.5, 101, 200]),
    condition("radiator_id", "int", [1, 1, 2]),
  ];
  const none = () => false;
  const comparing = { runs: [10, 11, 12], tolerance: 0, against: "first" as const };

  test("settings first, then what was measured, then each run's own", () => {
    const groups = byRank(comparedRows(conditions, none, comparing));
    expect(groups.map(({ rank, rows }) => [rank, rows.map(({ name }) => name)])).toEqual([
      ["setting", ["radiator_id"]],
      ["measured", ["beam_current"]],
      ["own", ["evio_last_file"]],
    ]);
  });

  test("numbers within the tolerance are alike, identifiers never", () => {
    const rows = comparedRows(conditions, none, { ...comparing, tolerance: 0.6 });
    expect(
      rows.map(({ name, different, cells }) => [name, different, cells.map(({ same }) => same)]),
    ).toEqual([
      ["evio_last_file", true, [true, false, false]],
      ["beam_current", false, [true, true, true]],
      ["radiator_id", true, [true, true, false]],
    ]);
    const some = comparedRows(conditions, none, { ...comparing, tolerance: 0.01 });
    expect(some[1]?.cells.map(({ same }) => same)).toEqual([true, true, false]);
    expect(some[1]?.cells[2]?.size).toBeCloseTo(0.4975, 9);
  });

  test("against the median a setting and an identifier are compared with what some run has", () => {
    const four = [
      condition("radiator_id", "int", [1, 1, 4, 4]),
      condition("polarization_angle", "float", [0, 0, 45, 45]),
      condition("event_count", "int", [1, 1, 4, 4]),
    ];
    const rows = comparedRows(four, none, { runs: [1, 2, 3, 4], tolerance: 0, against: "median" });
    expect(rows.map(({ reference, cells }) => [reference, cells.map(({ same }) => same)])).toEqual([
      ["1", [true, true, false, false]],
      ["0", [true, true, false, false]],
      ["2.5", [false, false, false, false]],
    ]);
  });

  test("against the median", () => {
    const [, current] = comparedRows(conditions, none, { ...comparing, against: "median" });
    expect(current?.reference).toBe("101");
    expect(current?.cells.map(({ same, difference }) => [same, difference?.text ?? null])).toEqual([
      [false, "−0.5"],
      [true, null],
      [false, "+99"],
    ]);
  });
});
