/** Another program can read the history by what docs/writing.md says: here is one. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readHistory } from "../../../core/log/history.ts";
import { root } from "../../../scripts/setup/project.mjs";
import { backends } from "../../support/backends.ts";
import { open } from "./support.ts";

const documentation = readFileSync(join(root, "docs/writing.md"), "utf8");
const documented = /`(\^\(Added\|Replaced\|Deleted\).*\$)`/.exec(documentation)?.[1] ?? "";

interface Change {
  readonly condition: string;
  readonly old: unknown;
  readonly new?: unknown;
}

/** The changes in some descriptions, which are those of one run by id. */
function readAsDocumented(descriptions: readonly string[]): Change[] {
  const parts = new Map<string, string[]>();
  const whole = descriptions.flatMap((description) => {
    const found = new RegExp(documented, "s").exec(description);
    if (!found) return [];
    const [part, of, key, json = ""] = found.slice(6);
    if (part === undefined || key === undefined) return [json];
    const pieces = parts.get(key) ?? [];
    pieces[Number(part) - 1] = json;
    parts.set(key, pieces);
    return pieces.filter((piece) => typeof piece === "string").length === Number(of) ? [pieces.join("")] : [];
  });
  return whole.map((json) => JSON.parse(json) as Change);
}

describe.each(backends)("on $name", (backend) => {
  test("it reads what our own reader reads", async () => {
    const { database, client } = await open(backend, {
      types: { "odd name": "string", count: "int", at: "time" },
      runs: { 1: { conditions: { "odd name": "a", count: 1, at: "2016-02-17 13:26:01" } } },
    });
    const long = '"ü\\\n'.repeat(10_000);
    for (const [text, count] of [
      [long, 2],
      [`${long}.`, 3],
      ["", 3],
    ] as const) {
      const values = [
        { name: "odd name", value: text },
        { name: "count", value: count },
      ];
      expect(await client.addConditions({ run: 1, values, replace: true })).toMatchObject({ ok: true });
      await client.addLogRecord({ description: "Replaced condition by hand", run: 1 });
    }
    await client.deleteConditions({ run: 1, names: ["at", "odd name"] });
    const rows = await database.read.selectFrom("logs").select("description").orderBy("id").execute();
    const read = readAsDocumented(rows.map(({ description }) => description ?? ""));
    const history = await readHistory(database, { run: 1, condition: null });
    expect(read.map((change) => [change.condition, change.old, change.new ?? null])).toEqual(
      history.map((entry) => [entry.condition, entry.old, entry.new]),
    );
    expect(history).toHaveLength(7);
    expect(history[2]).toMatchObject({ condition: "odd name", old: long, new: `${long}.` });
  });
});
