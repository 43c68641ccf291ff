import { expect, test } from "vitest";
import { nearest } from "../../../core/query/nearest.ts";

const known = ["beam_current", "solenoid_current", "event_count", "run_type", "run", "started", "status"];

test.each([
  ["beam_curent", ["beam_current"]],
  ["Beam_Current", ["beam_current"]],
  ["beam_currnet", ["beam_current"]],
  ["current", ["beam_current", "solenoid_current"]],
  ["run_typ", ["run_type"]],
  ["statsu", ["status"]],
  ["startde", ["started"]],
  ["x", []],
  ["no_such_condition", []],
  ["", []],
])("%j", (word, expected) => {
  expect(nearest(word, known)).toEqual(expected);
});

test("the nearest come first, three at most", () => {
  const similar = ["trigger_rate_4", "trigger_rate_3", "trigger_rate_2", "trigger_rate", "trigger_rate_1"];
  expect(nearest("trigger_rat", similar)).toEqual(["trigger_rate", "trigger_rate_1", "trigger_rate_2"]);
});
