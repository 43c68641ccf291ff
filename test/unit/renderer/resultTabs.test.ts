/** Tabs of results: what they are called, what they keep when they are left, and what is read back of them. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { emptyRoute, type Route, type RouteSearch } from "../../../renderer/model/route.ts";
import { mostTabs, ResultTabs, tabTitle } from "../../../renderer/model/resultTabs.svelte.ts";
import { stubRunes } from "../../support/runes.ts";

test.each([
  [{}, "All runs"],
  [{ expression: "beam_current > 100", runMin: 5 }, "beam_current > 100"],
  [{ runMin: 10, runMax: 20 }, "Runs 10–20"],
  [{ runMin: 10 }, "Runs from 10"],
  [{ runMax: 20 }, "Runs up to 20"],
  [
    {
      runMin: 1,
      runMax: 9,
      ranges: [
        { runMin: 1, runMax: 2 },
        { runMin: 8, runMax: 9 },
      ],
    },
    "2 ranges of runs",
  ],
])("%j is %s", (search, title) => {
  expect(tabTitle({ ...emptyRoute.search, ...search })).toBe(title);
});

describe("the tabs of a window", () => {
  const stored = new Map<string, string>();
  const told: string[] = [];
  let shown: readonly string[] = [];
  let route: Route = emptyRoute;
  /** To which Back leads. */
  let steps: readonly Route[] = [];

  beforeEach(() => {
    stubRunes();
    const localStorage = {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, text: string) => void stored.set(key, text),
    };
    vi.stubGlobal("window", { localStorage });
    stored.clear();
    told.length = 0;
    shown = ["a", "b"];
    route = emptyRoute;
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  /** A window that starts, without an address. */
  function open(): ResultTabs {
    route = emptyRoute;
    steps = [];
    const tabs = new ResultTabs({
      navigation: {
        get route() {
          return route;
        },
        push: (next) => {
          steps = [...steps, route];
          route = next;
        },
        replace: (next) => void (route = next),
      },
      shownColumns: () => shown,
      onswitch: () => undefined,
      tell: (words) => told.push(words),
    });
    tabs.open("sample");
    return tabs;
  }
  const query = (expression: string) => ({ ...emptyRoute.search, expression });
  const expressions = (tabs: ResultTabs) => tabs.list.map(({ expression }) => expression);
  const store = (searches: readonly unknown[], current: number) =>
    stored.set("rcdb.tabs sample", JSON.stringify({ searches, current }));

  test("a tab that is left keeps the columns that it showed, whatever is chosen in another", () => {
    const tabs = open();
    tabs.add();
    expect(tabs.list.map(({ columns }) => columns)).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
    // They are those of the database by now, so the address leaves them open.
    route = { ...route, search: { ...route.search, columns: null } };
    shown = ["c"];
    tabs.select(0);
    expect(route.search.columns).toEqual(["a", "b"]);
    expect(tabs.list.map(({ columns }) => columns)).toEqual([["a", "b"], ["c"]]);
  });

  test("a step back in the history finds the tab that was left", () => {
    const tabs = open();
    route = { ...route, search: query("x > 1") };
    tabs.add();
    expect(tabs.current).toBe(1);
    route = steps.at(-1) ?? emptyRoute;
    expect(tabs.follow()).toBe(true);
    expect(tabs.current).toBe(0);
    expect(tabs.follow()).toBe(false);
  });

  /** Three tabs, of which the first is shown. */
  const three = [query("x"), query("y"), query("z")];
  const sides = (tabs: ResultTabs) => [
    tabs.list[tabs.current]?.expression,
    tabs.besideSearch?.expression ?? null,
  ];

  test.each<[string, readonly RouteSearch[], readonly ((tabs: ResultTabs) => void)[], readonly unknown[]]>([
    ["the next tab comes beside the shown one", three, [(tabs) => tabs.toggleBeside()], ["x", "y"]],
    ["the only one comes beside itself", [], [(tabs) => tabs.toggleBeside()], ["", ""]],
    ["any tab can be shown there", three, [(tabs) => tabs.showBeside(2)], ["x", "z"]],
    [
      "a second time one is shown again",
      three,
      [(tabs) => tabs.toggleBeside(), (tabs) => tabs.toggleBeside()],
      ["x", null],
    ],
    [
      "gone to, they change places",
      three,
      [(tabs) => tabs.showBeside(1), (tabs) => tabs.select(1)],
      ["y", "x"],
    ],
    ["swapped, too", three, [(tabs) => tabs.showBeside(1), (tabs) => tabs.swap()], ["y", "x"]],
    ["steps pass it by", three, [(tabs) => tabs.showBeside(1), (tabs) => tabs.step(1, true)], ["z", "y"]],
    ["steps back, too", three, [(tabs) => tabs.showBeside(2), (tabs) => tabs.step(-1, true)], ["y", "z"]],
    [
      "steps go to it where it is not seen",
      three,
      [(tabs) => tabs.showBeside(1), (tabs) => tabs.step(1, false)],
      ["y", "x"],
    ],
    ["a new tab leaves it", three, [(tabs) => tabs.showBeside(1), (tabs) => tabs.add()], ["", "y"]],
    ["it is closed", three, [(tabs) => tabs.showBeside(1), (tabs) => tabs.close(1)], ["x", null]],
    [
      "another is closed",
      three,
      [(tabs) => tabs.select(1), (tabs) => tabs.showBeside(2), (tabs) => tabs.close(0)],
      ["y", "z"],
    ],
    [
      "of two the shown one is closed",
      three,
      [(tabs) => tabs.showBeside(2), (tabs) => tabs.close(0)],
      ["z", null],
    ],
    [
      "all others are closed",
      three,
      [(tabs) => tabs.showBeside(2), (tabs) => tabs.closeOthers(2)],
      ["z", null],
    ],
    [
      "it asks for something else",
      three,
      [(tabs) => tabs.showBeside(1), (tabs) => tabs.changeBeside(query("w"))],
      ["x", "w"],
    ],
  ])("two sides: %s, and so they are there again", (_, searches, acts, shownThere) => {
    if (searches.length > 0) store(searches, 0);
    const tabs = open();
    for (const act of acts) act(tabs);
    expect(sides(tabs)).toEqual(shownThere);
    if (tabs.list.length > 1) expect(sides(open())).toEqual(shownThere);
  });

  test("a step back to what is beside the shown tab swaps them", () => {
    store(three, 0);
    const tabs = open();
    tabs.showBeside(1);
    route = { ...route, search: query("y") };
    expect(tabs.follow()).toBe(true);
    expect([tabs.current, tabs.beside]).toEqual([1, 0]);
  });

  test.each([
    ["none", 5],
    ["the shown one", 0],
    ["one that cannot be read", 1],
    ["no number", "x"],
  ])("what is kept as beside the shown one is %s: one is shown", (_, beside) => {
    stored.set(
      "rcdb.tabs sample",
      JSON.stringify({ searches: [query("x"), null, query("z")], current: 0, beside }),
    );
    expect(open().beside).toBeNull();
  });

  test("as many as can be are there again, and one more is refused and said", () => {
    const tabs = open();
    for (let count = 1; count < mostTabs; count++) tabs.add();
    expect([tabs.list.length, told]).toEqual([mostTabs, []]);
    tabs.add();
    expect([tabs.list.length, told]).toEqual([
      mostTabs,
      ["There are 50 tabs, and no more can be opened. Close one first."],
    ]);
    expect(open().list).toHaveLength(mostTabs);
  });

  test.each([
    ["one that cannot be read", [query("x"), { expression: 5 }, query("y")], 2, ["x", "y"], 1],
    ["the shown one cannot be read", [query("x"), null, query("y")], 1, ["x", "y"], 1],
    ["the shown one at the end cannot be read", [query("x"), query("y"), null], 2, ["x", "y"], 1],
    ["none can be read", [1, 2], 1, [""], 0],
    ["none at all", [], 3, [""], 0],
  ])("of a list with faults the others are there: %s", (_, searches, current, read, now) => {
    store(searches, current);
    const tabs = open();
    expect([expressions(tabs), tabs.current]).toEqual([read, now]);
  });

  test("of more than can be, as older versions kept, the first ones are there", () => {
    store(
      Array.from({ length: mostTabs + 1 }, (_, at) => query(`x > ${at}`)),
      mostTabs,
    );
    const tabs = open();
    expect([tabs.list.length, tabs.current]).toEqual([mostTabs, mostTabs - 1]);
  });
});
