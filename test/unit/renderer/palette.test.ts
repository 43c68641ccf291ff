import { describe, expect, test } from "vitest";
import { frameActions } from "../../../core/api/frameActions.ts";
import { pages } from "../../../renderer/model/pages.ts";
import { places } from "../../../renderer/palette/places.ts";
import { find, Kind, type Entry } from "../../../renderer/palette/entries.ts";
import { daysInWords } from "../../../renderer/palette/periodDays.ts";
import { synonymsOf } from "../../../renderer/palette/synonyms.ts";
import { processorTime } from "../../support/processorTime.ts";

const entry = (name: string): Entry => ({ id: name, name, detail: "", enter: "", choose: () => undefined });
const commands = new Kind("Commands", ["Export the result", "Go to Files", "Go to the query"].map(entry));
const conditions = new Kind("Conditions", ["beam_current", "event_count", "polarization_angle"].map(entry));
const files = new Kind("Files", ["trig/fcal_beam.cnf", "daq/beam.cnf"].map(entry));

const found = (query: string, recent: readonly string[] = []) =>
  find(query, [commands, conditions, files], recent).map(
    ({ name, items }) => `${name}: ${items.map((item) => item.entry.name).join(", ")}`,
  );

describe("the palette finds", () => {
  test("by letters of words, the best kind first", () => {
    expect(found("evcount")).toEqual(["Conditions: event_count"]);
    expect(found("exp res")).toEqual(["Commands: Export the result"]);
    expect(found("beam")[0]).toMatch(/beam_current|beam\.cnf/);
    expect(found("beam").join()).toContain("beam_current");
  });
  test("nothing where nothing is called so", () => {
    expect(found("zzz")).toEqual([]);
  });
  test("first what was chosen before", () => {
    expect(found("go to", ["Go to the query"])).toEqual(["Commands: Go to the query, Go to Files"]);
  });
  test("without letters what was chosen last, and all commands", () => {
    expect(found("", ["daq/beam.cnf", "gone", "Go to Files"])).toEqual([
      "Recent: daq/beam.cnf, Go to Files",
      "Commands: Export the result, Go to the query",
    ]);
    expect(found("  ")).toEqual(["Commands: Export the result, Go to Files, Go to the query"]);
  });
  test("the letters that were looked for are marked", () => {
    const [group] = find("count", [conditions], []);
    expect(group?.items[0]?.parts).toEqual(["event_", { match: "count" }, ""]);
  });
  // Each takes 30 ms; a machine that runs other tests meanwhile takes its time.
  test("among a hundred thousand files, of which it shows a few", () => {
    const many = new Kind(
      "Files",
      Array.from({ length: 100_000 }, (_, at) => entry(`fa125/${at % 300}/f${at}.cnf`)),
    );
    find("x", [many], []);
    const start = processorTime();
    const queries = ["f", "fa", "fa1", "fa12", "fa125/77", "cnf 77", "zzzz"];
    const groups = queries.map((query) => find(query, [commands, conditions, many], []));
    expect((processorTime() - start) / queries.length).toBeLessThan(1000);
    expect(groups.every((each) => each.every(({ items }) => items.length <= 8))).toBe(true);
  });
});

