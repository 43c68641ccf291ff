/** Waiting for a lock, by a clock that the test puts on: how long for one holder, and how long in a queue. */
import { existsSync, mkdirSync, rmdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { waitForFileLock } from "../../../core/disk/fileLock.ts";
import { temporaryFolder } from "../../support/temporary.ts";

/** A lock that others hold, one who waits at most 30 s for it, and a clock. */
function waiting() {
  const file = join(temporaryFolder(), "update");
  let [clock, looks] = [0, 0];
  const spy = vi.spyOn(performance, "now").mockImplementation(() => {
    looks++;
    return clock;
  });
  onTestFinished(() => {
    spy.mockRestore();
  });
  mkdirSync(`${file}.lock`);
  const answer = waitForFileLock(file, 30_000);
  return {
    answer,
    advance: (seconds: number) => void (clock += seconds * 1000),
    /** Until the one who waits has looked at the lock again. */
    look: async () => {
      const before = looks;
      await vi.waitUntil(() => looks >= before + 2, { timeout: 180_000, interval: 10 });
    },
    release: () => rmdirSync(`${file}.lock`),
    /** Another one takes it at once. */
    passOn: () => {
      rmdirSync(`${file}.lock`);
      mkdirSync(`${file}.lock`);
    },
  };
}

test("who waits behind several waits so long for each", async () => {
  const { answer, advance, look, passOn, release } = waiting();
  for (let holders = 1; holders <= 4; holders++) {
    advance(20);
    await look();
    passOn();
    await look();
  }
  release();
  const lock = await answer;
  expect(lock).not.toBeNull();
  await lock?.release();
});

test("who holds it for longer than that is not waited for", async () => {
  const { answer, advance, look, passOn } = waiting();
  advance(20);
  await look();
  passOn();
  await look();
  advance(29);
  await look();
  advance(2);
  expect(await answer).toBeNull();
});

test("of many that find the lock of a dead one at once one has it, then the next, and none is refused", async () => {
  const file = join(temporaryFolder(), "update");
  for (const left of [`${file}.lock`, `${file}.lock.stale`]) {
    mkdirSync(left);
    utimesSync(left, new Date(0), new Date(0));
  }
  let holders = 0;
  const work = async (): Promise<number> => {
    const lock = await waitForFileLock(file, 180_000);
    const together = ++holders;
    await nextTurn();
    lock?.check();
    holders--;
    await lock?.release();
    return lock ? together : NaN;
  };
  const waiters = Array.from({ length: 20 }, work);
  expect(await Promise.all(waiters)).toEqual(waiters.map(() => 1));
  expect(existsSync(`${file}.lock.stale`)).toBe(false);
});
