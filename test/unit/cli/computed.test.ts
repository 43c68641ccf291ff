/** What `rcdb` computes: columns, totals, ranges of runs. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeColumnSets } from "../../../core/api/columnSets.ts";
import type { Totals } from "../../../core/api/totals.ts";
import { backends } from "../../support/backends.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdbHere } from "./command.ts";

const content = {
  types: { event_count: "int", beam_current: "float", target: "string" },
  runs: {
    1: { started: "2018-01-31 23:00:00", conditions: { event_count: 10, beam_current: 2, target: "LH2" } },
    2: { started: "2018-02-01 09:00:00", conditions: { event_count: 30, beam_current: 4, target: "LH2" } },
    3: { started: "2018-02-01 17:00:00", conditions: { event_count: 5, target: "empty" } },
    5: { started: "2018-02-05 01:00:00", conditions: { event_count: 15, beam_current: 1, target: "LH2" } },
    6: { conditions: { beam_current: 1 } },
  },
  statements: ["INSERT INTO run_periods (name, run_min, run_max) VALUES ('P1', 1, 2), ('P2', 3, 5)"],
} as const;

describe.each(backends)("on $name", (backend) => {
  const start = async () => {
    const connection = await backend.create(content);
    return async (...args: string[]) => rcdbHere("-c", connection, ...args);
  };

  test("a computed column among conditions, and its mistake at its place", async () => {
    const rcdb = await start();
    const asked = ["select", "", "target", "rate [kHz] = event_count / beam_current", "--runs", "1-3"];
    expect(await rcdb(...asked, "--format", "csv")).toEqual({
      code: 0,
      errors: "",
      output: "run,target,rate\n1,LH2,5\n2,LH2,7.5\n3,empty,\n",
    });
    const wrong = await rcdb("select", "target == 'LH2'", "x=event_count * targt");
    expect(wrong).toMatchObject({ code: 2, output: "" });
    expect(wrong.errors).toContain("    event_count * targt\n                  ^^^^^\n");
  });

  test("the columns of a set that a window saved", async () => {
    const rcdb = await start();
    const file = join(temporaryFolder(), "mine.rcdbcolumns");
    const rate = { name: "rate", expression: "event_count / beam_current", unit: null, description: null };
    const shift = { name: "shift", columns: ["target", "rate"], computed: [rate] };
    const other = { name: "other", columns: ["targt"], computed: [] };
    const select = (view: string) => rcdb("select", "", "--runs", "1-2", "--format", "csv", "--view", view);
    writeFileSync(file, writeColumnSets([shift]));
    const shown = { code: 0, errors: "", output: "run,target,rate\n1,LH2,5\n2,LH2,7.5\n" };
    expect(await select(`@${file}`)).toEqual(shown);
    writeFileSync(file, writeColumnSets([shift, other]));
    expect(await select(`@${file}:shift`)).toEqual(shown);
    for (const [view, message] of [
      [`@${file}`, /has 2 column sets: “shift”, “other”\. Name one/],
      [`@${file}:none`, /has no column sets “none”; it has “shift”/],
      [`@${file}:other`, /targt/],
      [`@${file}.rcdbcolumns`, /mine\.rcdbcolumns\.rcdbcolumns/],
    ] as const) {
      expect(await select(view)).toMatchObject({
        output: "",
        errors: expect.stringMatching(message) as string,
      });
    }
    writeFileSync(file, "{}");
    expect((await select(`@${file}`)).errors).toMatch(/holds no column sets/);
  });

  test("totals", async () => {
    const rcdb = await start();
    const byTarget = [
      "totals",
      "run < 6",
      "--by",
      "target",
      "--sum",
      "event_count",
      "--mean",
      "beam_current",
    ];
    expect(await rcdb(...byTarget, "--weight", "event_count", "--missing", "beam_current")).toEqual({
      code: 0,
      errors: "",
      output: [
        "target  runs  sum event_count  mean beam_current  missing beam_current",
        "LH2        3               55      2.81818181818                     0",
        "empty      1                5                                        1",
        "all        4               60      2.81818181818                     1",
        "",
      ].join("\n"),
    });
    const byDay = await rcdb(
      "totals",
      "--by",
      "period,day",
      "--sum",
      "rate=event_count/beam_current",
      "--json",
    );
    const { groups } = JSON.parse(byDay.output) as Totals;
    expect(groups.map(({ keys, runs, totals }) => [...keys, runs, totals[0]?.sum])).toEqual([
      ["P1", "2018-01-31", 1, 5],
      ["P1", "2018-02-01", 1, 7.5],
      ["P2", "2018-02-01", 1, null],
      ["P2", "2018-02-05", 1, 15],
      [null, null, 1, null],
    ]);
    const [, second] = groups;
    const runs = await rcdb("select", second?.query ?? "", "--format", "csv");
    expect(runs.output).toBe("run\n2\n");
    const twice = await rcdb("totals", "--by", "run.day", "--by", "target,day");
    expect(twice).toMatchObject({ code: 2, output: "" });
    expect(twice.errors).toContain("“run.day” is named twice");
    for (const [name, ...sums] of [
      ["event_count", "--sum", "event_count,event_count"],
      ["rate", "--sum", "rate=event_count/beam_current", "--sum", "rate"],
    ] as const) {
      for (const form of [[], ["--json"]]) {
        const same = await rcdb("totals", ...sums, "--mean", "beam_current", ...form);
        expect(same).toMatchObject({ code: 2, output: "" });
        expect(same.errors).toContain(`“${name}” is named twice. Name it once`);
      }
    }
    const rates = ["--sum", "rate=event_count/beam_current", "--mean", "rate=event_count"];
    const two = await rcdb("totals", ...rates);
    expect(two).toMatchObject({ code: 2, output: "" });
    expect(two.errors).toContain("“rate” is named twice. Name it once, and give");
    // A name is the computed column, as a weight, too.
    const weighted = await rcdb("totals", ...rates.slice(0, 2), "--mean", "rate", "--weight", "rate");
    expect(weighted.output).toMatch(/ 27\.5 +11\.1363636364\n/);
    const cuts = await rcdb("cuts", "beam_current > 1", "--sum", "hours", "hours=event_count");
    expect(cuts.errors).toContain("“hours” is named twice");
    await rcdb("add", "type", "day", "int");
    const hidden = await rcdb("totals", "--by", "day");
    expect(hidden.output).toMatch(/^day +runs\nnone +5\n/);
    expect(hidden.errors).toContain(
      "“day” is the condition of that name. For the day of a run: --by run.day",
    );
    expect((await rcdb("totals", "--by", "run.day")).output).toContain("2018-02-05");
    await rcdb("add", "type", "hours", "int");
    await rcdb("add", "type", "run", "int");
    const ofConditions = await rcdb("cuts", "beam_current > 1", "--sum", "hours");
    expect(ofConditions.errors).toContain("“hours” is the condition of that name, not the hours from");
    const byRun = await rcdb("totals", "--by", "run");
    expect(byRun.errors).toContain("“run” is the condition of that name, not the run's number.");
    // No expression tells the run's number then.
    const byPeriod = JSON.parse((await rcdb("totals", "--by", "period", "--json")).output) as Totals;
    expect(byPeriod.groups.map(({ query }) => query)).toEqual([null, null, null]);
    await rcdb("add", "type", "started", "time");
    expect((await rcdb("totals", "--by", "month")).errors).toContain("the condition “started” hides");
  });

  test("ranges", async () => {
    const rcdb = await start();
    expect(await rcdb("ranges", "target", "big=event_count>9")).toEqual({
      code: 0,
      errors: "",
      output: [
        "range  runs  target  big",
        "1-2       2  LH2     true",
        "3         1  empty   false",
        "5         1  LH2     true",
        "6         1",
        "",
      ].join("\n"),
    });
    const found = await rcdb("ranges", "target", "--query", "target == 'LH2'", "--json");
    expect(JSON.parse(found.output)).toEqual({
      columns: ["target"],
      ranges: [{ first: 1, last: 5, runs: 3, values: ["LH2"] }],
    });
  });

  test("ranges of texts that are longer than what is held of them: a part has to be named", async () => {
    const long = (end: string) => ({ conditions: { rtvs: "x".repeat(400) + end } });
    const connection = await backend.create({
      types: { rtvs: "string" },
      runs: { 1: long("a"), 2: long("b") },
    });
    const found = await rcdbHere("-c", connection, "ranges", "rtvs");
    expect(found).toMatchObject({ code: 2, output: "" });
    expect(found.errors).toContain("part=condition[:1000]");
    const part = await rcdbHere("-c", connection, "ranges", "part=rtvs[:1000]", "--json");
    expect((JSON.parse(part.output) as { ranges: unknown[] }).ranges).toHaveLength(2);
  });
});
