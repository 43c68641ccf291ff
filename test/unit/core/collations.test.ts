/** Texts are compared by the language's rules, whatever collation the database gave its columns. */
import { describe, expect, test } from "vitest";
import { checkDatabase } from "../../../core/maintenance/checkDatabase.ts";
import { optimizeDatabase } from "../../../core/maintenance/optimize.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { createService, createWriteService } from "../../../core/service/service.ts";
import { addFile } from "../../../core/writing/configurationFiles.ts";
import { createConditionType } from "../../../core/writing/conditionTypes.ts";
import { inTransaction } from "../../../core/writing/writing.ts";
import { createOnMariadb } from "../../support/backends.ts";
import { openForTest, openWritableForTest, tablesOf, writeDatabase } from "../../support/database.ts";
import { collate, readAll } from "../../support/shapes.ts";
import { recording } from "../maintenance/support.ts";

const content = {
  types: { target: "string", Target: "string", count: "int", start: "time" },
  runs: {
    1: { conditions: { target: "lH2", Target: "x", count: 1 } },
    2: { conditions: { target: "LH2", count: 2, start: "2020-01-01 00:00:00" } },
    3: { conditions: { target: "LH2 ", Target: "LH2" } },
    4: { conditions: { target: "é", Target: "E" } },
    5: { conditions: { target: "", Target: "É" } },
    6: { conditions: { Target: "lh2" } },
  },
  statements: [
    "INSERT INTO files (path, sha256, content, importance) VALUES ('/A', 'x', 'a', 0), ('/a', 'y', 'b', 0), ('/a ', 'z', 'c', 0)",
    "INSERT INTO files_have_runs VALUES (1, 1), (2, 1), (3, 1)",
    "INSERT INTO run_periods (name, run_min, run_max) VALUES ('b', 1, 3), ('B', 1, 4)",
    "INSERT INTO aliases (name, code) VALUES ('mine', 'count > 1'), ('Mine', 'count < 2')",
    "INSERT INTO logs (description, user_name) VALUES ('one', 'Ann'), ('two', 'ann')",
  ],
} as const;

/** An expression and the runs that it selects by Python's rules. */
const answers: readonly (readonly [expression: string, runs: readonly number[]])[] = [
  ["target == 'LH2'", [2]],
  ["'LH2' == target", [2]],
  ["target != 'lH2'", [2, 3, 4, 5, 6]],
  ["target < 'a'", [2, 3, 5]],
  ["'a' <= target < 'z'", [1]],
  ["target >= 'M'", [1, 4]],
  ["target in ['LH2', 'E']", [2]],
  ["target not in ['LH2', 'e']", [1, 3, 4, 5, 6]],
  ["target.upper() == 'LH2'", [1, 2]],
  ["target.lower() in ['lh2 ']", [3]],
  ["target.startswith('L')", [2, 3]],
  ["target.endswith('H2')", [1, 2]],
  ["'lh' in Target", [6]],
  ["target[:1] == 'l'", [1]],
  ["target == Target", []],
  ["target == '' and Target == 'É'", [5]],
  ["(target or Target) == 'lh2'", [6]],
  ["Target == 'lh2' or Target == 'e'", [6]],
  ["@mine", [2]],
  ["@Mine", [1]],
  ["start > '2019-12-31'", [2]],
];

const order = { column: "run", descending: false };
const all = { columns: [], order, runMin: null, runMax: null, ranges: [] };

interface Collated {
  readonly name: string;
  readonly create: () => Promise<string>;
  /** Whether SQLite does not know it. */
  readonly unknown?: boolean;
}

const texts = /\b(TEXT|VARCHAR\(\d+\))/g;
const everything =
  /\b(TEXT|VARCHAR\(\d+\)|DATETIME|DATE|FLOAT|BOOLEAN|INTEGER)\b(?! NOT NULL, \n\t(?:started|path|name|version))(?!\))/g;
const onFile =
  (collation: string, columns: RegExp, statements: readonly string[] = []) =>
  () => {
    const path = writeDatabase({ ...content, statements: [...content.statements, ...statements] });
    collate(path, columns, collation);
    return Promise.resolve(path);
  };
const indexes = [
  "CREATE INDEX by_run ON conditions (run_number)",
  "CREATE INDEX by_type ON conditions (condition_type_id)",
  "CREATE INDEX by_path ON files (path)",
];
const onServer = (collation: string) => () =>
  createOnMariadb(tablesOf(content), content.statements, { collation });

