import { expect, test } from "vitest";
import { withoutStart, withStart } from "../../../renderer/model/startTime.ts";
import { vocabulary } from "../query/vocabulary.ts";

test.each([
  ["", "started >= 'now-24h'"],
  ["beam_current > 1", "beam_current > 1 and started >= 'now-24h'"],
  ["beam_current > 1 or event_count > 1", "(beam_current > 1 or event_count > 1) and started >= 'now-24h'"],
  ["beam_current > 1 and started >= 'today-7d'", "beam_current > 1 and started >= 'now-24h'"],
  ["started >= 'today'", "started >= 'now-24h'"],
  ["started >= 'monday'", "started >= 'now-24h'"],
  ["started >= 'monday-1w'", "started >= 'now-24h'"],
  ["started >= '2018-01-01'", "started >= '2018-01-01' and started >= 'now-24h'"],
  // Unfinished or wrong: it stays as it is.
  ["beam_current >", null],
  ["beam_current > 1 and", null],
  ["'unfinished", null],
  ["no_such_condition > 1", null],
])("%s since now-24h: %s", (expression, expected) => {
  expect(withStart(expression, ">= 'now-24h'", vocabulary)).toBe(expected);
});

test.each([
  ["beam_current > 1 and started >= 'today-7d'", "beam_current > 1"],
  ["started >= 'now-24h'", ""],
  ["run_type == 'x' and started >= 'monday'", "run_type == 'x'"],
  ["started >= '2018-01-01'", "started >= '2018-01-01'"],
  ["beam_current >", "beam_current >"],
])("%s without the time of a preset: %s", (expression, expected) => {
  expect(withoutStart(expression)).toBe(expected);
});
