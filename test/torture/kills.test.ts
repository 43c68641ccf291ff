/** Programs and servers that are killed at random moments: what was acknowledged is there, nothing twice or in part. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import SqliteFile from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { backends, createOnMariadb, type Backend } from "../support/backends.ts";
import { openWritableForTest, tablesOf, type TestDatabase } from "../support/database.ts";
import { execute, startServer } from "../support/mariadb.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { collect, rcdb, startRcdb } from "../unit/cli/command.ts";
import { component, runLog, standardEnd } from "../unit/updates/logs.ts";
import { writeClient } from "../unit/writing/client.ts";
import { randomNumbers } from "../support/randomNumbers.ts";
import { roundLimit, rounds, seed } from "./effort.ts";

const runCount = 2000;
const content: TestDatabase = {
  types: { number_of_it: "int", note: "string", remark: "string" },
  runs: Object.fromEntries(
    Array.from({ length: runCount }, (_, at) => [
      at + 1,
      { conditions: { number_of_it: at, note: `run ${at}` } },
    ]),
  ),
};

/** What no round changes, whether it is killed or comes to its end. */
const exported = ["export", "", "number_of_it", "note", "--runs", `1-${runCount}`];

/** Updates, writes, exports and reads, each of another run: what one began, another is not to hide. */
function commandOf(round: number, folder: string): { readonly args: string[]; readonly out?: string } {
  const run = String(runCount + 1 + round);
  const out = join(folder, `${round}.csv`);
  const log = join(folder, `${round}.log`);
  writeFileSync(log, runLog({ run, end: standardEnd, start: component("ROC1", "ROC") }));
  const kinds = [
    { args: ["update", log, "--reason", "end", "--lock", join(folder, "lock")] },
    { args: ["add", "condition", String(1 + (round % runCount)), "remark", `round ${round}`, "--replace"] },
    { args: [...exported, "--out", out], out },
    { args: ["select", "number_of_it % 2 == 1", "note"] },
  ];
  const kind = kinds[round % kinds.length];
  if (!kind) throw new Error("unreachable");
  return kind;
}

describe.each(backends)("programs on $name", (backend) => {
  test("killed in the middle", { timeout: roundLimit }, async () => {
    const connection = await backend.create(content);
    const folder = temporaryFolder();
    const random = randomNumbers(seed);
    // How long a whole one takes on this machine, as busy as it is: half of the kills come while it starts.
    const started = performance.now();
    const whole = await rcdb(["-c", connection, ...exported]);
    const took = performance.now() - started;
    expect(whole.code).toBe(0);
    for (let round = 0; round < rounds(80); round += 1) {
      const { args, out } = commandOf(round, folder);
      const child = startRcdb(["-c", connection, ...args]);
      const end = collect(child);
      await wait(took * (0.3 + 0.8 * random()));
      child.kill("SIGKILL");
      const { code, errors } = await end;
      const what = `round ${round} of seed ${seed}: ${args.join(" ")}`;
      expect({ what, code, errors }).toMatchObject({ errors: "" });
      expect([null, 0], what).toContain(code);
      if (out !== undefined && existsSync(out)) {
        expect(readFileSync(out, "utf8"), what).toBe(whole.output);
      }
    }
    await expectSound(backend, connection);
  });
});

/** The database is whole, has no fault that it did not have, and can be written. */
async function expectSound({ name }: Backend, connection: string): Promise<void> {
  const written = await rcdb(["-c", connection, "add", "condition", "1", "note", "afterwards", "--replace"]);
  expect(written).toMatchObject({ code: 0, errors: "" });
  const checked = await rcdb(["-c", connection, "db", "check", "--json"]);
  expect(checked.code).toBe(0);
  const findings = JSON.parse(checked.output) as { kind: string; severity: string }[];
  expect(findings.filter(({ severity }) => severity !== "note")).toEqual([]);
  if (name !== "sqlite") return;
  const file = new SqliteFile(connection, { readonly: true });
  expect(file.pragma("integrity_check", { simple: true })).toBe("ok");
  file.close();
}

test("a server that is killed keeps what it acknowledged", { timeout: roundLimit }, async () => {
  // As a real one, it keeps what it has acknowledged.
  const server = await startServer("--innodb-flush-log-at-trx-commit=1");
  try {
    const connection = await createOnMariadb(tablesOf(content), [], { port: server.port });
    const random = randomNumbers(seed);
    const acknowledged = new Map<number, string>();
    const maybe = new Map<number, string>();
    for (let round = 0; round < rounds(40, 0.05); round += 1) {
      const client = writeClient(await openWritableForTest(connection));
      const killed = wait(300 * random()).then(server.kill);
      for (let run = 1; ; run += 1) {
        const text = `round ${round}, run ${run}`;
        maybe.set(run, text);
        const values = [{ name: "note", value: text }];
        const outcome = await client.addConditions({ run, values, replace: true });
        if (!outcome.ok) break;
        acknowledged.set(run, text);
        maybe.delete(run);
      }
      await killed;
      await server.restart();
      const { output } = await rcdb(["-c", connection, "export", "", "note", "--format", "ndjson"]);
      for (const line of output.trim().split("\n")) {
        const { run, note } = JSON.parse(line) as { run: number; note: string };
        const allowed = [acknowledged.get(run) ?? `run ${run - 1}`, maybe.get(run)];
        expect(allowed, `run ${run} in round ${round} of seed ${seed}`).toContain(note);
        if (maybe.has(run)) acknowledged.set(run, note);
      }
      maybe.clear();
    }
    await execute({ port: server.port }, [
      `CHECK TABLE ${connection.slice(connection.lastIndexOf("/") + 1)}.conditions`,
    ]);
    const checked = await rcdb(["-c", connection, "db", "check", "--json"]);
    expect(checked.code).toBe(0);
  } finally {
    await server.stop();
  }
});
