/** Fifty clients of one server, which search, scroll, look at runs and go away: each gets the answers that one alone gets. */
import { expect, test } from "vitest";
import { writeDatabase } from "../support/database.ts";
import { call, searchAll, serverForTest } from "../unit/server/testServer.ts";
import { randomNumbers } from "../support/randomNumbers.ts";
import { roundLimit, rounds, seed } from "./effort.ts";

const clients = 50;
const runs = 500;

interface Found {
  readonly value: { readonly result: string; readonly count: number };
}

test("each gets its own answers", { timeout: roundLimit }, async () => {
  const { url } = await serverForTest(
    writeDatabase({
      types: { event_count: "int", note: "string" },
      runs: Object.fromEntries(
        Array.from({ length: runs }, (_, at) => [
          at + 1,
          { conditions: { event_count: at, note: `run ${at + 1}` } },
        ]),
      ),
    }),
  );
  const one = async (client: number): Promise<void> => {
    const random = randomNumbers(seed * 1009 + client);
    for (let round = 0; round < rounds(60); round += 1) {
      const least = Math.floor(random() * runs);
      const what = `client ${client} in round ${round} of seed ${seed}`;
      const search = { ...searchAll, expression: `event_count >= ${least}`, columns: ["note"] };
      const found = (await call(url, "searchRuns", search)) as Found;
      expect(found, what).toMatchObject({ ok: true, value: { count: runs - least } });
      const rows = await call(url, "readRows", { result: found.value.result, from: 0, count: 1 });
      // A result that was given up for newer ones says so; the window asks anew.
      if ((rows as { ok: boolean }).ok) {
        expect(rows, what).toMatchObject({ value: { runs: [least + 1], values: [[`run ${least + 1}`]] } });
      } else expect(rows, what).toMatchObject({ error: { code: "result_gone" } });
      const run = await call(url, "readRun", { run: least + 1 });
      expect(run, what).toMatchObject({ ok: true, value: { run: least + 1 } });
      if (random() < 0.2) await goAway(url, least);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => one(client)));
});

/** Asks, and does not wait for the answer. */
async function goAway(url: string, least: number): Promise<void> {
  const cancelled = new AbortController();
  const asked = fetch(`${url}api/searchRuns`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...searchAll, expression: `event_count > ${least}` }),
    signal: cancelled.signal,
  });
  const over = expect(asked).rejects.toMatchObject({ name: "AbortError" });
  cancelled.abort();
  await over;
}
