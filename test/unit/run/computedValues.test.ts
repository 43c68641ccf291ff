import { describe, expect, it } from "vitest";
import type { RunDetail } from "../../../core/api/runs.ts";
import { reasonOfMissing } from "../../../renderer/run/computedValues.svelte.ts";

const vocabulary = {
  conditions: [
    { name: "beam_current", type: "float" as const, description: null },
    { name: "run_length", type: "int" as const, description: null },
  ],
  aliases: [{ name: "charge", code: "beam_current * run_length", description: null }],
};
const value = { type: "float" as const, description: null, created: null };
const detail: RunDetail = {
  run: 5,
  started: "2018-01-12 13:26:05",
  finished: null,
  length: null,
  period: null,
  previous: null,
  next: null,
  conditions: [
    { ...value, name: "beam_current", value: 100 },
    { ...value, name: "run_length", value: null },
  ],
  files: [],
  log: [],
};

describe("reasonOfMissing", () => {
  it.each([
    ["beam_current * run_length", "run_length is missing"],
    ["@charge / 1e6", "run_length is missing"],
    ["run_length / (run - 5)", "run_length is missing"],
    ["run_length > 5 and finished > '2018-01-01'", "run_length and finished are missing"],
    ["beam_current / (run - 5)", "it cannot be calculated from the values of this run"],
  ])("%s: %s", (expression, reason) => {
    expect(reasonOfMissing(expression, vocabulary, detail)).toBe(reason);
  });
});
