/** Condition types, run periods and aliases. */
import { describe, expect, test } from "vitest";
import type { FailureCode, Outcome } from "../../../core/api/failure.ts";
import { listAliases } from "../../../core/catalogue/aliases.ts";
import { listConditionTypes } from "../../../core/catalogue/conditionTypes.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { listRunPeriods } from "../../../core/catalogue/runPeriods.ts";
import { backends } from "../../support/backends.ts";
import type { TestDatabase } from "../../support/database.ts";
import type { WriteClient } from "./client.ts";
import { dump, expectRefused, logOf, open, openForAll } from "./support.ts";

const content: TestDatabase = {
  types: { event_count: "int", "odd name": "int" },
  statements: [
    "INSERT INTO run_periods (id, name, run_min, run_max) VALUES (1, 'Spring', 1, 99), (2, 'Fall', 100, 200)",
    "INSERT INTO aliases (id, name, code) VALUES (1, 'long', 'event_count > 1000'), (2, 'longer', '@long and event_count > 2000')",
  ],
};

type Case = [
  name: string,
  call: (client: WriteClient) => Promise<Outcome<unknown>>,
  code: FailureCode,
  message: RegExp,
];

const period = { name: "Summer", runMin: 300, runMax: 400 };

describe.each(backends)("on $name", (backend) => {
  const unchanged = openForAll(backend, content);

  test("a condition type is created once, and logged", async () => {
    const { database, client } = await open(backend, content);
    const given = { name: "beam_current", type: "float", description: "in nA, µ" } as const;
    expect(await client.createConditionType(given)).toEqual({ ok: true, value: { id: 3, created: true } });
    const before = await dump(database);
    expect(await client.createConditionType(given)).toEqual({ ok: true, value: { id: 3, created: false } });
    expect(await dump(database)).toEqual(before);
    const types = await listConditionTypes(database);
    expect(types.find(({ name }) => name === "beam_current")).toMatchObject({ ...given, id: 3 });
    expect(types.find(({ name }) => name === "beam_current")?.created).toMatch(/^20\d\d-/);
    expect(await logOf(database)).toEqual([
      'tester condition_types_3 - Created condition type beam_current: {"type":"float","description":"in nA, µ"}',
    ]);
  });

  test("names in other letters are other names; one that Python made is found again", async () => {
    const { database, client } = await open(backend, content);
    expect(await client.createConditionType({ name: "Event_Count", type: "float" })).toMatchObject({
      ok: true,
      value: { created: true },
    });
    const odd = { name: "odd name", type: "int", description: "about odd name" } as const;
    expect(await client.createConditionType(odd)).toEqual({ ok: true, value: { id: 2, created: false } });
    const none = { name: "without", type: "json", description: "" } as const;
    await client.createConditionType(none);
    expect(await client.createConditionType({ ...none, description: null })).toMatchObject({
      value: { created: false },
    });
    expect((await listConditionTypes(database)).length).toBe(4);
  });

  test.each(["avg score", "beam-current", "and", "True", "1st"])(
    "“%s” becomes a condition type, which a query asks for in back quotes",
    async (name) => {
      const { database, client } = await open(backend, { runs: { 1: {}, 2: {} } });
      expect(await client.createConditionType({ name, type: "int" })).toMatchObject({ ok: true });
      await client.addConditions({ run: 1, values: [{ name, value: 5 }] });
      const order = { column: "run", descending: false };
      const search = { runMin: null, runMax: null, ranges: [], columns: [], order };
      const { result } = await searchRuns(database, { ...search, expression: `\`${name}\` == 5` });
      expect(result.rows(0, 10).runs).toEqual([1]);
    },
  );

  test("a run period is created once, changed, and deleted, and all of it logged", async () => {
    const { database, client } = await open(backend, content);
    const given = { ...period, startDate: "2016-06-01", description: "hot" };
    expect(await client.createRunPeriod(given)).toEqual({ ok: true, value: { id: 3, created: true } });
    expect(await client.createRunPeriod(given)).toEqual({ ok: true, value: { id: 3, created: false } });
    const changed = await client.updateRunPeriod({
      name: "Summer",
      newName: "Summer 2016",
      runMax: 350,
      startDate: null,
      endDate: "2016-08-31",
    });
    const expected = {
      id: 3,
      name: "Summer 2016",
      description: "hot",
      runMin: 300,
      runMax: 350,
      startDate: null,
      endDate: "2016-08-31",
    };
    expect(changed).toEqual({ ok: true, value: expected });
    expect((await listRunPeriods(database)).at(-1)).toEqual(expected);
    const before = await dump(database);
    expect(await client.updateRunPeriod({ name: "Summer 2016" })).toEqual({ ok: true, value: expected });
    expect(await dump(database)).toEqual(before);
    expect(await client.deleteRunPeriod({ name: "Summer 2016" })).toEqual({ ok: true, value: {} });
    expect((await listRunPeriods(database)).map(({ name }) => name)).toEqual(["Spring", "Fall"]);
    expect((await logOf(database)).map((record) => record.slice(0, record.indexOf(":")))).toEqual([
      "tester run_periods_3 - Created run period Summer",
      "tester run_periods_3 - Changed run period Summer",
      "tester run_periods_3 - Deleted run period Summer 2016",
    ]);
    expect((await logOf(database))[1]).toContain('"runMax":400');
  });

  test("periods may overlap", async () => {
    const { client } = await open(backend, content);
    expect(await client.createRunPeriod({ ...period, runMin: 150 })).toMatchObject({ ok: true });
  });

  test("an alias is added, replaced and deleted, and the log has both texts", async () => {
    const { database, client } = await open(backend, content);
    const aliasNow = async (name: string) =>
      (await listAliases(database)).find((alias) => alias.name === name);
    const given = { name: "is_production", code: "event_count > 5\n and @long" };
    expect(await client.addAlias(given)).toEqual({ ok: true, value: { id: 3, created: true } });
    expect(await client.addAlias(given)).toEqual({ ok: true, value: { id: 3, created: false } });
    expect(await aliasNow("is_production")).toMatchObject({ code: given.code, source: "database" });
    const other = { name: "is_production", code: "event_count > 6", description: "ours", replace: true };
    expect(await client.addAlias(other)).toEqual({ ok: true, value: { id: 3, created: false } });
    expect(await aliasNow("is_production")).toMatchObject({ code: "event_count > 6", description: "ours" });
    expect(await client.deleteAlias({ name: "is_production" })).toEqual({ ok: true, value: {} });
    expect(await aliasNow("is_production")).toMatchObject({ source: "built-in" });
    const was = '{"code":"event_count > 5\\n and @long","description":null}';
    const is = '{"code":"event_count > 6","description":"ours"}';
    expect(await logOf(database)).toEqual([
      `tester aliases_3 - Created alias @is_production: {"new":${was}}`,
      `tester aliases_3 - Changed alias @is_production: {"old":${was},"new":${is}}`,
      `tester aliases_3 - Deleted alias @is_production: {"old":${is}}`,
    ]);
  });

  test.each<Case>([
    [
      "a type that differs",
      (c) => c.createConditionType({ name: "event_count", type: "float", description: "about event_count" }),
      "conflict",
      /“event_count” exists already: its type is “int”, not “float”\./,
    ],
    [
      "a description that differs",
      (c) => c.createConditionType({ name: "event_count", type: "int" }),
      "conflict",
      /its description is “about event_count”, not nothing\./,
    ],
    ["an empty name", (c) => c.createConditionType({ name: "", type: "int" }), "bad_value", /is empty/],
    ["a blank name", (c) => c.createConditionType({ name: " a", type: "int" }), "bad_value", /with a blank/],
    [
      "a name that back quotes cannot hold",
      (c) => c.createConditionType({ name: "a`b", type: "int" }),
      "bad_value",
      /“a`b” has a back quote/,
    ],
    [
      "a control character",
      (c) => c.createConditionType({ name: "a\nb", type: "int" }),
      "bad_value",
      /control character at position 2/,
    ],
    [
      "a name of 256 characters",
      (c) => c.createConditionType({ name: "a".repeat(256), type: "int" }),
      "too_large",
      /has 256 characters; at most 255/,
    ],
    [
      "a description of 256 characters",
      (c) => c.createConditionType({ name: "a", type: "int", description: "😀".repeat(256) }),
      "too_large",
      /The description has 256 characters/,
    ],
    [
      "a description with half a character",
      (c) => c.createConditionType({ name: "a", type: "int", description: "\ud83d" }),
      "bad_value",
      /lone surrogate/,
    ],
    [
      "a period that differs",
      (c) => c.createRunPeriod({ ...period, name: "Fall" }),
      "conflict",
      /“Fall” exists already: its first run is 100, not 300, its last run is 200, not 400\./,
    ],
    [
      "a period that ends before it begins",
      (c) => c.createRunPeriod({ ...period, runMax: 299 }),
      "bad_value",
      /end with run 299, before it begins with run 300/,
    ],
    [
      "a day that is none",
      (c) => c.createRunPeriod({ ...period, startDate: "2015-02-29" }),
      "bad_value",
      /“2015-02-29” is not a day/,
    ],
    [
      "a time for a day",
      (c) => c.createRunPeriod({ ...period, endDate: "2015-02-28 12:00" }),
      "bad_value",
      /is not a day/,
    ],
    [
      "days in the wrong order",
      (c) => c.createRunPeriod({ ...period, startDate: "2016-02-02", endDate: "2016-02-01" }),
      "bad_value",
      /end on 2016-02-01, before/,
    ],
    ["an unnamed period", (c) => c.createRunPeriod({ ...period, name: "  " }), "bad_value", /is empty/],
    [
      "changing an unknown period",
      (c) => c.updateRunPeriod({ name: "Sping" }),
      "no_such_period",
      /Did you mean “Spring”\?/,
    ],
    [
      "renaming to a name that is taken",
      (c) => c.updateRunPeriod({ name: "Spring", newName: "Fall" }),
      "already_exists",
      /run period “Fall” already/,
    ],
    [
      "changing one bound beyond the other",
      (c) => c.updateRunPeriod({ name: "Spring", runMin: 100 }),
      "bad_value",
      /end with run 99/,
    ],
    ["deleting an unknown period", (c) => c.deleteRunPeriod({ name: "x" }), "no_such_period", /“x”/],
    [
      "an alias that differs",
      (c) => c.addAlias({ name: "long", code: "event_count > 1" }),
      "conflict",
      /@long exists already .* “event_count > 1000”/,
    ],
    ["an alias of nothing", (c) => c.addAlias({ name: "a", code: " " }), "bad_value", /is empty/],
    [
      "a broken alias",
      (c) => c.addAlias({ name: "a", code: "event_count >" }),
      "expression",
      /@a has an error: /,
    ],
    [
      "an alias of unknown names",
      (c) => c.addAlias({ name: "a", code: "event_cont > 1" }),
      "expression",
      /event_count/,
    ],
    [
      "an alias of a number",
      (c) => c.addAlias({ name: "a", code: "5 + 3" }),
      "expression",
      /names no condition/,
    ],
    [
      "an alias of a text",
      (c) => c.addAlias({ name: "a", code: "'LH2'" }),
      "expression",
      /its value is a text/,
    ],
    [
      "an alias of runs",
      (c) => c.addAlias({ name: "a", code: "7-9" }),
      "expression",
      /“7-9” names no condition/,
    ],
    ["an alias of an unknown one", (c) => c.addAlias({ name: "a", code: "@lang" }), "expression", /@long/],
    ["an alias of itself", (c) => c.addAlias({ name: "a", code: "not @a" }), "expression", /uses itself/],
    [
      "a cycle through another",
      (c) => c.addAlias({ name: "long", code: "@longer", replace: true }),
      "expression",
      /uses itself: @longer → @long → @longer/,
    ],
    [
      "a name that no expression could use",
      (c) => c.addAlias({ name: "is-long", code: "event_count > 1" }),
      "bad_value",
      /@is-long/,
    ],
    [
      "an @ in the name",
      (c) => c.addAlias({ name: "@long", code: "event_count > 1" }),
      "bad_value",
      /cannot name an alias/,
    ],
    [
      "deleting an unknown alias",
      (c) => c.deleteAlias({ name: "lng" }),
      "no_such_alias",
      /Did you mean @long/,
    ],
    [
      "deleting a built-in alias",
      (c) => c.deleteAlias({ name: "is_production" }),
      "no_such_alias",
      /is built-in/,
    ],
  ])("refuses %s", async (_, call, code, message) => {
    const { database, client } = unchanged();
    await expectRefused(database, () => call(client), code, message);
  });
});
