/** Totals, against a plain calculation of each group. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import {
  calendars,
  groupingOf,
  type Grouping,
  type Total,
  type WantedTotals,
} from "../../../core/api/totals.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { readTotals } from "../../../core/totals/totals.ts";
import { backends, createOnMariadb } from "../../support/backends.ts";
import { openForTest, type TestRun } from "../../support/database.ts";
import { oddServerStatements, oddTypes, writeOddDatabase } from "../../support/oddValues.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const types = {
  count: "int",
  current: "float",
  kind: "string",
  good: "bool",
  length: "int",
  at: "time",
} as const;
const kinds = ["LH2", "lh2", "LH2 ", "é", "e", "", "it's", "a\\b"];

interface Values {
  readonly count?: number;
  readonly current?: number;
  readonly kind?: string;
  readonly good?: boolean;
  readonly length?: number;
}

/** Runs with gaps; from the 60th on the counts lie close together far from zero. */
const runs = Array.from(
  { length: 120 },
  (_, at): { number: number; started: string | null; values: Values } => ({
    number: 100 + at * 2,
    started:
      at % 11 === 0
        ? null
        : new Date(Date.UTC(2018, 0, 27) + at * 5 * 3_600_000).toISOString().slice(0, 19).replace("T", " "),
    values: {
      ...(at % 7 === 0 ? {} : { count: at < 60 ? at * 100 : 1_000_000_000 + (at % 3) }),
      ...(at % 5 === 0 ? {} : { current: at / 8 }),
      ...(at % 13 === 0 ? {} : { kind: kinds[at % kinds.length] ?? "" }),
      ...(at % 3 === 0 ? {} : { good: at % 2 === 0 }),
      ...(at % 9 === 0 ? {} : { length: (at % 4) + 1 }),
    },
  }),
);

const content = {
  types,
  runs: Object.fromEntries(
    runs.map(({ number, started, values }): [number, TestRun] => [
      number,
      { ...(started === null ? {} : { started }), conditions: { ...values } },
    ]),
  ),
  statements: [
    "INSERT INTO run_periods (name, run_min, run_max) VALUES ('first', 100, 150), ('second', 140, 200)",
  ],
};

const everything: WantedTotals = {
  expression: "",
  runMin: null,
  runMax: null,
  ranges: [],
  by: [],
  measures: [],
  weight: null,
};

type Run = (typeof runs)[number];

/** The plain way: two passes over the values. */
function plainTotal(
  group: readonly Run[],
  valueOf: (run: Run) => number | undefined,
  weightOf: (run: Run) => number | undefined,
): Total {
  const values = group.flatMap((run) => valueOf(run) ?? []);
  const weighed = group.flatMap((run) => {
    const [value, weight] = [valueOf(run), weightOf(run)];
    return value === undefined || weight === undefined ? [] : [{ value, weight }];
  });
  const all = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const mean = weighed.reduce((sum, { value, weight }) => sum + value * weight, 0) / all;
  const variance = weighed.reduce((sum, { value, weight }) => sum + weight * (value - mean) ** 2, 0) / all;
  return {
    runs: values.length,
    missing: group.length - values.length,
    sum: values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0),
    mean: all === 0 ? null : mean,
    sigma: all === 0 ? null : Math.sqrt(variance),
    least: values.length === 0 ? null : Math.min(...values),
    greatest: values.length === 0 ? null : Math.max(...values),
  };
}

function expectClose(found: Total | undefined, expected: Total, what: string): void {
  for (const [name, value] of Object.entries(expected) as [keyof Total, number | string | null][]) {
    const got = found?.[name] ?? null;
    if (value === null || got === null) expect(got, `${what}: ${name}`).toBe(value);
    else
      expect(
        Math.abs(Number(got) - Number(value)),
        `${what}: ${name} ${got}, not ${value}`,
      ).toBeLessThanOrEqual(Math.abs(Number(value)) * 2e-8 + 1e-7);
  }
}

const isoWeek = (started: string): string => {
  const day = new Date(`${started.slice(0, 10)}T00:00:00Z`);
  while (day.getUTCDay() !== 1) day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
};
const keysOf: readonly (readonly [Grouping, (run: Run) => unknown])[] = [
  ["kind", ({ values }) => values.kind ?? null],
  ["good", ({ values }) => values.good ?? null],
  [
    { name: "tens", expression: "count // 1000", unit: null, description: null },
    ({ values }) => (values.count === undefined ? null : Math.floor(values.count / 1000)),
  ],
  [{ calendar: "day" }, ({ started }) => started?.slice(0, 10) ?? null],
  [{ calendar: "month" }, ({ started }) => started?.slice(0, 7) ?? null],
  [{ calendar: "week" }, ({ started }) => (started === null ? null : isoWeek(started))],
  [
    { calendar: "shift" },
    ({ started }) =>
      started === null
        ? null
        : `${started.slice(0, 10)} ${["00-08", "08-16", "16-24"][Math.floor(Number(started.slice(11, 13)) / 8)]}`,
  ],
  [{ calendar: "period" }, ({ number }) => (number < 140 ? "first" : number <= 200 ? "second" : null)],
];
const groupings = [[], ...keysOf.map((key) => [key]), [keysOf[0], keysOf[1], keysOf[4]]] as (typeof keysOf)[];

