/** The right one of two results: when its query is run, what becomes of what is typed there, and what it leaves to the left one. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { failed } from "../../../core/api/failure.ts";
import type { WindowClient } from "../../../renderer/client/client.ts";
import type { ComputedColumns } from "../../../renderer/model/computedColumns.svelte.ts";
import type { QueryHistory } from "../../../renderer/model/history.svelte.ts";
import type { Preferences } from "../../../renderer/model/preferences.svelte.ts";
import { ResultTabs } from "../../../renderer/model/resultTabs.svelte.ts";
import { defaultOrder, emptyRoute, type Route } from "../../../renderer/model/route.ts";
import type { Session } from "../../../renderer/model/session.svelte.ts";
import { BesideResult } from "../../../renderer/runs/besideResult.svelte.ts";
import { stubRunes } from "../../support/runes.ts";

beforeEach(stubRunes);
afterEach(() => void vi.unstubAllGlobals());

/** A window with the tabs `x`, `y` and `z`, of which `z` is beside `x`; `y > 1` is typed there and not run yet. */
function sidesForTest() {
  const searches = ["x", "y", "z"].map((expression) => ({
    ...emptyRoute.search,
    expression,
    columns: ["a"],
  }));
  const stored = JSON.stringify({ searches, current: 0, beside: 2 });
  vi.stubGlobal("window", { localStorage: { getItem: () => stored, setItem: () => undefined } });
  let route: Route = emptyRoute;
  const go = (next: Route) => void (route = next);
  const navigation = {
    get route() {
      return route;
    },
    push: go,
    replace: go,
  };
  const tabs = new ResultTabs({
    navigation,
    shownColumns: () => ["a"],
    onswitch: () => undefined,
    tell: () => undefined,
  });
  tabs.open("sample");
  const searched: string[] = [];
  const kept: unknown[] = [];
  const names = ["a", "b", "x", "y", "z"];
  const database = { connection: "sample" };
  const available = names.map((name) => ({ name }));
  const vocabulary = { conditions: names.map((name) => ({ name, type: "int" })), aliases: [], periods: [] };
  const session = { isReady: true, database, available, defaults: ["a"], vocabulary };
  const client = {
    searchRuns: ({ expression }: { expression: string }) => {
      searched.push(expression);
      return Promise.resolve(failed("cancelled", "Nothing is read here."));
    },
  } as unknown as WindowClient;
  const result = new BesideResult({
    client,
    tabs,
    session: session as unknown as Session,
    computed: { of: () => [], give: () => undefined } as unknown as ComputedColumns,
    preferences: {
      readColumns: () => null,
      keepColumns: (...what: unknown[]) => kept.push(what),
    } as unknown as Preferences,
    history: { add: () => undefined } as unknown as QueryHistory,
  });
  result.follow();
  result.search.expression = "y > 1";
  return { result, tabs, session, searched, kept };
}

type Sides = ReturnType<typeof sidesForTest>;

test.each<[string, (at: Sides) => void | Promise<void>, readonly string[], string]>([
  [
    "a description of the database",
    ({ session }) => void (session.database = { ...session.database }),
    ["z"],
    "y > 1",
  ],
  ["a closed tab before it", ({ tabs }) => tabs.close(1), ["z"], "y > 1"],
  ["another tab at the left", ({ tabs }) => tabs.select(1), ["z"], "y > 1"],
  ["a new tab", ({ tabs }) => tabs.add(), ["z"], "y > 1"],
  ["other columns", async ({ result }) => result.query.setColumns(["a", "b"]), ["z"], "y > 1"],
  ["what is typed is run", async ({ result }) => result.query.submit(), ["z", "y > 1"], "y > 1"],
  ["another tab beside", ({ tabs }) => tabs.showBeside(1), ["z", "y"], "y"],
  ["swapped sides", ({ tabs }) => tabs.swap(), ["z", "x"], "x"],
  ["another database", ({ session }) => void (session.database = { connection: "other" }), ["z", "z"], "z"],
])("after %s", async (_, act, searched, typed) => {
  const at = sidesForTest();
  await act(at);
  at.result.follow();
  expect([at.searched, at.result.search.expression]).toEqual([searched, typed]);
});

test("a database that is learned again is asked again", () => {
  const { result, session, searched } = sidesForTest();
  session.isReady = false;
  result.follow();
  session.isReady = true;
  result.follow();
  expect(searched).toEqual(["z", "z"]);
});

const plain = { unit: null, description: null };

test.each([
  ["renamed", { name: "b", expression: "x + 1", ...plain }, ["b"], { column: "b", descending: false }],
  ["removed", null, [], defaultOrder],
])("a computed column that is %s at the other side is so there", async (_, column, columns, order) => {
  const { result, tabs } = sidesForTest();
  const old = { name: "a", expression: "x + 1", ...plain };
  result.search.order = { column: "a", descending: false };
  await result.query.replaceComputed({ name: "other", expression: "x", ...plain }, column);
  expect(result.search.columns).toEqual(["a"]);
  await result.query.replaceComputed(old, column);
  expect([result.search.columns, result.search.order]).toEqual([columns, order]);
  expect(tabs.besideSearch?.columns).toEqual(columns);
});

test("columns chosen there are kept in its tab, and are not those of the next start", async () => {
  const { result, tabs, kept } = sidesForTest();
  await result.query.setColumns(["b"]);
  expect([tabs.besideSearch?.columns, kept]).toEqual([["b"], []]);
});
