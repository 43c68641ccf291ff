import { expect, test } from "vitest";
import { mondayOf, withoutStart, withStart } from "../../../renderer/model/startTime.ts";
import { vocabulary } from "../query/vocabulary.ts";

const friday = new Date(2026, 10, 27, 23, 30);

test.each([
  ["", "started >= 'now-24h'"],
  ["beam_current > 1", "beam_current > 1 and started >= 'now-24h'"],
  ["beam_current > 1 or event_count > 1", "(beam_current > 1 or event_count > 1) and started >= 'now-24h'"],
  ["beam_current > 1 and started >= 'today-7d'", "beam_current > 1 and started >= 'now-24h'"],
  ["started >= 'today'", "started >= 'now-24h'"],
  ["started >= '2026-11-23'", "started >= 'now-24h'"],
  ["started >= '2018-01-01'", "started >= '2018-01-01' and started >= 'now-24h'"],
  // Unfinished or wrong: it stays as it is.
  ["beam_current >", null],
  ["beam_current > 1 and", null],
  ["'unfinished", null],
  ["no_such_condition > 1", null],
])("%s since now-24h: %s", (expression, expected) => {
  expect(withStart(expression, ">= 'now-24h'", vocabulary, friday)).toBe(expected);
});

test.each([
  ["beam_current > 1 and started >= 'today-7d'", "beam_current > 1"],
  ["started >= 'now-24h'", ""],
  ["started >= '2018-01-01'", "started >= '2018-01-01'"],
  ["beam_current >", "beam_current >"],
])("%s without the time of a preset: %s", (expression, expected) => {
  expect(withoutStart(expression, friday)).toBe(expected);
});

test.each([
  [friday, "2026-11-23"],
  [new Date(2026, 10, 23), "2026-11-23"],
  [new Date(2026, 10, 29, 23, 59), "2026-11-23"],
  [new Date(2027, 0, 1), "2026-12-28"],
])("the Monday of %s", (day, monday) => expect(mondayOf(day)).toBe(monday));