test.each<[column: string, conditions: string[], meant: Grouping]>([
  ["day", [], { calendar: "day" }],
  ["day", ["day"], "day"],
  ["run.day", ["day"], { calendar: "day" }],
  ["run.day", ["run.day"], "run.day"],
  ["kind", [], "kind"],
])("to group by %s with the conditions %j", (column, conditions, meant) => {
  expect(groupingOf(column, new Set(conditions))).toEqual(meant);
});

describe.each(backends)("on $name", (backend) => {
  test("hours of runs, and numbers whose squares and sums are beyond a double", async () => {
    const stored = {
      types: { a: "int" },
      runs: {
        1: { started: "2018-01-01 10:00:00", finished: "2018-01-01 11:00:00", conditions: { a: 1 } },
        2: { started: "2018-01-01 23:00:00", finished: "2018-01-02 02:00:00", conditions: { a: 3 } },
        3: { started: "2018-01-03 10:00:00", conditions: { a: 2 } },
      },
    } as const;
    const database = await openForTest(await backend.create(stored));
    const times = (power: string) => ({
      name: `a${power}`,
      expression: `a * ${power}`,
      unit: null,
      description: null,
    });
    const read = async (measures: WantedTotals["measures"], weight: string | null = null) => {
      const wanted = { ...everything, measures, weight };
      return (await readTotals(database, wanted, new AbortController().signal)).whole.totals;
    };
    const [length] = await read(["length"]);
    expect(length).toMatchObject({ runs: 2, missing: 1, sum: 14_400, mean: 7200, sigma: 3600, least: 3600 });
    expect((await read(["a"], "length"))[0]).toMatchObject({ mean: 2.5, sum: 6 });
    const [large, huge] = await read([times("1e200"), times("5e307")]);
    expect(large).toMatchObject({ mean: 2e200, sigma: null, greatest: 3e200 });
    expect(large?.sum).toBeCloseTo(6e200, -190);
    expect(huge).toMatchObject({ sum: null, sigma: null, least: 5e307 });
    await expect(
      readTotals(database, { ...everything, by: ["length"] }, new AbortController().signal),
    ).rejects.toThrow("cannot be grouped by their length");
  });

  test("each grouping, weighted and not, and the query of each group", async () => {
    const database = await openForTest(await backend.create(content));
    const rate = { name: "rate", expression: "count / current", unit: null, description: null };
    const signal = new AbortController().signal;
    for (const weight of [null, "length"]) {
      for (const by of groupings) {
        const wanted = {
          ...everything,
          expression: "run < 330",
          by: by.map(([one]) => one),
          measures: ["count", "current", "good", rate],
          weight,
        };
        const totals = await readTotals(database, wanted, signal);
        const groups = new Map<string, Run[]>();
        for (const run of runs.filter(({ number }) => number < 330)) {
          const key = JSON.stringify(by.map(([, keyOf]) => keyOf(run)));
          groups.set(key, [...(groups.get(key) ?? []), run]);
        }
        const found = new Map(totals.groups.map((group) => [JSON.stringify(group.keys), group]));
        expect([...found.keys()].toSorted()).toEqual([...groups.keys()].toSorted());
        for (const [key, group] of [
          ...groups,
          ["whole", runs.filter(({ number }) => number < 330)] as const,
        ]) {
          const told = key === "whole" ? totals.whole : found.get(key);
          expect(told?.runs, key).toBe(group.length);
          const weightOf = ({ values }: Run) => (weight === null ? 1 : values.length);
          const measures: ((run: Run) => number | undefined)[] = [
            ({ values }) => values.count,
            ({ values }) => (values.current === undefined ? undefined : backend.keptFloat(values.current)),
            ({ values }) => (values.good === undefined ? undefined : Number(values.good)),
            ({ values: { count, current } }) =>
              count === undefined || !current ? undefined : count / backend.keptFloat(current),
          ];
          for (const [at, valueOf] of measures.entries())
            expectClose(told?.totals[at], plainTotal(group, valueOf, weightOf), `${key} ${at}`);
          if (weight !== null || told === undefined || told.query === null) continue;
          const { result } = await searchRuns(database, {
            ...wanted,
            expression: told.query,
            columns: [],
            order: { column: "run", descending: false },
          });
          expect(result.rows(0, 200).runs, told.query).toEqual(group.map(({ number }) => number));
        }
      }
    }
  });

  test("values that lie close together far from zero keep their spread", async () => {
    const database = await openForTest(await backend.create(content));
    const wanted = { ...everything, expression: "count > 1e8", measures: ["count"] };
    const { whole } = await readTotals(database, wanted, new AbortController().signal);
    const [total] = whole.totals;
    const counts = runs.flatMap(({ values: { count = 0 } }) => (count > 1e8 ? [count - 1e9] : []));
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
    expect(total?.sigma).toBeCloseTo(Math.sqrt(variance), 8);
  });

  test("integers beyond 2^53 have all digits: values, keys and their queries, extremes", async () => {
    const database = await openForTest(
      await backend.create({
        types: { i: "int", kind: "string" },
        runs: {
          1: { conditions: { i: 2_000_000_000, kind: "a" } },
          2: { conditions: { i: 1_999_999_999, kind: "b" } },
          3: { conditions: { i: 1, kind: "b" } },
          4: { conditions: { i: -2_000_000_000 } },
        },
      }),
    );
    const computed = (name: string, expression: string) => ({
      name,
      expression,
      unit: null,
      description: null,
    });
    const columns = [
      computed("x", "i * i + 1"),
      computed("y", "i * 1000000007 + 1"),
      computed("q", "run + 9007199254740992"),
      computed("n", "-(run * 9007199254740993)"),
    ];
    const order = { column: "x", descending: true };
    const { result } = await searchRuns(database, { ...everything, columns, order });
    const { runs: found, values } = result.rows(0, 10);
    expect(found.slice(2)).toEqual([2, 3]);
    const of = (run: number) => values.map((column) => column[found.indexOf(run)]);
    expect(of(1)).toEqual([
      "4000000000000000001",
      "2000000014000000001",
      "9007199254740993",
      "-9007199254740993",
    ]);
    expect(of(3).slice(0, 3)).toEqual([2, 1_000_000_008, "9007199254740995"]);
    const read = async (expression: string, by: Grouping[]) => {
      const wanted = { ...everything, expression, by, measures: [columns[1] ?? ""] };
      return readTotals(database, wanted, new AbortController().signal);
    };
    const { groups, whole } = await read("", [columns[1] ?? ""]);
    expect(groups.map(({ keys, query }) => [keys[0], query])).toEqual([
      ["-2000000013999999999", "(i * 1000000007 + 1) == -2000000013999999999"],
      [1_000_000_008, "(i * 1000000007 + 1) == 1000000008"],
      ["2000000012999999994", "(i * 1000000007 + 1) == 2000000012999999994"],
      ["2000000014000000001", "(i * 1000000007 + 1) == 2000000014000000001"],
    ]);
    for (const { query } of groups) expect((await read(query ?? "", [])).whole.runs, query ?? "").toBe(1);
    const extremes = { least: "-2000000013999999999", greatest: "2000000014000000001" };
    expect(whole.totals).toMatchObject([extremes]);
    expect(
      (await read("", ["kind"])).groups.map(({ totals: [total] }) => [total?.least, total?.greatest]),
    ).toEqual([
      ["2000000014000000001", "2000000014000000001"],
      [1_000_000_008, "2000000012999999994"],
      ["-2000000013999999999", "-2000000013999999999"],
    ]);
  });

  test("weights: runs without weight, and of negative weight", async () => {
    const rows: [kind: string, value: number, weight: number, sign: number][] = [
      ["A", 5, 1, -1],
      ["A", 5, 1, -1],
      ["A", 7, 0, -1],
      ["B", 3, 1, 1],
      ["B", 6, 1, 1],
      ["B", 2e9, 0, -1],
    ];
    const stored = rows.map(([kind, value, weight, sign], at): [number, TestRun] => [
      at + 1,
      { conditions: { kind, value, weight, sign } },
    ]);
    const database = await openForTest(
      await backend.create({
        types: { kind: "string", value: "int", weight: "float", sign: "float" },
        runs: Object.fromEntries(stored),
      }),
    );
    const read = async (weight: string) => {
      const wanted: WantedTotals = { ...everything, by: ["kind"], measures: ["value"], weight };
      const { groups, whole } = await readTotals(database, wanted, new AbortController().signal);
      return [...groups, whole].map(({ totals: [total] }) => [total?.mean, total?.sigma]);
    };
    const close = (value: number) => expect.closeTo(value, 9) as number;
    expect(await read("weight")).toEqual([
      [5, 0],
      [4.5, close(1.5)],
      [4.75, close(Math.sqrt(1.1875))],
    ]);
    // The weights of A add up to -3, of B to 1, and of all to -2.
    expect(await read("sign")).toEqual([
      [null, null],
      [close(9 - 2e9), null],
      [null, null],
    ]);
  });

  test("groups that become one: weights that add up to zero, small spreads far from zero, infinite values", async () => {
    const rows: [day: number, value: number, weight: number][] = [
      [5, 10, 1],
      [5, 0, -1],
      [5, 1, 0],
      [6, 5, 1],
      [6, 30, 2],
    ];
    const stored = rows.map(([day, value, weight], at): [number, TestRun] => [
      at + 1,
      { started: `2018-03-0${day} 10:00:00`, conditions: { value, weight } },
    ]);
    const database = await openForTest(
      await backend.create({ types: { value: "int", weight: "int" }, runs: Object.fromEntries(stored) }),
    );
    const computed = (name: string, expression: string) => ({
      name,
      expression,
      unit: null,
      description: null,
    });
    // All of its values, and the squares of their distances, are exact.
    const close = computed("close", "134217728 + value / 1024");
    const infinite = computed("infinite", "1e308 * (value + 10)");
    const read = async (by: Grouping[], weight: string | null, measures: WantedTotals["measures"]) => {
      const wanted: WantedTotals = { ...everything, by, measures, weight };
      const { whole } = await readTotals(database, wanted, new AbortController().signal);
      return whole.totals.map((total) => [total.mean, total.sigma]);
    };
    const near = (value: number) => expect.closeTo(value, 10) as number;
    // The weighted squares are 225 - 625 + 400 + 50.
    for (const [weight, mean, sigma] of [
      ["weight", 25, Math.sqrt(50 / 3)],
      [null, 9.2, Math.sqrt(602.8 / 5)],
    ] as const) {
      for (const by of [[], ["weight"], [{ calendar: "day" }], [{ calendar: "week" }]] as Grouping[][]) {
        expect(await read(by, weight, ["value", close]), JSON.stringify([by, weight])).toEqual([
          [near(mean), near(sigma)],
          [near(134217728 + mean / 1024), near(sigma / 1024)],
        ]);
        if (weight === null) expect(await read(by, weight, [infinite])).toEqual([[null, null]]);
      }
    }
  });

  test("the query of a group selects its runs, whatever is stored", async () => {
    const signal = new AbortController().signal;
    const path = join(temporaryFolder(), "odd.sqlite");
    writeOddDatabase(path, 16);
    const order = { column: "run", descending: false };
    const isFile = backend.name === "sqlite";
    const connection = isFile ? path : await createOnMariadb([], oddServerStatements(17));
    const database = await openForTest(connection);
    let found = 0;
    const single: Grouping[] = [...Object.keys(oddTypes), ...calendars.map((calendar) => ({ calendar }))];
    for (const by of [...single.map((one) => [one]), ["an_int", "a_string"]]) {
      const { groups } = await readTotals(database, { ...everything, by }, signal);
      for (const { keys, query, runs: count } of groups) {
        if (query === null) continue;
        found++;
        const search = { ...everything, expression: query, columns: [], order };
        const { result } = await searchRuns(database, search);
        expect(result.count, `${JSON.stringify(by)} ${JSON.stringify(keys)}: ${query}`).toBe(count);
      }
    }
    expect(found).toBeGreaterThan(20);
  });

  test.each<[string, Partial<WantedTotals>, RegExp]>([
    ["a measure that is a text", { measures: ["kind"] }, /“kind” is of type string and cannot be summed up/],
    ["a measure that is not there", { measures: ["cont"] }, /cont/],
    ["a weight that is a time", { measures: ["count"], weight: "at" }, /“at” is of type time/],
    ["an expression that is wrong", { expression: "count >" }, /./],
  ])("refused: %s", async (_what, wanted, message) => {
    const database = await openForTest(await backend.create({ types }));
    const asked = readTotals(database, { ...everything, ...wanted }, new AbortController().signal);
    expect(toFailure(await asked.catch((thrown: unknown) => thrown)).message).toMatch(message);
  });

  test("of no runs", async () => {
    const database = await openForTest(await backend.create({ types }));
    const by: Grouping[] = ["kind", ...calendars.slice(0, 2).map((calendar) => ({ calendar }))];
    const { groups, whole } = await readTotals(
      database,
      { ...everything, by, measures: ["count"] },
      new AbortController().signal,
    );
    expect(groups).toEqual([]);
    expect(whole).toMatchObject({
      runs: 0,
      totals: [{ runs: 0, missing: 0, sum: null, mean: null, sigma: null, least: null }],
    });
  });
});
