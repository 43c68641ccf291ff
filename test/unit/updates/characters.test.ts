/** A server's old tables hold not every character: what does not fit is left out by itself, and told. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readRun } from "../../../core/runs/run.ts";
import { previewUpdate } from "../../../core/updates/previewUpdate.ts";
import { findPlugins } from "../../../core/updates/registry.ts";
import { updateRun } from "../../../core/updates/update.ts";
import { updateSpooled } from "../../../core/updates/watch/updateSpooled.ts";
import { createOnMariadb } from "../../support/backends.ts";
import { openWritableForTest, tablesOf } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { runLog } from "./logs.ts";

const later = { name: "later", timeLimit: 5000 };
const values = {
  conditions: [
    { name: "fine", value: "Größe € – “ ” ™" },
    { name: "other", value: "Ж" },
  ],
  files: ["a.txt", "😀.txt"].map((path) => ({
    path,
    content: "x",
    overwrite: true,
    importance: "high" as const,
    description: null,
  })),
};

describe.each([
  { collation: "latin1_swedish_ci", held: ["fine"], name: "latin1" },
  { collation: "utf8mb3_general_ci", held: ["fine", "other"], name: "utf8mb3" },
  { collation: "cp1251_general_ci", held: ["other"], name: "cp1251" },
])("a table in $collation", ({ collation, held, name }) => {
  test("what it cannot hold is left out, and the rest stored", async () => {
    const types = { fine: "string", other: "string", mine: "string" } as const;
    const tables = tablesOf({ types, runs: {} });
    const connection = await createOnMariadb(tables, [], { collation });
    const database = await openWritableForTest(connection);
    const path = join(temporaryFolder(), "run.log");
    writeFileSync(path, runLog({ comment: "beam 😀 lost" }));
    const plugins = [
      ...(await findPlugins(["coda"], null)),
      { ...later, load: () => Promise.resolve({ name: "later", update: () => values }) },
    ];
    const subject = { log: { path, readFrom: path } };
    const request = { subject, reason: "start", plugins, runConfigFile: null } as const;

    const planned = await previewUpdate(database, request);
    const summary = await updateRun(database, "ann", request);
    for (const told of [planned, summary]) {
      const [coda, own] = told.plugins;
      expect(coda).toMatchObject({ failure: null });
      expect(coda?.warnings).toEqual([
        expect.stringMatching(new RegExp(`user_comment.*“😀” at position 6.*in ${name}.*It is left out\\.$`)),
        expect.stringMatching(/^The file “.*run\.log” has “😀”.*It is left out\.$/),
      ]);
      const warnings = [...Object.keys(values.conditions).slice(held.length), "the file"];
      expect(own?.warnings).toHaveLength(warnings.length);
      expect(own?.warnings.at(-1)).toMatch(/^The path “😀\.txt”.*It is left out\.$/);
    }
    const { conditions, files, log } = await readRun(database, 10340);
    const stored = conditions.map((condition) => condition.name);
    expect(stored).toEqual(expect.arrayContaining(["run_type", "session", "components", ...held]));
    expect(stored).not.toContain("user_comment");
    expect(files.map((file) => file.path)).toEqual(["a.txt"]);
    expect(log.some(({ description }) => description?.startsWith("Update of run 10340"))).toBe(true);

    // The same log from the spool of rcdb watch is stored, and not set aside.
    const target = { connection, user: "ann", plugins, lockFile: join(temporaryFolder(), "lock") };
    const entry = { log: subject.log, reason: "update", run: 10340 };
    expect(await updateSpooled(target, entry as Parameters<typeof updateSpooled>[1])).toMatchObject({
      stored: expect.stringContaining("user_comment") as string,
    });
  });
});
