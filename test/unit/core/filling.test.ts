/** Values that come step by step: whoever waits for them gets all of them, however often somebody gave up before. */
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Progress } from "../../../core/api/call.ts";
import { Filling } from "../../../core/results/filling.ts";

const never = new AbortController().signal;
const progress = (done: number): Progress => ({ done, total: 5, label: "Reading" });

/** Five steps; `steps` collects them, and `fail` is asked before each. */
function fillingOf(steps: number[], act: (step: number) => Promise<void> | void = () => undefined): Filling {
  return new Filling(async function* () {
    for (let step = 1; step <= 5; step++) {
      await act(step);
      steps.push(step);
      yield progress(step);
    }
  });
}

const quietly = (signal = never) => ({ signal, report: () => undefined });

describe("a filling", () => {
  test("goes on where it was, in no more time than it is given", async () => {
    const steps: number[] = [];
    const filling = fillingOf(steps, () => new Promise((resolve) => setTimeout(resolve, 40)));
    await filling.goOn(quietly(), 60);
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.length).toBeLessThan(5);
    expect(filling.isDone).toBe(false);
    await filling.goOn(quietly());
    expect(steps).toEqual([1, 2, 3, 4, 5]);
    expect(filling.isDone).toBe(true);
    await filling.goOn(quietly());
    expect(steps).toHaveLength(5);
  });

  test("goes on no further than what is there is enough, but to the end where nothing more is to come", async () => {
    const steps: number[] = [];
    const filling = fillingOf(steps);
    await filling.goOn(quietly(), Infinity, () => steps.length >= 2);
    expect(steps).toEqual([1, 2]);
    expect(filling.isDone).toBe(false);
    await filling.goOn(quietly(), Infinity, () => steps.length === 5);
    expect(steps).toEqual([1, 2, 3, 4, 5]);
    expect(filling.isDone).toBe(true);
    const empty = new Filling(async function* () {});
    await empty.goOn(quietly(), Infinity, () => true);
    expect(empty.isDone).toBe(true);
  });

  test("is shared by all who wait for it", async () => {
    const steps: number[] = [];
    const filling = fillingOf(steps, () => new Promise((resolve) => setTimeout(resolve, 1)));
    await Promise.all([filling.goOn(quietly()), filling.goOn(quietly())]);
    expect(steps).toEqual([1, 2, 3, 4, 5]);
  });

  test("one who gives up ends it for nobody else", async () => {
    const steps: number[] = [];
    const controller = new AbortController();
    const filling = fillingOf(steps, (step) => {
      if (step === 3) controller.abort();
    });
    const givenUp = filling.goOn(quietly(controller.signal));
    const waiting = filling.goOn(quietly());
    await expect(givenUp).rejects.toMatchObject({ code: "cancelled" });
    await waiting;
    expect(steps).toEqual([1, 2, 3, 4, 5]);
    expect(filling.isDone).toBe(true);
  });

  test("after an error nobody takes it for done, and it is begun anew", async () => {
    const steps: number[] = [];
    let fails = true;
    const filling = fillingOf(steps, (step) => {
      if (step === 3 && fails) {
        fails = false;
        throw new Error("locked");
      }
    });
    const [first, second] = await Promise.allSettled([filling.goOn(quietly()), filling.goOn(quietly())]);
    expect([first.status, second.status].sort()).toEqual(["fulfilled", "rejected"]);
    expect(steps).toEqual([1, 2, 1, 2, 3, 4, 5]);
    expect(filling.isDone).toBe(true);
  });

  test("tells how far it is, but not at each step", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    onTestFinished(() => void vi.useRealTimers());
    const told: number[] = [];
    const filling = new Filling(async function* () {
      for (let done = 1; done <= 60; done++) {
        vi.advanceTimersByTime(10);
        yield await Promise.resolve(progress(done));
      }
    });
    await filling.goOn({ signal: never, report: ({ done }) => told.push(done) });
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThan(10);
  });
});