describe("whole words find an entry", () => {
  const worded = (name: string, words: string): Entry => ({ ...entry(name), words });
  const kinds = [
    new Kind("Commands", [
      worded("Export the result", "Anywhere"),
      worded("Switch light and dark", "Anywhere"),
      worded("Show the keys", "Anywhere"),
      worded("List the servers", "Pages"),
    ]),
    new Kind("Places", [worded("Scatter plot", "one condition vs another"), worded("Histogram", "plot")]),
    new Kind("Conditions", [worded("cdc_gas_pressure", "Pressure of the drift chamber's gas in kPa")]),
    new Kind("Run periods", [
      worded("RunPeriod-2018-01", daysInWords({ startDate: "2018-01-12", endDate: "2018-02-03" })),
    ]),
  ];
  const first = (query: string) => find(query, kinds, [])[0]?.items[0]?.entry.name;

  test.each([
    ["csv", "Export the result"],
    ["spreadsheet", "Export the result"],
    ["download", "Export the result"],
    ["theme", "Switch light and dark"],
    ["colour", "Switch light and dark"],
    ["shortcuts", "Show the keys"],
    ["chart", "Scatter plot"],
    ["correlation", "Scatter plot"],
    ["distribution", "Histogram"],
    ["histo", "Histogram"],
    ["mariadb", "List the servers"],
    ["drift chamber", "cdc_gas_pressure"],
    ["chamber kpa", "cdc_gas_pressure"],
    ["2018-01-30", "RunPeriod-2018-01"],
    ["february 2018", "RunPeriod-2018-01"],
    ["2018-02-04", undefined],
    ["chamber radiator", undefined],
  ])("%s: %s", (query, name) => {
    expect(first(query)).toBe(name);
  });

  // What the window offers everywhere, and its places.
  const offered = [
    new Kind("Commands", [
      ...frameActions.map(([, { name }]) => worded(name, "Anywhere")),
      ...pages.map(({ name }) => worded(`Go to ${name}`, "Pages")),
      ...["Make queries faster", "Open the sample", "Close the database"].map((name) =>
        worded(name, "Database"),
      ),
    ]),
    new Kind(
      "Places",
      places.map(({ name, words = "" }) => worded(name, words)),
    ),
  ];
  test.each([
    ["plot graph chart diagram", "Plots"],
    ["histogram distribution", "Histogram"],
    ["scatter correlation", "Scatter plot"],
    ["help manual guide", "Help"],
    ["connect server mysql login password profile", "Connect to a server"],
    ["theme dark colour", "Switch light and dark"],
    ["alias macro", "Aliases"],
    ["csv excel export download parquet", "Export the result"],
    ["about version credits", "About RCDB Desktop"],
    ["licence", "Show the licences"],
    ["report fault bug issue crash", "Report a fault"],
    ["report summary print pdf", "Shift summary"],
    ["comment note remark annotate", "Comment on the current run"],
    ["shortcuts keyboard hotkeys", "Show the keys"],
    ["diff versus", "Go to Compare"],
    ["statistics average total", "Go to Statistics"],
    ["audit journal", "Go to Log"],
    ["sound alarm monitor", "Go to Live"],
    ["preferences options zoom", "Go to Settings"],
    ["season period", "Run periods"],
    ["optimize speed slow", "Make queries faster"],
    ["sample demo", "Open the sample"],
    ["close quit disconnect", "Close the database"],
    ["backup snapshot offline", "Take a copy"],
    ["recent sqlite", "Open a database"],
  ])("each of “%s” finds %s", (words, name) => {
    for (const word of words.split(" ")) {
      const names = find(word, offered, []).flatMap(({ items }) =>
        items.map(({ entry: found }) => found.name),
      );
      expect([word, names.filter((found) => found.includes(name))]).not.toEqual([word, []]);
    }
  });

  test("a word is no synonym of itself, and one letter begins none", () => {
    expect(synonymsOf("plot")).not.toContain("plot");
    expect(synonymsOf("p")).toEqual([]);
  });

  test.each([
    [null, null, ""],
    ["2018-01-12", null, "2018-01-12"],
    ["2018-01-31", "2018-02-01", "2018-01-31 2018-02-01 January February"],
    ["2018-01-31", "3000-01-01", "2018-01-31 3000-01-01"],
    ["2018-02-01", "2018-01-01", "2018-02-01 2018-01-01"],
    ["no day", "2018-01-01", "no day 2018-01-01"],
  ])("the days of a period from %s to %s", (startDate, endDate, words) => {
    expect(daysInWords({ startDate, endDate })).toBe(words);
  });
});
