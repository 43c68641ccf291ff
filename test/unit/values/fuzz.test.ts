/**
 * Random values of all storage classes in every column of a small database: no command that reads it may answer with a
 * defect, or leave rows out. A failure names its seed.
 */
import { join } from "node:path";
import { expect, test } from "vitest";
import { createOnMariadb } from "../../support/backends.ts";
import {
  oddServerStatements,
  oddTypes,
  remakeTables,
  unsoundValues,
  valueInEveryColumn,
  writeOddDatabase,
} from "../../support/oddValues.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { roundLimit, rounds, seed } from "../../torture/effort.ts";
import { rcdbHere } from "../cli/command.ts";

const columns = [...Object.keys(oddTypes), "started", "finished", "length"];

const expressions = [
  "an_int > 3",
  "an_int != 3 or a_float > 1",
  "a_float * 2 > an_int // 3",
  "a_bool",
  "not a_bool and a_string != 'x'",
  "'a' in a_string",
  "a_string.upper() == 'A' or an_int == 1",
  "a_string.matches('^a')",
  "a_time > '2016-01-01' or a_bool",
  "'x' in a_json",
  "a_blob != 'x'",
  "started > '2016-01-01'",
  "finished is None or run > 2",
];

const commands: readonly (readonly string[])[] = [
  ["info"],
  ["ls"],
  ["ls", "--long"],
  ...["1", "2", "3", "8"].flatMap((run) => [
    ["run", run],
    ["run", run, "--json"],
    ["history", run],
  ]),
  ["compare", "1", "2", "3"],
  ["compare", "1", "8", "--all", "--json"],
  ["log"],
  ["log", "--since", "2016-01-01"],
  ["log", "--until", "2030-01-01", "--json"],
  ["log", "--text", "a"],
  ["file", "versions"],
  ["file", "search", "a"],
  ["file", "search", "A", "--case-sensitive"],
  ...["1", "2", "3"].map((id) => ["file", "cat", `id:${id}`]),
  ["file", "runs", "id:1"],
  ["file", "diff", "id:1", "id:2"],
  ["rp"],
  ["alias"],
  ["db"],
  ["db", "check"],
  ["db", "optimize", "--dry-run"],
  ["repair", "duplicates"],
  ...expressions.map((expression) => ["select", expression, ...columns]),
  ...["csv", "tsv", "json", "ndjson", "table"].map((format) => [
    "select",
    "",
    ...columns,
    "--format",
    format,
  ]),
];

/** In `npm test` two of them; each puts other odd values into each column. */
const seeds = Array.from({ length: rounds(40, 0.05) }, (_, at) => seed + at);
test.each(seeds)("commands on odd values, seed %i", { timeout: roundLimit }, async (each) => {
  const path = join(temporaryFolder(), "odd.sqlite");
  writeOddDatabase(path, each);
  await useAll(path);
});

const few: readonly (readonly string[])[] = [
  ["info"],
  ["ls"],
  ["run", "1"],
  ["log"],
  ["file", "versions"],
  ["rp"],
  ["alias"],
  ["db", "check"],
  ["select", "an_int > 0 or a_bool", ...columns],
];

test.each(unsoundValues)("commands on tables without keys, %s in every column", async (value) => {
  const path = join(temporaryFolder(), "remade.sqlite");
  writeOddDatabase(path, 1, []);
  // A version of that size is another program's.
  const changes = valueInEveryColumn(value).filter(
    (change) => !(value.length > 10 && change.includes("schema_versions")),
  );
  remakeTables(path, changes);
  for (const command of few) await use(path, command);
});

/** Runs a command, which must not answer with a defect. */
async function use(path: string, command: readonly string[]): Promise<void> {
  const { code, output, errors } = await rcdbHere(...command, "--connection", path);
  const isFound = command[0] !== "file" && command[1] !== "check";
  expect({ command, code, errors }).toMatchObject(isFound ? { code: 0 } : {});
  expect(output + errors, command.join(" ")).not.toMatch(/defect|TypeError|undefined|NaN|\[object/);
}

test.each(seeds)("commands on a server's odd values, seed %i", { timeout: roundLimit }, async (each) => {
  await useAll(await createOnMariadb([], oddServerStatements(each)));
});

async function useAll(path: string): Promise<void> {
  for (const command of commands) await use(path, command);
  const folder = temporaryFolder();
  for (const format of ["csv", "tsv", "json", "ndjson", "parquet"]) {
    const command = ["export", "", ...columns, "--format", format, "--out", join(folder, `all.${format}`)];
    const { code, errors } = await rcdbHere(...command, "--connection", path);
    expect({ format, code, errors }).toMatchObject({ format, code: 0 });
    // Parquet has types: what is none is empty there, and said.
    if (format !== "parquet") expect(errors).toBe("");
  }
}
