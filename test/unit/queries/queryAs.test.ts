/** Queries as other languages have them: read back by a shell, by the program, and by the language of the texts. */
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Alias, ConditionType } from "../../../core/api/catalogue.ts";
import type { AskedSearch } from "../../../renderer/model/computedColumn.ts";
import { listAliases } from "../../../core/catalogue/aliases.ts";
import { listConditionTypes } from "../../../core/catalogue/conditionTypes.ts";
import { builtInAliases, quoteText, tokenize, type ValueType } from "../../../core/query/index.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { asPython } from "../../../renderer/queries/asPython.ts";
import type { Known } from "../../../renderer/queries/pythonExpression.ts";
import { asCommandLine } from "../../../renderer/queries/queryAs.ts";
import { openForTest } from "../../support/database.ts";
import { samplePath } from "../../support/paths.ts";
import { plainAnswer } from "../../support/plainAnswer.ts";
import { program } from "../../support/programs.ts";

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
const all: AskedSearch = {
  expression: "",
  runMin: null,
  runMax: null,
  ranges: [],
  columns: [],
  order: { column: "run", descending: false },
  computed: [],
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

  test.each<[string, Partial<AskedSearch>, string]>([
    ["no bounds", {}, "rcdb -c /data/r.sqlite select ''"],
    ["bounds", { runMin: 5, runMax: 9 }, "rcdb -c /data/r.sqlite select --runs=5-9 ''"],
    [
      "runs that look like numbers with commas in them",
      {
        runMin: 100,
        runMax: 400,
        ranges: [
          { runMin: 100, runMax: 100 },
          { runMin: 200, runMax: 300 },
          { runMin: 400, runMax: 400 },
        ],
      },
      "rcdb -c /data/r.sqlite select '--runs=100, 200-300, 400' ''",
    ],
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
    [
      "a computed column",
      {
        columns: ["run_type", "charge"],
        computed: [{ name: "charge", expression: "beam_current * 2", unit: "uC", description: "all" }],
      },
      "rcdb -c /data/r.sqlite select '' run_type 'charge [uC]=beam_current * 2'",
    ],
  ])("%s", (_, search, expected) => {
    expect(asCommandLine("/data/r.sqlite", { ...all, ...search }).text).toBe(expected);
  });

  test("finds the same runs when it is run", () => {
    const expression = "-event_count < -500000 and run_type != 'it\\'s' and beam_current > 100";
    const search = { ...all, expression, columns: ["event_count"] };
    // The program of this tree under its name.
    const script = `rcdb() { "$NODE" "$RCDB" "$@"; }\n${asCommandLine(samplePath, search).text}`;
    const output = execFileSync("sh", ["-s"], {
      input: script,
      encoding: "utf8",
      env: { ...process.env, NODE: process.execPath, RCDB: program("cli/rcdb") },
      maxBuffer: 1e9,
    });
    const runs = plainAnswer(samplePath, expression);
    expect(runs.length).toBeGreaterThan(10);
    expect(output.match(/^ *\d+ /gm)?.map(Number)).toEqual(runs);
  });
});

/** A call of the client's select_values as Python reads it. */
interface Call {
  readonly columns: readonly string[];
  readonly expression: string;
  readonly runMin: number;
  readonly runMax: number;
  readonly runs: readonly number[];
  readonly isDescending: boolean;
}

/** Reads the literals of the one call in a text: lists, texts, numbers, True, and `*range(a, b)` in lists. */
function readCall(text: string): Call {
  const [, literals = ""] = /^rows = db\.select_values\((.*)\)$/m.exec(text) ?? [];
  const tokens = tokenize(
    literals.replaceAll("sort_desc=True", "sort_desc==True").replace(/\b(run_min|run_max|runs)=/g, "$1=="),
  );
  const words = tokens.map(({ text: written }) => written);
  const strings = tokens.flatMap((token) => (token.kind === "string" ? [token] : []));
  const expression = strings.at(-1);
  if (!expression) throw new Error(`no call: ${text}`);
  const after = words.slice(tokens.indexOf(expression) + 1);
  const valueOf = (name: string): number | null =>
    after.includes(name) ? Number(after[after.indexOf(name) + 2]) : null;
  return {
    columns: strings.slice(0, -1).map(({ value }) => value),
    expression: expression.value,
    runMin: valueOf("run_min") ?? 0,
    runMax: valueOf("run_max") ?? Infinity,
    runs: after.includes("runs") ? readRuns(after.slice(after.indexOf("runs") + 3)) : [],
    isDescending: after.includes("sort_desc"),
  };
}

function readRuns(words: readonly string[]): number[] {
  const list = words.slice(0, words.indexOf("]")).join("");
  return Array.from(list.matchAll(/\*range\((\d+),(\d+)\)|(\d+)/g)).flatMap(([, first, end, only]) =>
    only === undefined
      ? Array.from({ length: Number(end) - Number(first) }, (_, at) => Number(first) + at)
      : [Number(only)],
  );
}

