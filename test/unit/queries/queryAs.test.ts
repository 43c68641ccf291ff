/** Queries as other languages have them: read back by a shell, by the program, and by the language of the texts. */
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Alias, ConditionType, Search } from "../../../core/api/schemas.ts";
import { builtInAliases, tokenize, type ValueType } from "../../../core/query/index.ts";
import { asCommandLine, asPython, type Known } from "../../../renderer/queries/queryAs.ts";
import { samplePath } from "../../support/paths.ts";
import { plainAnswer } from "../../support/plainAnswer.ts";

const types: Record<string, ValueType> = { event_count: "int", run_type: "string", beam_current: "float" };
const conditions = Object.entries(types).map(([name, type], at): ConditionType => ({
  id: at + 1,
  name,
  type,
  description: null,
  created: null,
}));
const own: Alias = { name: "mine", code: "event_count > 5 or @more", description: null, source: "database" };
const more: Alias = { name: "more", code: "beam_current > 1", description: null, source: "database" };
const known: Known = {
  conditions,
  aliases: [...builtInAliases.map((alias): Alias => ({ ...alias, source: "built-in" })), own, more],
};
const all: Search = {
  expression: "",
  runMin: null,
  runMax: null,
  ranges: [],
  columns: [],
  order: { column: "run", descending: false },
};

/** The words that a shell makes of a command. */
function wordsInShell(commands: readonly string[]): string[][] {
  const script = ["rcdb() { printf '%s\\0' \"$@\"; printf '\\1'; }", ...commands].join("\n");
  const output = execFileSync("sh", ["-s"], { input: script, encoding: "utf8" });
  return output
    .split("\u0001")
    .slice(0, -1)
    .map((words) => words.split("\0").slice(0, -1));
}

describe("as a command line", () => {
  const text = fc
    .oneof(
      fc.string({ unit: "binary", maxLength: 30 }),
      fc.constantFrom("'", "\\", "$HOME `x`", "a\nb", "-x", ""),
    )
    // A shell's words have no NUL; the other one is what this test puts between commands.
    .map((given) => given.replaceAll(/[\0\u0001\ud800-\udfff]/g, ""));

  test("a shell hands over just what was asked", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, text, fc.array(text)), { minLength: 20, maxLength: 20 }),
        (cases) => {
          const searches = cases.map(([connection, expression, columns]) => ({
            connection,
            search: { ...all, expression, columns },
          }));
          const commands = searches.map(({ connection, search }) => asCommandLine(connection, search).text);
          expect(wordsInShell(commands)).toEqual(
            searches.map(({ connection, search: { expression, columns } }) => {
              const operands = [expression, ...columns];
              const dashes = operands.some((word) => word.startsWith("-")) ? ["--"] : [];
              return ["-c", connection, "select", ...dashes, ...operands];
            }),
          );
        },
      ),
      { numRuns: 10 },
    );
  });

  test.each<[string, Partial<Search>, string]>([
    ["no bounds", {}, "rcdb -c /data/r.sqlite select ''"],
    ["bounds", { runMin: 5, runMax: 9 }, "rcdb -c /data/r.sqlite select --runs=5-9 ''"],
    ["no first run", { runMax: 9 }, "rcdb -c /data/r.sqlite select --runs=-9 ''"],
    [
      "several ranges, newest first",
      {
        runMin: 1,
        runMax: 9,
        ranges: [
          { runMin: 1, runMax: 3 },
          { runMin: 9, runMax: 9 },
        ],
        order: { column: "run", descending: true },
      },
      "rcdb -c /data/r.sqlite select --runs=1-3,9 --desc ''",
    ],
  ])("%s", (_, search, expected) => {
    expect(asCommandLine("/data/r.sqlite", { ...all, ...search }).text).toBe(expected);
  });

  test("finds the same runs when it is run", () => {
    const expression = "-event_count < -500000 and run_type != 'it\\'s' and beam_current > 100";
    const search = { ...all, expression, columns: ["event_count"] };
    // The program of this tree under its name.
    const script = `rcdb() { "$NODE" --import tsx cli/rcdb.ts "$@"; }\n${asCommandLine(samplePath, search).text}`;
    const output = execFileSync("sh", ["-s"], {
      input: script,
      encoding: "utf8",
      env: { ...process.env, NODE: process.execPath },
      maxBuffer: 1e9,
    });
    const runs = plainAnswer(samplePath, expression);
    expect(runs.length).toBeGreaterThan(10);
    expect(output.match(/^ *\d+ /gm)?.map(Number)).toEqual(runs);
  });
});

describe("as Python", () => {
  test("is what the client is called by", () => {
    const search = {
      ...all,
      expression: "event_count > 5",
      runMin: 10,
      columns: ["event_count", "run_type"],
    };
    expect(asPython("sqlite:////data/r.sqlite", search, known)).toEqual({
      text: `from rcdb import RCDBProvider

db = RCDBProvider('sqlite:////data/r.sqlite')
runs = db.select_runs('event_count > 5', run_min=10)
# Each row begins with the run number.
rows = runs.get_values(['event_count', 'run_type'], True)
for row in rows:
    print(row)
`,
      remarks: [],
    });
  });

  test("texts are read back as they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (expression) => {
        const { text } = asPython("x", { ...all, expression }, { conditions: [], aliases: [] });
        // Texts of expressions are those of Python.
        const literal = /select_runs\((.*)\)$/m.exec(text)?.[1] ?? "";
        const [token, ...others] = tokenize(literal);
        expect(others).toEqual([]);
        expect(token).toMatchObject({ kind: "string", value: expression });
      }),
    );
  });

  test("aliases of the database are written out, those of the client are not", () => {
    const { text } = asPython("x", { ...all, expression: "@mine and @is_production" }, known);
    expect(text).toContain("'(event_count > 5 or (beam_current > 1)) and @is_production'");
  });

  test.each<[Partial<Search>, RegExp]>([
    [{ expression: "event_count is None" }, /refuses in an expression: None\./],
    [{ expression: "run_type.contains('a') and run > 5" }, /: \.contains\(\), run\./],
    [{ columns: ["started", "event_count"] }, /started is no condition/],
    [{ order: { column: "event_count", descending: false } }, /not sorted by event_count/],
    [{ runMin: 1, runMax: 9, ranges: [{ runMin: 1, runMax: 3 }] }, /only the first and the last run/],
  ])("%j is remarked on", (search, remark) => {
    const { remarks } = asPython("x", { ...all, ...search }, known);
    expect(remarks).toEqual([expect.stringMatching(remark)]);
  });
});
