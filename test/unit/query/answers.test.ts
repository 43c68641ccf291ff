import { readFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { analyze } from "../../../core/query/analyze.ts";
import { builtInAliases } from "../../../core/query/builtInAliases.ts";
import type { ConditionName } from "../../../core/query/tree.ts";
import type { ValueType } from "../../../core/query/types.ts";
import { evaluate, type Value } from "../../support/evaluate.ts";
import { problemsOf } from "./sketch.ts";

interface Answers {
  readonly runs: number[];
  readonly cases: { readonly query: string; readonly ok: boolean; readonly runs?: number[] }[];
}

const fixtures = path.join(import.meta.dirname, "../../fixtures/expressions");
const answers = JSON.parse(readFileSync(path.join(fixtures, "answers.json"), "utf8")) as Answers;

/** Refused by the Python client, and legal here: beyond its language, or failing for single runs only. */
const legalHere = new Set([
  "run_config.startswith('FCAL')",
  "True",
  "event_count == None",
  "radiator_id / status > 1",
  "event_count > 5 and run_type[0] == 'h'",
]);
/** Never equal by the Python client, and refused here by their types. */
const refusedHere = new Set(["event_count == 'abc'", "run_type == 5"]);

let conditions: ConditionName[];
const valuesOfRuns = new Map<number, Map<string, Value>>();
const database = new Database(path.join(fixtures, "conditions.sqlite"), { readonly: true });

beforeAll(() => {
  conditions = database
    .prepare<[], ConditionName>("SELECT name, value_type AS type, description FROM condition_types")
    .all();
  const rows = database
    .prepare<[], Row>(
      `SELECT run_number, name, value_type, text_value, int_value, float_value, bool_value
       FROM conditions JOIN condition_types ON condition_types.id = condition_type_id
       ORDER BY conditions.id`,
    )
    .safeIntegers()
    .all();
  for (const number of answers.runs) valuesOfRuns.set(number, new Map());
  for (const row of rows) valuesOfRuns.get(Number(row.run_number))?.set(row.name, valueOfRow(row));
});
afterAll(() => {
  database.close();
});

interface Row {
  run_number: bigint;
  name: string;
  value_type: ValueType;
  text_value: string | null;
  int_value: bigint;
  float_value: number;
  bool_value: bigint;
}

function valueOfRow(row: Row): Value {
  switch (row.value_type) {
    case "int":
      return row.int_value;
    case "float":
      return row.float_value;
    case "bool":
      return row.bool_value === 1n;
    case "time":
      throw new Error("the database has no times");
    default:
      return row.text_value;
  }
}

function selected(query: string): number[] | null {
  const analyzed = analyze(query, { conditions, aliases: builtInAliases });
  if (!analyzed.ok) return null;
  const { tree } = analyzed.value;
  if (tree === null) return answers.runs;
  return answers.runs.filter((run) => {
    return evaluate(tree, (name) => valuesOfRuns.get(run)?.get(name) ?? null) === "selected";
  });
}

test("the answers are there", () => {
  expect(answers.cases).toHaveLength(615);
  expect(answers.runs).toHaveLength(120);
});

describe("the answers of the Python client", () => {
  const answered = answers.cases.filter(({ ok, query }) => ok && !refusedHere.has(query));
  test.each(answered.map(({ query, runs }) => [query, runs] as const))("%s", (query, runs) => {
    expect(selected(query)).toEqual(runs);
  });
});

describe("what the Python client refuses", () => {
  const refused = answers.cases.filter(({ ok, query }) => !ok && !legalHere.has(query));
  test.each(refused.map(({ query }) => query))("%s", (query) => {
    const analyzed = analyze(query, { conditions, aliases: builtInAliases });
    expect(problemsOf(query, analyzed)).not.toEqual([]);
  });
});

describe("where this language differs", () => {
  test.each([...refusedHere])("%s is refused by its types", (query) => {
    const analyzed = analyze(query, { conditions, aliases: builtInAliases });
    expect(problemsOf(query, analyzed)).toEqual([expect.stringMatching(/^types /)]);
  });

  test("True selects every run", () => {
    expect(selected("True")).toEqual(answers.runs);
  });

  test("event_count == None selects the runs without it", () => {
    const without = answers.runs.filter((run) => !valuesOfRuns.get(run)?.has("event_count"));
    expect(without.length).toBeGreaterThan(0);
    expect(selected("event_count == None")).toEqual(without);
  });

  test("startswith drops the runs that have no such value", () => {
    const starting = answers.runs.filter((run) => {
      const value = valuesOfRuns.get(run)?.get("run_config");
      return typeof value === "string" && value.startsWith("FCAL");
    });
    expect(starting.length).toBeGreaterThan(0);
    expect(selected("run_config.startswith('FCAL')")).toEqual(starting);
  });

  test("a division by zero drops the run", () => {
    const greater = answers.runs.filter((run) => {
      const [radiator, status] = ["radiator_id", "status"].map((name) => valuesOfRuns.get(run)?.get(name));
      return (
        typeof radiator === "bigint" &&
        typeof status === "bigint" &&
        Number(radiator) / Number(status) > 1 &&
        status !== 0n
      );
    });
    expect(greater.length).toBeGreaterThan(0);
    expect(selected("radiator_id / status > 1")).toEqual(greater);
  });

  test("these are all the exceptions", () => {
    const known = new Set(answers.cases.map(({ query }) => query));
    expect([...legalHere, ...refusedHere].filter((query) => !known.has(query))).toEqual([]);
  });
});
