/** Copies that follow random histories, interrupted at any moment: the next one equals its source, row by row. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { toFailure } from "../../core/api/failure.ts";
import { backends } from "../support/backends.ts";
import { copyTo, exactRows, quietly } from "../support/copies.ts";
import { changeAtRandom, changeCopyAtRandom, historyContent } from "../support/randomHistory.ts";
import { randomNumbers } from "../support/randomNumbers.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { collect, rcdb, startRcdb } from "../unit/cli/command.ts";
import { roundLimit, rounds, seed } from "./effort.ts";

const runs = 2200;

describe.each(backends)("on $name", ({ create }) => {
  test("follows any history", { timeout: roundLimit }, async () => {
    const random = randomNumbers(seed);
    const source = await create(historyContent(runs));
    let path = join(temporaryFolder(), "0.sqlite");
    // In `npm test` eight for each database.
    for (let round = 0; round < rounds(150, 0.05); round++) {
      const what = `round ${round} of seed ${seed}`;
      // Every now and then a new one, which may be interrupted as well.
      if (random() < 0.15) path = join(temporaryFolder(), `${round}.sqlite`);
      await changeAtRandom(source, random, runs);
      if (random() < 0.5) {
        await interruptedAt(Math.floor(random() * 12), source, path);
        await changeAtRandom(source, random, runs);
      }
      // Somebody may write to the copy, though none should.
      if (round > 0 && random() < 0.2 && existsSync(path)) await changeCopyAtRandom(path, random, runs);
      await copyTo(source, path);
      expect(await exactRows(path), what).toEqual(await exactRows(source));
    }
  });

  test("whose process is killed is never taken for a whole one", { timeout: roundLimit }, async () => {
    const random = randomNumbers(seed);
    const source = await create(historyContent(1500));
    const path = join(temporaryFolder(), "killed.sqlite");
    // As busy as this machine is, a whole one takes so long.
    const started = performance.now();
    expect((await rcdb(["copy", source, join(temporaryFolder(), "whole.sqlite")])).code).toBe(0);
    const took = performance.now() - started;
    for (let round = 0; round < rounds(30); round++) {
      await changeAtRandom(source, random, 1500);
      const child = startRcdb(["copy", source, path]);
      const end = collect(child);
      await wait(took * (0.5 + 0.5 * random()));
      child.kill("SIGKILL");
      await end;
      if (existsSync(path)) expect((await rcdb(["-c", path, "info"])).code).toBe(0);
    }
    expect(await rcdb(["copy", source, path])).toMatchObject({ code: 0, errors: "" });
    expect(await exactRows(path)).toEqual(await exactRows(source));
    expect(existsSync(`${path}.part`)).toBe(false);
  });
});

/** Cancelled by the so-many-th report, or whole where there are fewer. */
async function interruptedAt(report: number, source: string, path: string): Promise<void> {
  const controller = new AbortController();
  let reports = 0;
  const context = {
    ...quietly,
    signal: controller.signal,
    report: () => {
      if (reports++ === report) controller.abort();
    },
  };
  await copyTo(source, path, {}, context).catch((thrown: unknown) => {
    const failure = toFailure(thrown);
    expect(failure).toMatchObject({ code: "cancelled" });
  });
}
