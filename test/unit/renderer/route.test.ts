import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundsOfRuns } from "../../../core/api/runRange.ts";
import {
  defaultOrder,
  emptyRoute,
  formatRoute,
  parseRoute,
  parseRun,
  problemOfAddress,
  toRouteSearch,
  type Route,
} from "../../../renderer/model/route.ts";
import { pages } from "../../../renderer/model/pages.ts";

const run = fc.nat();
const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const computed = fc.record({
  name: name.filter((text) => text === text.trim()),
  expression: fc.string({ unit: "grapheme" }),
  unit: fc.option(fc.string({ unit: "grapheme", maxLength: 9 })),
  description: fc.option(fc.string({ unit: "grapheme" })),
});
const bounds = fc.oneof(
  fc.record({ runMin: fc.option(run), runMax: fc.option(run), ranges: fc.constant([]) }),
  fc.array(run, { maxLength: 9 }).map(boundsOfRuns),
);
const route: fc.Arbitrary<Route> = fc
  .record({
    page: fc.constantFrom(...pages.map((row) => row.page)),
    run: fc.option(run),
    search: fc.record({
      expression: fc.string({ unit: "grapheme" }),
      bounds,
      columns: fc.option(fc.uniqueArray(name)),
      computed: fc.array(computed, { minLength: 1, maxLength: 3 }),
      order: fc.option(
        fc.record({ column: name.filter((text) => !text.startsWith("-")), descending: fc.boolean() }),
      ),
    }),
    view: fc.dictionary(fc.constantFrom("path", "version", "runs"), fc.string({ unit: "grapheme" })),
  })
  .map(({ search: { bounds: within, ...search }, ...made }) => ({
    ...made,
    search: { ...search, ...within },
  }))
  .map((made) => (made.run === null && made.page === "run" ? { ...made, page: "runs" } : made));

describe("the address of the window", () => {
  it("reads back what it wrote", () => {
    fc.assert(
      fc.property(route, (made) => {
        expect(parseRoute(formatRoute(made))).toEqual(made);
      }),
    );
  });

  it.each([
    ["", emptyRoute],
    ["#", emptyRoute],
    ["#/runs", emptyRoute],
    ["#/nowhere?from=abc&to=-4&sort=-", emptyRoute],
    ["#/runs?computed=[{", emptyRoute],
    ['#/runs?computed=[{"name":"a"}]', emptyRoute],
    ["#/run/abc", emptyRoute],
    ["#/run/10340", { ...emptyRoute, page: "run", run: 10340 }],
    [
      "#/files?path=%2Fa%20b.conf&q=x",
      {
        ...emptyRoute,
        page: "files",
        view: { path: "/a b.conf" },
        search: { ...emptyRoute.search, expression: "x" },
      },
    ],
    ["#/runs?run=10340", { ...emptyRoute, run: 10340 }],
    ["#/runs?q=a%20%3E%205", { ...emptyRoute, search: { ...emptyRoute.search, expression: "a > 5" } }],
    [
      "#/runs?ranges=-20,30,40-&from=7",
      {
        ...emptyRoute,
        search: {
          ...emptyRoute.search,
          ranges: [
            { runMin: null, runMax: 20 },
            { runMin: 30, runMax: 30 },
            { runMin: 40, runMax: null },
          ],
        },
      },
    ],
    ["#/runs?ranges=5-9", { ...emptyRoute, search: { ...emptyRoute.search, runMin: 5, runMax: 9 } }],
    ["#/runs?ranges=nonsense&from=7", { ...emptyRoute, search: { ...emptyRoute.search, runMin: 7 } }],
    ["#/runs?columns=", { ...emptyRoute, search: { ...emptyRoute.search, columns: [] } }],
    [
      "#/runs?columns=a,b,a,%25",
      { ...emptyRoute, search: { ...emptyRoute.search, columns: ["a", "b", "%"] } },
    ],
  ])("reads %j", (address, expected) => expect(parseRoute(address)).toEqual(expected));

  it("is short for what is the default", () => {
    const search = {
      expression: "",
      runMin: null,
      runMax: null,
      ranges: [],
      columns: ["started"],
      order: defaultOrder,
    };
    expect(formatRoute({ ...emptyRoute, search: toRouteSearch(search, ["started"]) })).toBe("#/runs");
    expect(formatRoute({ ...emptyRoute, search: toRouteSearch(search, ["started", "length"]) })).toBe(
      "#/runs?columns=started",
    );
  });
});

it.each([
  ["10340", 10340],
  [" 7 ", 7],
  ["", null],
  ["-1", null],
  ["1e3", null],
  ["1.5", null],
  [null, null],
])("parseRun(%j)", (text, expected) => expect(parseRun(text)).toBe(expected));

describe("addresses that people type", () => {
  it.each([
    ["#/live", "station"],
    ["#/Live", "station"],
    ["#/plots?q=a", "look"],
    ["#/station", "station"],
    ["#/run/10340", "run"],
    ["", "runs"],
    ["#/", "runs"],
  ])("%j leads to the page %s", (hash, page) => {
    expect(parseRoute(hash).page).toBe(page);
    expect(problemOfAddress(hash)).toBeNull();
  });

  it.each([
    ["#/nothing", "no page: “/nothing”"],
    ["#/files/extra/more", null],
    ["#/run/abc", "“abc” is no number of a run"],
    ["#/run", "is no number of a run"],
    ["#nothing", "no page: “nothing”"],
    ["#/no\u202ething", "no page: “/no\\u202ething”"],
  ])("%j is told", (hash, words) => {
    if (words === null) expect(problemOfAddress(hash)).toBeNull();
    else expect(problemOfAddress(hash)).toContain(words);
    expect(parseRoute(hash).page).toBe("runs");
  });
});
