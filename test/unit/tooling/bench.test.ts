import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { Databases } from "../../../bench/databases.ts";
import { NotMeasured, type Line } from "../../../bench/line.ts";
import { resultOf, tableOf, type Result } from "../../../bench/result.ts";
import { inProject, root } from "../../../scripts/setup/project.mjs";
import { temporaryFolder } from "../../support/temporary.ts";

function bench(...args: readonly string[]) {
  const all = ["--import", "tsx", inProject("bench", "main.ts"), "--folder", temporaryFolder(), ...args];
  return spawnSync(process.execPath, all, { cwd: root, encoding: "utf8" });
}

describe("npm run bench", () => {
  test("measures the line that was asked for", () => {
    const { status, stdout } = bench("--runs", "40", "--json", "--only", "columns/sqlite-analyzed");
    const result = JSON.parse(stdout) as Result;
    expect(result).toEqual({
      name: "columns/sqlite-analyzed",
      value: expect.any(Number) as number,
      unit: "ms",
      against: expect.stringMatching(/^scan of conditions: [\d.]+ ms$/) as string,
      ratio: expect.any(Number) as number,
      target: 3,
      ok: (result.ratio ?? 0) <= 3,
    } satisfies Result);
    expect(status).toBe(result.ok ? 0 : 1);
  });

  test("refuses a name that no line has", () => {
    const { status, stderr } = bench("--only", "beauty");
    expect(status).toBe(2);
    expect(stderr).toContain("No line begins with beauty.");
  });
});

describe("a result", () => {
  const lineOf = (measure: Line["measure"]): Line => ({
    name: "work",
    against: "idling",
    target: 2,
    unit: "ms",
    measure,
  });
  const resultWith = (measure: Line["measure"]): Promise<Result> =>
    resultOf(lineOf(measure), new Databases(temporaryFolder(), 1, () => undefined));

  test.each([
    [200, true, "yes"],
    [201, false, "NO"],
  ])("%s ms against 100 ms with the target 2", async (value, ok, shown) => {
    const result = await resultWith(() => Promise.resolve({ value, reference: 100 }));
    expect(result).toMatchObject({ value, ratio: value / 100, ok, against: "idling: 100 ms" });
    expect(tableOf([result]).split("\n")[1]).toMatch(new RegExp(`^work +${value} ms .* ${shown} +idling`));
  });

  test("what cannot be measured has missed its target, and says why", async () => {
    const result = await resultWith(() => Promise.reject(new NotMeasured("no such program")));
    expect(result).toMatchObject({ value: null, ratio: null, ok: false, against: "no such program" });
  });

  test("a defect is no result", async () => {
    await expect(resultWith(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  });
});
