/** `rcdb select --from`: many expressions, a line of JSON for each. */
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, onTestFinished, test } from "vitest";
import { backends, sqlite } from "../../support/backends.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdb, rcdbHere, startRcdb } from "./command.ts";

describe.each(backends)("on $name", ({ name, create }) => {
  const createSmall = () =>
    create({
      types: { event_count: "int", name: "string" },
      runs: {
        9: { conditions: { event_count: 5, name: "a\u2028b" } },
        10: { conditions: { event_count: 6 } },
        11: { conditions: { event_count: 7 } },
      },
      statements: ["INSERT INTO run_periods (name, run_min, run_max) VALUES ('P1', 9, 10)"],
    });

  const cases: [line: string, answer: object | null][] = [
    ["event_count > 5", { query: "event_count > 5", ok: true, runs: [10, 11] }],
    ["", null],
    ["   \t", null],
    ['{"query": ""}', { query: "", ok: true, runs: [9, 10, 11] }],
    ['  {"query": "event_count > 5", "runs": "-10"}', { query: "event_count > 5", ok: true, runs: [10] }],
    ['{"query": "event_count > 5", "runs": "P1"}', { ok: true, runs: [10] }],
    ['{"query": "event_count > 5", "runs": "9,11"}', { ok: true, runs: [11] }],
    ["name == 'a\u2028b'", { ok: true, runs: [9] }],
    ["event_count > 100", { ok: true, runs: [] }],
    [
      "started > 'today'",
      {
        ok: true,
        runs: [],
        dates: [{ text: "today", meant: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string }],
      },
    ],
    [
      "event_count > 5 and evnt_count > 6",
      {
        ok: false,
        error: {
          code: "expression",
          message: "There is no condition evnt_count. Did you mean event_count?",
          from: 20,
          to: 30,
        },
      },
    ],
    [
      "7-9,3",
      {
        query: "7-9,3",
        ok: false,
        error: {
          code: "expression",
          message: expect.stringContaining('write {"query":"","runs":"3,7-9"}') as string,
          from: 0,
          to: 5,
        },
      },
    ],
    ["event_count >", { query: "event_count >", ok: false, error: { code: "expression" } }],
    [
      '{"query": "event_count > 5", "runs": "10-9"}',
      { ok: false, error: { code: "bad_input", from: null, to: null } },
    ],
    [
      '{"query": 1}',
      { query: '{"query": 1}', ok: false, error: { code: "bad_input", from: null, to: null } },
    ],
    // Whoever made the line may keep notes of their own in it.
    ['{"query": "event_count > 5", "id": 7}', { query: "event_count > 5", ok: true, runs: [10, 11] }],
    ['{"query": ""', { query: '{"query": ""', ok: false, error: { code: "bad_input" } }],
    ["event_count == 7", { query: "event_count == 7", ok: true, runs: [11] }],
  ];

  test("each line has its answer, in order", async () => {
    const path = join(temporaryFolder(), "queries");
    writeFileSync(path, cases.map(([line]) => line).join("\n"));
    const { code, output, errors } = await rcdbHere("-c", await createSmall(), "select", "--from", path);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    const answers = output
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    const expected = cases.flatMap(([, answer]) => answer ?? []);
    expect(answers).toHaveLength(expected.length);
    expected.forEach((answer, index) => expect(answers[index]).toMatchObject(answer));
  });

  test("--runs is for lines that name none, and --desc turns all around", async () => {
    const path = join(temporaryFolder(), "queries");
    writeFileSync(path, 'event_count > 1\r\n{"query": "event_count > 1", "runs": "11"}\r\n');
    const { output } = await rcdbHere(
      "-c",
      await createSmall(),
      "select",
      "--from",
      path,
      "--runs",
      "P1",
      "--desc",
    );
    expect(
      output
        .trimEnd()
        .split("\n")
        .map((line) => (JSON.parse(line) as { runs: number[] }).runs),
    ).toEqual([[10, 9], [11]]);
  });

  test("an answer comes before the next line is there, and Ctrl-C ends it", async () => {
    const child = startRcdb(["-c", await createSmall(), "select", "--from", "-"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    const answers = createInterface(child.stdout);
    for (const count of [5, 6]) {
      child.stdin.write(`event_count == ${count}\n`);
      const [line] = (await once(answers, "line")) as [string];
      expect(JSON.parse(line)).toMatchObject({ ok: true, runs: [count + 4] });
    }
    child.kill("SIGINT");
    // A shell shows either as 130.
    expect(await once(child, "exit")).toEqual(name === "sqlite" ? [null, "SIGINT"] : [130, null]);
  });
});

test("from standard input to its end", async () => {
  const connection = await sqlite.create({
    types: { event_count: "int" },
    runs: { 9: { conditions: { event_count: 5 } } },
  });
  const ended = await rcdb(["-c", connection, "select", "--from", "-"], {}, "event_count > 1\nnonsense");
  expect(ended).toMatchObject({ code: 0, errors: "" });
  expect(
    ended.output
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { ok: boolean }).ok),
  ).toEqual([true, false]);
});

test.each<[string[], number, RegExp]>([
  [["select", "--from", "/nowhere/queries"], 3, /There is no file “\/nowhere\/queries”/],
  [["select", "event_count > 1", "--from", "-"], 2, /With --from the expressions come from there/],
  [["select", "--from", "-", "--runs", "x"], 2, /“x” is not a run range/],
])("%j", async (args, code, message) => {
  const ended = await rcdbHere("-c", await sqlite.create(), ...args);
  expect(ended).toMatchObject({ code, output: "", errors: expect.stringMatching(message) as string });
});
