/** A program that is killed in the middle of a commit leaves all of it, or nothing. */
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { backends } from "../../support/backends.ts";
import { startRcdb } from "../cli/command.ts";
import { answerOf, openChanges } from "./support.ts";

const count = 2000;
/** Parts of the time that the whole command takes, after which it is killed. */
const moments = [0.8, 0.95];

describe.each(backends)("on $name", (backend) => {
  test("kill -9 during “rcdb set” of 2000 runs", async () => {
    const runs = Array.from({ length: count }, (_, at) => at + 1);
    const { connection, database, client } = await openChanges(backend, {
      types: { status: "int" },
      runs: Object.fromEntries(runs.map((run) => [run, { conditions: { status: 0 } }])),
    });
    const set = async (value: number, killAfter: number): Promise<number> => {
      const start = performance.now();
      const child = startRcdb(["-c", connection, "set", "status", String(value), "--all"]);
      const ended = new Promise((resolve) => child.once("exit", resolve));
      await Promise.race([ended, wait(killAfter)]);
      child.kill("SIGKILL");
      await ended;
      return performance.now() - start;
    };
    const whole = await set(1, 60_000);
    const seen: number[] = [];
    for (const [at, part] of moments.entries()) {
      await set(at + 2, whole * part);
      const rows = await database.read.selectFrom("conditions").select("int_value").distinct().execute();
      expect(rows).toHaveLength(1);
      seen.push(Number(rows[0]?.int_value));
      const { commits } = await answerOf(client.listCommits({}));
      for (const { commit } of commits) {
        expect((await answerOf(client.readCommit({ commit }))).list).toHaveLength(count);
      }
    }
    expect(seen.every((value) => value >= 1 && value <= moments.length + 1)).toBe(true);
    // Whatever was killed, the next one is not in its way.
    expect((await answerOf(client.undoCommit({ commit: (await newest()) ?? 0 }))).refusedCount).toBe(0);

    async function newest(): Promise<number | undefined> {
      return (await answerOf(client.listCommits({}))).commits[0]?.commit;
    }
  });
});
