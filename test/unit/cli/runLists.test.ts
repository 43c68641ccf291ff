/** `rcdb list`: from saving a list to what is made of it. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sumText } from "../../../cli/sumText.ts";
import { checkLines } from "../../../cli/runListLines.ts";
import { runListText } from "../../../core/api/runListText.ts";
import { derivedList } from "../../../core/lists/makeList.ts";
import { backends } from "../../support/backends.ts";
import { writeDatabase } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdbHere } from "./command.ts";

const content = {
  types: { event_count: "int", run_type: "string" },
  runs: Object.fromEntries(
    Array.from({ length: 12 }, (_, at) => [
      100 + at,
      { conditions: { event_count: at * 10, run_type: at % 4 === 3 ? "cosmic" : "beam" } },
    ]),
  ),
} as const;

test.each(backends)("the way of a list on $name", async (backend) => {
  const connection = await backend.create(content);
  const path = join(temporaryFolder(), "beam.rcdbruns");
  const rcdb = (...args: string[]) => rcdbHere("-c", connection, ...args);
  const saved = await rcdb("list", "save", "run_type == 'beam'", path, "--sum", "event_count");
  expect(saved).toMatchObject({ code: 0, errors: "" });
  expect(saved.output).toMatch(/^Wrote 9 runs to .*beam\.rcdbruns: sha256:[0-9a-f]{64}\n$/);
  const list = JSON.parse(readFileSync(path, "utf8")) as { checksum: string; sums: unknown };
  expect(list.sums).toEqual([{ name: "event_count", sum: 450 }]);

  const numbers = await rcdbHere("list", "show", path, "--format", "run-numbers");
  const lines = numbers.output.split("\n").filter((line) => !line.startsWith("#"));
  const hash = createHash("sha256").update(lines.join("\n")).digest("hex");
  expect(list.checksum).toBe(`sha256:${hash}`);

  const selected = await rcdb("select", "event_count >= 80", "--runs", `@${path}`, "--format", "csv");
  expect(selected.output).toBe("run\n108\n109\n110\n");
  const again = await rcdb("select", "run_type == 'beam'", "--format", "run-ranges");
  expect(again.output.split("\n").slice(2)).toEqual(["100-102", "104-106", "108-110", ""]);

  expect(await rcdb("list", "check", path)).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^The same 9 runs as on /) as string,
  });
  const empty = join(temporaryFolder(), "empty.rcdbruns");
  await rcdb("list", "save", "event_count > 1000", empty);
  expect(await rcdb("select", "", "--runs", `@${empty}`, "--format", "csv")).toEqual({
    code: 0,
    errors: "",
    output: "run\n",
  });
  expect((await rcdb("list", "show", empty, "--format", "run-numbers")).output).toMatch(/^# 0 runs,/);
  expect((await rcdb("totals", "", "--runs", `@${empty}`)).output).toBe("runs\n   0\n");
  // A search of no runs is one; what writes is given runs.
  for (const words of [
    ["copy", connection, join(temporaryFolder(), "copy.sqlite"), "--runs", `@${empty}`],
    ["repair", "evio-files", temporaryFolder(), "--run-range", `@${empty}`],
    ["add", "condition", `@${empty}`, "event_count", "5", "--replace"],
  ]) {
    const refused = words[0] === "copy" ? await rcdbHere(...words) : await rcdb(...words);
    expect(refused).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/The list “.*” has no runs/) as string,
    });
  }
  expect(await rcdb("add", "condition", "104;99999", "event_count", "5", "--replace")).toMatchObject({
    code: 2,
    errors: expect.stringContaining("99999") as string,
  });
  await rcdb("rp", "add", "Spring 05", "104-105");
  for (const runs of [
    ["--period", "Spring 05"],
    ["--runs", "Spring 05"],
    ["--runs=000104-000105"],
    ["--runs=104,105,105"],
  ]) {
    expect(await rcdb("select", "", ...runs, "--format", "csv")).toMatchObject({ output: "run\n104\n105\n" });
  }
  await rcdb("add", "condition", "104", "run_type", "empty", "--replace");
  const differing = await rcdb("list", "check", path);
  expect(differing.code).toBe(1);
  expect(differing.output).toMatch(
    /^9 runs then, 8 now: 0 came, 1 went\.\nWent\n {2}104 {2}run_type: beam → empty by \S+ on \d{4}-.*\n$/,
  );
  const inJson = await rcdb("list", "check", path, "--json");
  expect(JSON.parse(inJson.output)).toMatchObject({ same: false, went: [{ run: 104, reason: "value" }] });
});

test("runs below 0 are read back as the same runs, or the format is refused", async () => {
  const runs = { "-5": {}, "-4": {}, "-2": {}, 0: {}, 7: {} };
  const connection = writeDatabase({ types: { f: "float", kind: "string" }, runs });
  const folder = temporaryFolder();
  const rcdb = (...args: string[]) => rcdbHere("-c", connection, ...args);
  for (const name of ["low.rcdbruns", "low.txt", "low.json"]) {
    const path = join(folder, name);
    const format = { "low.txt": "run-ranges", "low.json": "run-ranges-json" }[name] ?? "rcdbruns";
    const saved = await rcdb("list", "save", "run < 0", path, "--format", format);
    expect(saved).toMatchObject({ code: 0, errors: "" });
    const selected = await rcdb("select", "", "--runs", `@${path}`, "--format", "csv");
    expect(selected, name).toEqual({ code: 0, errors: "", output: "run\n-5\n-4\n-2\n" });
    expect((await rcdbHere("list", "diff", path, join(folder, "low.rcdbruns"))).output).toContain(
      "In both: 3",
    );
  }
  const derived = join(folder, "derived.rcdbruns");
  writeFileSync(join(folder, "more.txt"), "-3..8");
  await rcdbHere("list", "or", join(folder, "low.txt"), join(folder, "more.txt"), "--out", derived);
  const check = await rcdb("list", "check", derived);
  expect(check).toMatchObject({ code: 1, output: expect.stringMatching(/^14 runs then, 5 now/) as string });
  expect(check.errors).toContain("has no query, and this database does not have all of its runs");
  const numbers = await rcdb("list", "save", "run < 0", join(folder, "n.txt"), "--format", "run-numbers");
  expect(numbers).toMatchObject({ code: 2, output: "" });
  expect(numbers.errors).toContain("means all runs up to 5. Write it as run-ranges");
});

test("a sum that is not saved is told", async () => {
  const runs = { 1: { conditions: { f: 1e308, kind: "a" } }, 2: { conditions: { f: 1.5e308 } } };
  const connection = writeDatabase({ types: { f: "float", none: "int", kind: "string" }, runs });
  const path = join(temporaryFolder(), "all.rcdbruns");
  const saved = await rcdbHere("-c", connection, "list", "save", "", path, "--sum", "f", "none", "kind");
  expect(saved.code).toBe(0);
  expect(saved.errors.split("\n")).toEqual([
    "rcdb: No sum of “f” is saved: no run has a value, or the sum is infinite.",
    "rcdb: No sum of “none” is saved: no run has a value, or the sum is infinite.",
    "rcdb: No sum of “kind” is saved: it is of type string.",
    "",
  ]);
  // The same everywhere: a word for people, null for programs.
  const totals = await rcdbHere("-c", connection, "totals", "--sum", "f", "--mean", "none");
  expect(totals.output).toBe("runs     sum f  mean none\n   2  infinite\n");
  const cuts = await rcdbHere("-c", connection, "cuts", "f > 1.2e308", "--sum", "f");
  expect(cuts.output).toMatch(/^all +infinite/m);
  expect(cuts.output).toMatch(/^selected +≈1\.5e\+308/m);
  const inJson = await rcdbHere("-c", connection, "cuts", "f > 1.2e308", "--sum", "f", "--json");
  expect(JSON.parse(inJson.output)).toMatchObject({ all: { sums: [null] }, selected: { sums: [1.5e308] } });
});

test.each([
  [0.1 + 0.2, "0.3"],
  [123_456_789_012.5, "≈123456789013"],
  [-123_456_789_012.5, "≈-123456789013"],
  [123_456_789_013, "123456789013"],
  [12_345_678_901.28, "12345678901.3"],
  [2 ** 60, "≈1152921504606847000"],
  [null, "infinite"],
])("the sum %d is %s", (sum, text) => expect(sumText(sum)).toBe(text));

test("a list of one run, whose alias and condition are gone, in words", () => {
  const list = { ...derivedList([[7, 7]], [], "picked"), saved: "2026-11-27T10:00:00.000Z" };
  const check = { list, same: false, count: 0, came: [], sameDatabase: true };
  const went = [{ run: 7, reason: "condition" as const, changes: [] }];
  const aliases = [{ name: "a1", old: "f > 2", new: null }];
  expect(checkLines({ ...check, went, aliases, missing: ["f"] }).map((line) => line.trim())).toEqual([
    "1 run then, 0 now: 0 came, 1 went.",
    "@a1 was f > 2, and is not there now",
    "There is no condition f now: the query selects no run.",
    expect.stringContaining("Went"),
    "7  a condition of the query is no longer there",
  ]);
  expect(runListText(list, "run-numbers")).toMatch(/^# 1 run, sha256:/);
});

describe("lists as sets", () => {
  const files = () => {
    const folder = temporaryFolder();
    const [a, b] = [join(folder, "a.txt"), join(folder, "b.txt")];
    writeFileSync(a, "# mine\n1-5\n9\n");
    writeFileSync(b, "4-6,20");
    return { folder, a, b };
  };

  test.each([
    ["and", "4-5\n"],
    ["or", "1-6\n9\n20\n"],
    ["minus", "1-3\n9\n"],
  ])("%s", async (operation, ranges) => {
    const { a, b, folder } = files();
    const found = await rcdbHere("list", operation, a, b, "--format", "run-ranges");
    expect(found).toMatchObject({ code: 0, errors: "" });
    expect(found.output.replace(/^#.*\n/gm, "")).toBe(ranges);
    const out = join(folder, "c.rcdbruns");
    await rcdbHere("list", operation, a, b, "--out", out);
    const shown = await rcdbHere("list", "show", out, "--format", "run-ranges");
    expect(shown.output.replace(/^#.*\n/gm, "")).toBe(ranges);
    expect(await rcdbHere("list", operation, a, b, "--out", out)).toMatchObject({ code: 2 });
  });

  test("diff", async () => {
    const { a, b } = files();
    const found = await rcdbHere("list", "diff", a, b);
    expect(found).toEqual({
      code: 0,
      errors: "",
      output: `In both: 2\nOnly in ${a}: 4\n  1-3\n  9\nOnly in ${b}: 2\n  6\n  20\n`,
    });
    expect(JSON.parse((await rcdbHere("list", "diff", a, b, "--json")).output)).toMatchObject({
      onlyA: [
        [1, 3],
        [9, 9],
      ],
      counts: { both: 2 },
    });
  });

  test("a file that is no list is refused, and nothing is written", async () => {
    const { folder, b } = files();
    const bad = join(folder, "bad.rcdbruns");
    writeFileSync(bad, '{"format": "rcdb run list", "version": 1, "runs": [[1, 2]]}');
    const found = await rcdbHere("list", "minus", bad, b);
    expect(found).toMatchObject({ code: 2, output: "" });
    expect(found.errors).toMatch(/^rcdb: The run list cannot be used: checksum/);
  });
});