/** What the call selects: conditions that a run lacks are None, and runs that cannot be compared are dropped. */
function selectedBy(call: Call): number[] {
  const fitting = plainAnswer(samplePath, call.expression || "True").filter((run) =>
    call.runs.length > 0 ? call.runs.includes(run) : call.runMin <= run && run <= call.runMax,
  );
  return call.isDescending ? fitting.reverse() : fitting;
}

describe("as Python", () => {
  test("is what the client is called by", () => {
    const search = {
      ...all,
      expression: "event_count > 5",
      runMin: 10,
      columns: ["event_count", "run_type"],
    };
    expect(asPython("sqlite:////data/r.sqlite", search, known, null)).toEqual({
      text: `from rcdb import RCDBProvider

db = RCDBProvider('sqlite:////data/r.sqlite')
# Each row begins with the run number.
rows = db.select_values(['event_count', 'run_type'], 'event_count > 5', run_min=10)
for row in rows:
    print(row)
`,
      remarks: [],
    });
  });

  /** The database of the sample, and the search in it. */
  async function inSample(asked: Partial<AskedSearch>) {
    const database = await openForTest(samplePath);
    const aliases = await listAliases(database);
    const search: AskedSearch = { ...all, ...asked };
    const { result } = await searchRuns(database, search);
    const { runs } = result.rows(0, result.count);
    return { search, runs, known: { conditions: await listConditionTypes(database), aliases } };
  }

  test.each<[number | null, Partial<AskedSearch>]>([
    // 838 of the 3000 runs are blocked, 132 have no collimator.
    [2162, { expression: "collimator_diameter != 'Blocking'" }],
    [null, { expression: "collimator_diameter != 'Blocking'", runMin: 40000, runMax: 60000 }],
    [null, { expression: "not run_config.startswith('FCAL') or event_count > 5e6" }],
    [null, { expression: "@is_production_long or run_config[:4] == 'FCAL'", columns: ["event_count"] }],
    [null, { expression: "beam_current is None and started > '2016-02-17'" }],
    [null, { expression: "event_count / radiator_id > 1e6 and round(beam_current) > 100" }],
    [null, { expression: "run_start_time > '2016'", order: { column: "run", descending: true } }],
    [null, { expression: "u'FCAL' in run_config and \\\n beam_current > 1_0", runMax: 60000 }],
    [
      null,
      {
        expression: "event_count > 1000",
        runMin: 10001,
        runMax: 60000,
        ranges: [
          { runMin: 10001, runMax: 10010 },
          { runMin: 40000, runMax: 60000 },
        ],
      },
    ],
  ])("selects the runs of the window: %s by %j", async (count, asked) => {
    const { search, runs, known } = await inSample(asked);
    const { text } = asPython("x", search, known, runs);
    expect(selectedBy(readCall(text))).toEqual(runs);
    expect(runs.length).toBeGreaterThan(0);
    if (count !== null) expect(runs).toHaveLength(count);
  });

  test("texts are read back as they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (value) => {
        fc.pre(!value.includes("__"));
        const search = { ...all, expression: `run_type == ${quoteText(value)}` };
        const { expression } = readCall(asPython("x", search, known, null).text);
        expect(expression).toBe(search.expression);
      }),
    );
  });

  test("aliases of the database are written out, those of the client are not", () => {
    const { text } = asPython("x", { ...all, expression: "@mine and @more" }, known, null);
    expect(readCall(text).expression).toBe("(event_count > 5 or beam_current > 1) and beam_current > 1");
  });

  test.each<[Partial<AskedSearch>, RegExp]>([
    [{ expression: "event_count is None" }, /otherwise: None\. The runs of this result are listed/],
    [{ expression: "run_type.contains('a') and run > 5" }, /: \.contains\(\), run\./],
    [{ expression: "abs(event_count) > 5" }, /: abs\(\)\./],
    [{ expression: "5 / event_count > 5" }, /: \/ by what may be 0\./],
    [{ expression: "run_type == 'a__b'" }, /: __\./],
    [{ columns: ["started", "event_count"] }, /started is not a condition/],
    [{ order: { column: "event_count", descending: false } }, /not sorted by event_count/],
    [
      {
        runMin: 1,
        ranges: [
          { runMin: 1, runMax: 3 },
          { runMin: 9, runMax: null },
        ],
      },
      /only the first and the last run/,
    ],
  ])("%j is remarked on", (search, remark) => {
    const { remarks } = asPython("x", { ...all, ...search }, known, [5]);
    expect(remarks).toEqual([expect.stringMatching(remark)]);
  });

  test("without the runs nothing is written that would select others", () => {
    const search = { ...all, expression: "event_count is None" };
    expect(asPython("x", search, known, null)).toEqual({
      text: "",
      remarks: [expect.stringContaining("Narrow")],
    });
    expect(asPython("x", search, known, [])).toEqual({
      text: "",
      remarks: [expect.stringContaining("No run is selected")],
    });
  });
});
