/** A commit as a window makes it, in a process of its own: it tells how far it is, and cancelled it leaves nothing. */
import { describe, expect, onTestFinished, test } from "vitest";
import type { Progress } from "../../../core/api/call.ts";
import type { ChangePlan, CommitAnswer } from "../../../core/api/changes.ts";
import { unwrap } from "../../../core/api/failure.ts";
import { Pool } from "../../../core/process/pool.ts";
import { spawnDatabaseProcess } from "../../../server/spawnDatabaseProcess.ts";
import { backends } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";
import { bundledDatabaseProcess } from "../../support/programs.ts";

const count = 5000;
const planned = {
  from: "value",
  runs: { selection: { expression: "status == 0", runMin: null, runMax: null } },
  action: "set",
  condition: "status",
  value: 5,
};

describe.each(backends)("on $name", (backend) => {
  test("5000 values, cancelled in the middle and then committed", async () => {
    const connection = await backend.create({
      types: { status: "int" },
      runs: Object.fromEntries(
        Array.from({ length: count }, (_, at) => [at + 1, { conditions: { status: 0 } }]),
      ),
    });
    const spawn = () => spawnDatabaseProcess(bundledDatabaseProcess());
    const { pool } = unwrap(await Pool.open({ spawn, size: 2, share: null }, connection));
    onTestFinished(() => pool.close());
    const { changes } = unwrap(await pool.call("planChanges", planned, {})) as ChangePlan;
    expect(changes).toHaveLength(count);

    const stop = new AbortController();
    const reports: Progress[] = [];
    const onProgress = (progress: Progress): void => {
      reports.push(progress);
      if (progress.done > 0) stop.abort();
    };
    const cancelled = await pool.change("commitChanges", { changes }, { signal: stop.signal, onProgress });
    expect(cancelled).toMatchObject({ ok: false, error: { code: "cancelled" } });
    expect(reports.at(-1)).toMatchObject({ total: count, label: "Writing changes" });
    const database = await openForTest(connection);
    const stored = () => database.read.selectFrom("conditions").select("int_value").distinct().execute();
    expect(await stored()).toEqual([{ int_value: 0 }]);
    expect(await database.read.selectFrom("logs").select("id").execute()).toEqual([]);

    const done = unwrap(await pool.change("commitChanges", { changes }, {})) as CommitAnswer;
    expect(done.counts).toMatchObject({ replaced: count });
    expect(await stored()).toEqual([{ int_value: 5 }]);
  });
});
