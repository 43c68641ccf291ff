import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { succeeded } from "../../../core/api/failure.ts";
import type { RunDetail } from "../../../core/api/runs.ts";
import type { WindowClient } from "../../../renderer/client/client.ts";
import { reasonOfMissing, RunComputed } from "../../../renderer/run/computedValues.svelte.ts";
import { stubRunes } from "../../support/runes.ts";

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

describe("values of a run that is read again", () => {
  afterEach(() => void vi.unstubAllGlobals());

  it("stay until the new ones are there, but not those of another expression or run", async () => {
    stubRunes();
    let charge = 1;
    const client = {
      computeValues: () =>
        Promise.resolve(succeeded([{ ...value, name: "charge", unit: null, values: [charge++] }])),
    } as unknown as Pick<WindowClient, "computeValues">;
    const column = { ...value, name: "charge" };
    const asked = { name: "charge", expression: "beam_current * run_length", unit: null, description: null };
    const computed = new RunComputed();
    const shown = (of: RunDetail, by = asked) => computed.of(of, [column], [by])[0]?.value;
    computed.load(client, detail, [asked]);
    expect(shown(detail)).toBeNull();
    await wait(0);
    const again = { ...detail };
    computed.load(client, again, [asked]);
    expect([shown(again), computed.has(again)]).toEqual([1, false]);
    expect(shown({ ...detail, run: 6 })).toBeNull();
    expect(shown(again, { ...asked, expression: "beam_current" })).toBeNull();
    await wait(0);
    expect([shown(again), computed.has(again)]).toEqual([2, true]);
  });
});
