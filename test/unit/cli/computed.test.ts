/** What `rcdb` computes: columns, totals, ranges of runs. */
import { describe, expect, test } from "vitest";
import { backends } from "../../support/backends.ts";
import { rcdbHere } from "./command.ts";

const content = {
  types: { event_count: "int", beam_current: "float", target: "string" },
  runs: {
    1: { started: "2018-01-31 23:00:00", conditions: { event_count: 10, beam_current: 2, target: "LH2" } },
    2: { started: "2018-02-01 09:00:00", conditions: { event_count: 30, beam_current: 4, target: "LH2" } },
    3: { started: "2018-02-01 17:00:00", conditions: { event_count: 5, target: "empty" } },
    5: { started: "2018-02-05 01:00:00", conditions: { event_count: 15, beam_current: 1, target: "LH2" } },
    6: { conditions: { beam_current: 1 } },
  },
  statements: ["INSERT INTO run_periods (name, run_min, run_max) VALUES ('P1', 1, 2), ('P2', 3, 5)"],
} as const;

describe.each(backends)("on $name", (backend) => {
  const start = async () => {
    const connection = await backend.create(content);
    return async (...args: string[]) => rcdbHere("-c", connection, ...args);
  };

  test("a computed column among conditions, and its mistake at its place", async () => {
    const rcdb = await start();
    const asked = ["select", "", "target", "rate [kHz] = event_count / beam_current", "--runs", "1-3"];
    expect(await rcdb(...asked, "--format", "csv")).toEqual({
      code: 0,
      errors: "",
      output: "run,target,rate\n1,LH2,5\n2,LH2,7.5\n3,empty,\n",
    });
    const wrong = await rcdb("select", "target == 'LH2'", "x=event_count * targt");
    expect(wrong).toMatchObject({ code: 2, output: "" });
    expect(wrong.errors).toContain("    event_count * targt\n                  ^^^^^\n");
  });
});
