import { describe, expect, test } from "vitest";
import { find, Kind, type Entry } from "../../../renderer/palette/entries.ts";
import { processorTime } from "../../support/processorTime.ts";

const entry = (name: string): Entry => ({ id: name, name, detail: "", choose: () => undefined });
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
