import { expect, test } from "vitest";
import type { RunState } from "../../../core/api/runs.ts";
import { RunStates } from "../../../renderer/runs/runStates.ts";

/** A result of 1000 runs; the answers come when the test lets them. */
function statesForTest() {
  const asked: number[] = [];
  const answers: (() => void)[] = [];
  let state: RunState = "running";
  const states = new RunStates((from, count) => {
    asked.push(from);
    const runs = Array.from({ length: count }, (_, at) => 1000 - from - at);
    const answer = { runs, states: runs.map(() => state) };
    return new Promise((resolve) => answers.push(() => resolve(answer)));
  });
  return {
    states,
    asked,
    change: (to: RunState) => (state = to),
    answer: async () => {
      for (const give of answers.splice(0)) give();
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

test("what is seen is asked for, once", async () => {
  const { states, asked, answer } = statesForTest();
  states.show(190, 210);
  states.show(0, 30);
  expect(asked).toEqual([0, 200]);
  expect(states.of(1000)).toBeNull();
  await answer();
  expect(states.of(1000)).toBe("running");
  expect(states.of(601)).toBe("running");
  expect(states.of(600)).toBeNull();
});

test("what was known stays until it is told anew", async () => {
  const { states, asked, answer, change } = statesForTest();
  states.show(0, 30);
  await answer();
  states.begin();
  change("finished");
  expect(states.of(1000)).toBe("running");
  states.show(0, 30);
  expect(asked).toEqual([0, 0]);
  await answer();
  expect(states.of(1000)).toBe("finished");
});

test("an answer for rows that are not shown any more is no answer", async () => {
  const { states, answer } = statesForTest();
  states.show(0, 30);
  states.begin();
  await answer();
  expect(states.of(1000)).toBeNull();
});

test("another database's runs are others", async () => {
  const { states, answer } = statesForTest();
  states.show(0, 30);
  await answer();
  states.forget();
  expect(states.of(1000)).toBeNull();
});