const collated: readonly Collated[] = [
  { name: "NOCASE", create: onFile("NOCASE", texts) },
  { name: "NOCASE with indexes", create: onFile("NOCASE", texts, indexes) },
  { name: "RTRIM", create: onFile("RTRIM", texts) },
  { name: "NOCASE of all columns", create: onFile("NOCASE", everything, indexes) },
  { name: "one that SQLite does not know", create: onFile("utf8mb4_general_ci", texts), unknown: true },
  {
    name: "one that SQLite does not know, of all columns",
    create: onFile("utf8mb4_general_ci", everything, indexes),
    unknown: true,
  },
  { name: "utf8mb4_general_ci", create: onServer("utf8mb4_general_ci") },
  { name: "utf8mb4_unicode_ci", create: onServer("utf8mb4_unicode_ci") },
  { name: "latin1_swedish_ci", create: onServer("latin1_swedish_ci") },
];

describe.each(collated)("$name", ({ create }) => {
  test("expressions select the runs that they say", async () => {
    const database = await openForTest(await create());
    const found = [];
    for (const [expression] of answers) {
      const { result } = await searchRuns(database, { ...all, expression });
      found.push([expression, [...result.rows(0, 10).runs]]);
    }
    expect(found).toEqual(answers);
  });

  test("names, paths and users that differ by their case are told apart", async () => {
    const database = await openForTest(await create());
    const context = recording();
    const service = createService(database, "test");
    expect((await service.listFileVersions({ path: "/a" }, context)).map(({ id }) => id)).toEqual([2]);
    expect((await service.readFileUse({ path: "/A" }, context)).segments[0]?.file).toBe(1);
    expect((await service.listFilePaths({ search: "" }, context)).map(({ path }) => path)).toEqual([
      "/A",
      "/a",
      "/a ",
    ]);
    const log = { run: null, text: null, user: "ann", since: null, until: null, before: null, limit: 9 };
    expect((await service.readLog(log, context)).records.map(({ description }) => description)).toEqual([
      "two",
    ]);
    expect((await service.listRunPeriods({}, context)).map(({ name }) => name)).toEqual(["B", "b"]);
    const { values, missing } = await service.describeCondition({ name: "target" }, context);
    expect(values.map(({ value }) => value).toSorted()).toEqual(["", "LH2", "LH2 ", "lH2", "é"]);
    expect(missing).toBe(1);
  });

  test("everything can be read, and a check tells of it", async () => {
    const connection = await create();
    const read = await readAll(await openForTest(connection), {
      run: 1,
      condition: "target",
      expression: "count > 0",
    });
    expect(read.rows.runs).toEqual([1, 2]);
    const told = read.findings.find(({ kind }) => kind === "other-collations");
    expect(told?.severity).toBe(connection.startsWith("mysql") ? undefined : "note");
  });

  test("with our own index the answers are the same", async () => {
    const connection = await create();
    const writable = await openWritableForTest(connection);
    await optimizeDatabase(writable, { undo: false }, recording());
    const database = await openForTest(connection);
    for (const [expression, runs] of answers) {
      const { result } = await searchRuns(database, { ...all, expression });
      expect([expression, [...result.rows(0, 10).runs]]).toEqual([expression, runs]);
    }
  });
});

test.each(collated.filter(({ unknown }) => !unknown))(
  "what is written with $name is told apart, too",
  async ({ create }) => {
    const database = await openWritableForTest(await create());
    await inTransaction(database, "me", async (writing) => {
      const stored = await createConditionType(writing, { name: "TARGET", type: "int", description: null });
      expect(stored.created).toBe(true);
      const given = {
        run: 2,
        content: "a",
        importance: "high",
        description: null,
        overwrite: false,
      } as const;
      const first = await addFile(writing, { ...given, path: "/new" });
      const other = await addFile(writing, { ...given, path: "/NEW" });
      expect([first.outcome, other.outcome]).toEqual(["added", "added"]);
    });
  },
);

test("a check of a file with an index in an order that SQLite does not know looks at all that it can", async () => {
  const path = writeDatabase({ ...content, statements: [...content.statements, ...indexes] });
  collate(path, texts, "utf8mb4_general_ci");
  const findings = await checkDatabase(await openForTest(path), recording());
  expect(findings.map(({ kind }) => kind)).toContain("other-collations");
  expect(findings.map(({ kind }) => kind)).not.toContain("damaged-file");
});

test("what cannot be written for an order that SQLite does not know is said, and nothing is changed", async () => {
  const path = writeDatabase({ ...content, statements: [...content.statements, ...indexes] });
  collate(path, texts, "utf8mb4_general_ci");
  const service = createWriteService(await openWritableForTest(path), "me");
  const file = {
    run: 2,
    path: "/n",
    content: "a",
    importance: "high",
    description: null,
    overwrite: false,
  } as const;
  const refused = service.addFile(file, recording());
  await expect(refused).rejects.toThrow(/an order \(a collation\) that only the program has/);
});
