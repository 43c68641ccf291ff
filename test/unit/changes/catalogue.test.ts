/** Condition types renamed, described and removed; files attached and detached. */
import { describe, expect, test } from "vitest";
import { backends } from "../../support/backends.ts";
import type { TestDatabase } from "../../support/database.ts";
import { expectRefused, logOf } from "../writing/support.ts";
import { answerOf, openChanges } from "./support.ts";

const content: TestDatabase = {
  types: { events: "int", current: "float" },
  runs: { 1: { conditions: { events: [5, 6] } }, 2: { conditions: { events: 7, current: 1.5 } } },
  statements: [
    "INSERT INTO aliases (id, name, code) VALUES (1, 'many', 'events > 5'), (2, 'none', '`current` > 0')",
    "INSERT INTO files (id, path, sha256, content, importance) VALUES (1, '/conf/a', 'h', 'text', 0)",
    "INSERT INTO files_have_runs (files_id, run_number) VALUES (1, 1)",
  ],
};

describe.each(backends)("on $name", (backend) => {
  test("a condition type gets another name and description; its values stay", async () => {
    const { client, database } = await openChanges(backend, content);
    expect(await answerOf(client.readTypeUse({ name: "events" }))).toEqual({
      values: 3,
      runs: 2,
      aliases: ["many"],
    });
    const changed = { newName: "event_count", description: "Events" };
    expect(await answerOf(client.updateConditionType({ name: "events", ...changed }))).toMatchObject({
      name: "event_count",
      type: "int",
      description: "Events",
    });
    await answerOf(client.updateConditionType({ name: "event_count", description: "Events" }));
    const { conditions } = await answerOf(client.readRun({ run: 1 }));
    expect(conditions).toMatchObject([{ name: "event_count", value: 6 }]);
    expect(await logOf(database)).toEqual([
      'tester condition_types_1 - Changed condition type events: {"old":{"name":"events","description":"about events"},"new":{"name":"event_count","description":"Events"}}',
    ]);
    await expectRefused(
      database,
      () => client.updateConditionType({ name: "event_count", newName: "current" }),
      "already_exists",
      /“current” already/,
    );
    await expectRefused(
      database,
      () => client.updateConditionType({ name: "event_count", newName: "a`b" }),
      "bad_value",
      /back quote/,
    );
    await expectRefused(
      database,
      () => client.updateConditionType({ name: "evnt_count" }),
      "no_such_condition",
      /event_count/,
    );
  });

  test("a condition type is removed with as many values as are named", async () => {
    const { client, database } = await openChanges(backend, content);
    await expectRefused(
      database,
      () => client.deleteConditionType({ name: "events" }),
      "conflict",
      /3 values of 2 runs/,
    );
    expect(await answerOf(client.deleteConditionType({ name: "events", values: 3 }))).toEqual({ values: 3 });
    expect((await answerOf(client.listConditionTypes())).map(({ name }) => name)).toEqual(["current"]);
    expect((await answerOf(client.readRun({ run: 1 }))).conditions).toEqual([]);
    expect((await logOf(database)).map((record) => record.replace(/:.*/, ""))).toEqual([
      "tester conditions_1 1 Deleted condition events of run 1",
      "tester conditions_2 1 Deleted condition events of run 1",
      "tester conditions_3 2 Deleted condition events of run 2",
      "tester condition_types_1 - Deleted condition type events",
    ]);
  });

  test("a version of a file is attached to another run, and detached", async () => {
    const { client, database } = await openChanges(backend, content);
    expect(await answerOf(client.attachFile({ run: 2, id: 1 }))).toEqual({ attached: true });
    expect(await answerOf(client.attachFile({ run: 2, id: 1 }))).toEqual({ attached: false });
    expect((await answerOf(client.readRun({ run: 2 }))).files).toMatchObject([{ id: 1, path: "/conf/a" }]);
    expect(await answerOf(client.detachFile({ run: 1, id: 1 }))).toEqual({ detached: true });
    expect(await answerOf(client.detachFile({ run: 1, id: 1 }))).toEqual({ detached: false });
    expect(await answerOf(client.listRunsOfFile({ id: 1 }))).toEqual([2]);
    expect(await logOf(database)).toEqual([
      'tester files_1 2 Associated configuration file /conf/a of run 2: {"new":{"id":1,"sha256":"h"}}',
      'tester files_1 1 Removed configuration file /conf/a of run 1: {"old":{"id":1,"sha256":"h"}}',
    ]);
    const missing = () => client.attachFile({ run: 1, id: 9 });
    await expectRefused(database, missing, "no_such_configuration_file", /id 9/);
    await expectRefused(database, () => client.attachFile({ run: 9, id: 1 }), "no_such_run", /Run 9/);
  });
});
