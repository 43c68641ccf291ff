/** Numbers that are none or infinite, and JSON nested deeper than a stack: what others stored is shown as it is. */
import { describe, expect, test } from "vitest";
import { parseJson } from "../../../renderer/json/json.ts";
import { backends } from "../../support/backends.ts";
import { writeDatabase } from "../../support/database.ts";
import { rcdbHere } from "../cli/command.ts";

const infinite = ["9e999", "-9e999", "'NaN'", "1.5"];

function infiniteDatabase(): string {
  return writeDatabase({
    types: { field: "float" },
    runs: Object.fromEntries(infinite.map((_, at) => [at + 1, { conditions: { field: 0 } }])),
    statements: infinite.map(
      (value, at) => `UPDATE conditions SET float_value = ${value} WHERE run_number = ${at + 1}`,
    ),
  });
}

const delimited = (mark: string): string =>
  `run${mark}field\n1${mark}Infinity\n2${mark}-Infinity\n3${mark}NaN\n4${mark}1.5\n`;
const objects = [
  '{"run":1,"field":"Infinity"}',
  '{"run":2,"field":"-Infinity"}',
  '{"run":3,"field":"NaN"}',
  '{"run":4,"field":1.5}',
];

// JSON has no such numbers: there they are texts.
test.each<[command: string[], shown: string]>([
  [["select", "", "field", "--format", "csv"], delimited(",")],
  [["select", "", "field", "--format", "tsv"], delimited("\t")],
  [["select", "", "field", "--format", "json"], `[\n${objects.join(",\n")}\n]\n`],
  [["select", "", "field", "--format", "ndjson"], `${objects.join("\n")}\n`],
  [["compare", "1", "2", "3", "4", "--json"], '"values":["Infinity","-Infinity","NaN",1.5],"different":true'],
  [["compare", "1", "2", "3", "4"], "Infinity  -Infinity  NaN  1.5"],
  [["run", "1", "field"], "Infinity\n"],
  [["run", "2", "--json"], '"value":"-Infinity"'],
  [["run", "3", "--json"], '"value":"NaN"'],
  [["select", "field > 1e308", "--format", "csv"], "run\n1\n"],
  [["select", "field < -1e308", "--format", "csv"], "run\n2\n"],
  [["select", "field - field == 0", "--format", "csv"], "run\n4\n"],
])("%j of infinities and NaN", async (command, shown) => {
  const { code, output, errors } = await rcdbHere(...command, "--connection", infiniteDatabase());
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  expect(output).toContain(shown);
});

describe.each(backends)("JSON nested 10,000 deep on $name", (backend) => {
  const depth = 10_000;
  const nested = (inner: string, blank = ""): string =>
    `${`{"a":${blank}[`.repeat(depth / 2)}${inner}${"]}".repeat(depth / 2)}`;
  const create = (): Promise<string> =>
    backend.create({
      types: { stats: "json" },
      runs: {
        1: { conditions: { stats: [nested("0"), nested("1")] } },
        2: { conditions: { stats: nested("1.0", " ") } },
        3: { conditions: { stats: nested("2") } },
      },
    });

  test.each<[command: string[], shown: RegExp]>([
    [["compare", "1", "2", "--all", "--json"], /"name":"stats".*"different":false/],
    [["compare", "1", "3", "--json"], /"name":"stats".*"different":true/],
    [["compare", "1", "2", "3"], /stats/],
    [["run", "1"], /stats/],
    [["run", "1", "--json"], /"name":"stats"/],
    [["history", "1"], /stats|was replaced/],
    [["select", "'[2]' in stats", "stats", "--format", "csv"], /^run,stats\n3,/],
    [["select", "stats[0] == '{' and len(stats) > 10000", "--format", "json"], /"run":1.*\n.*"run":2/],
    [["db", "check"], /\w/],
  ])("%j", async (command, shown) => {
    const { output, errors } = await rcdbHere(...command, "--connection", await create());
    expect(output + errors).toMatch(shown);
    expect(errors).not.toMatch(/defect|stack/i);
  });

  test("a value of the same meaning is no change", async () => {
    const at = ["--connection", await create()];
    const same = await rcdbHere("add", "condition", "3", "stats", nested("2.0", " "), ...at);
    expect(same.output + same.errors).not.toMatch(/defect|stack/i);
    const other = await rcdbHere("add", "condition", "3", "stats", nested("5"), "--replace", ...at);
    expect(other).toMatchObject({ code: 0 });
  });

  test("in the window it is text, not a tree", () => {
    expect(parseJson(nested("1"))).toEqual({ ok: false, reason: "nested too deeply for a tree" });
  });
});
