import { expect, test } from "vitest";
import { withStart } from "../../../renderer/model/startTime.ts";

test.each([
  ["", "started >= 'now-24h'"],
  ["beam_current > 1", "beam_current > 1 and started >= 'now-24h'"],
  ["a > 1 or b > 1", "(a > 1 or b > 1) and started >= 'now-24h'"],
  ["beam_current > 1 and started >= 'today-7d'", "beam_current > 1 and started >= 'now-24h'"],
  ["started >= 'today'", "started >= 'now-24h'"],
  ["started >= '2018-01-01'", "started >= '2018-01-01' and started >= 'now-24h'"],
])("%s since now-24h: %s", (expression, expected) => {
  expect(withStart(expression, "now-24h")).toBe(expected);
});
