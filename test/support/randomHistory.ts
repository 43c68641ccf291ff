/** Random changes of a database, as the Python client and this program make them, for copies to follow. */
import SqliteFile from "better-sqlite3";
import { openWritableDatabase } from "../../core/db/open.ts";
import { createWriteService } from "../../core/service/service.ts";
import { execute } from "./mariadb.ts";
import type { TestDatabase } from "./database.ts";

const historyTypes = {
  count: "int",
  current: "float",
  kind: "string",
  good: "bool",
  at: "time",
  more: "json",
} as const;

/** Enough runs that conditions fill several blocks of a copy. */
export function historyContent(runs: number): TestDatabase {
  return {
    types: historyTypes,
    runs: Object.fromEntries(
      Array.from({ length: runs }, (_, at) => [
        at + 1,
        {
          started: "2016-02-17 13:26:01",
          conditions: { count: at, current: at / 3, kind: `kind ${at % 9}`, good: at % 2 === 0 },
        },
      ]),
    ),
    statements: [
      "INSERT INTO files (id, path, sha256, content, importance) VALUES (1, '/a', 'h', 'text', 0), (2, '/b', 'i', 'other', 0)",
      "INSERT INTO files_have_runs (files_id, run_number) VALUES (1, 1), (1, 1), (2, 2)",
      "INSERT INTO run_periods (id, name, run_min, run_max) VALUES (1, 'first', 1, 120)",
    ],
  };
}

/** Texts and numbers that are easily taken for others. */
const texts = ["''", "NULL", "'a'", "'A'", "'a '", "'é'", "'1'", "'1.0'", "'x\u{1F600}'"];
const floats = ["0", "-1", "0.1", "0.10000000000000001", "99.999", "1e30", "1"];

/** One change, as SQL of the Python client's kind: rows are overwritten in place, nothing is told of it. */
function statementsOf(random: () => number, runs: number): string[] {
  const below = (count: number): number => Math.floor(random() * count);
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const run = 1 + below(runs);
  const type = 1 + below(6);
  const id = 1 + below(runs * 4);
  const kinds: (() => string[])[] = [
    () => [`UPDATE conditions SET text_value = ${one(texts)} WHERE id = ${id}`],
    () => [`UPDATE conditions SET float_value = ${one(floats)} WHERE id = ${id}`],
    () => [`UPDATE conditions SET int_value = int_value + 1 WHERE id IN (${id}, ${id + 1})`],
    () => [`UPDATE conditions SET bool_value = 1 - bool_value WHERE run_number = ${run}`],
    () => [`UPDATE conditions SET created = '2020-01-0${1 + below(9)} 00:00:00' WHERE id = ${id}`],
    // Two rows change places.
    () => [
      `UPDATE conditions SET int_value = ${id + 1} WHERE id = ${id}`,
      `UPDATE conditions SET int_value = ${id} WHERE id = ${id + 1}`,
    ],
    () => [
      `INSERT INTO conditions (run_number, condition_type_id, int_value, float_value, bool_value, text_value) VALUES (${run}, ${type}, ${below(9)}, ${one(floats)}, 0, ${one(texts)})`,
    ],
    () => [`DELETE FROM conditions WHERE id BETWEEN ${id} AND ${id + below(40)}`],
    () => [`DELETE FROM conditions WHERE run_number = ${run}`],
    () => [`UPDATE runs SET finished = '2020-01-01 00:00:0${below(9)}' WHERE number = ${run}`],
    () => [`UPDATE runs SET started = NULL WHERE number = ${run}`],
    () => [
      `INSERT INTO files (path, sha256, content, importance) VALUES ('/${below(3)}', 'h', ${one(["''", "'a'", "'A'"])}, 0)`,
    ],
    () => [`UPDATE files SET content = ${one(["''", "'b'"])} WHERE id = ${1 + below(3)}`],
    () => [`INSERT INTO files_have_runs (files_id, run_number) VALUES (${1 + below(2)}, ${run})`],
    () => [`DELETE FROM files_have_runs WHERE run_number = ${run}`],
    () => [`INSERT INTO files_have_runs (files_id, run_number) VALUES (1, NULL)`],
    () => [
      `INSERT INTO logs (table_ids, description, related_run) VALUES ('conditions_${id}', ${one(texts)}, ${run})`,
    ],
    () => ["DELETE FROM logs WHERE id % 2 = 0"],
    () => [`UPDATE run_periods SET run_max = ${100 + below(100)}`],
    () => [`UPDATE condition_types SET description = ${one(texts)} WHERE id = ${type}`],
  ];
  return one(kinds)();
}

/** What this program writes. */
async function writeOurs(source: string, random: () => number, runs: number): Promise<void> {
  const database = await openWritableDatabase(source);
  try {
    const service = createWriteService(database, "tester");
    const context = { signal: new AbortController().signal, report: () => undefined };
    const number = runs + 1 + Math.floor(random() * 1000);
    await service.createRun({ number }, context);
    const values = [
      { name: "count", value: Math.floor(random() * 1000) },
      { name: "kind", value: "ours" },
    ];
    await service.addConditions({ run: number, values, replace: true }, context);
    const path = `/ours/${Math.floor(random() * 3)}`;
    const importance = "high" as const;
    await service.addFile(
      {
        run: number,
        path,
        content: `c${Math.floor(random() * 5)}`,
        overwrite: true,
        importance,
        description: null,
      },
      context,
    );
  } finally {
    await database.close();
  }
}

/** Makes some random changes, by this program and by others. */
export async function changeAtRandom(source: string, random: () => number, runs: number): Promise<void> {
  for (let change = changeCount(random); change > 0; change--) {
    if (random() < 0.2) await writeOurs(source, random, runs);
    else await run(source, statementsOf(random, runs));
  }
}

/** Makes some random changes of a copy, as only other programs make them. */
export async function changeCopyAtRandom(copy: string, random: () => number, runs: number): Promise<void> {
  for (let change = changeCount(random); change > 0; change--) await run(copy, statementsOf(random, runs));
}

function changeCount(random: () => number): number {
  return 1 + Math.floor(random() * 6);
}

/** Runs statements that know nothing of foreign keys, as other programs leave them. */
export async function run(source: string, statements: readonly string[]): Promise<void> {
  if (source.startsWith("mysql://")) {
    const { port, pathname } = new URL(source);
    const place = { port: Number(port), database: pathname.slice(1) };
    return execute(place, ["SET SESSION foreign_key_checks = 0", ...statements]);
  }
  const file = new SqliteFile(source);
  file.pragma("foreign_keys = OFF");
  for (const statement of statements) file.exec(statement);
  file.close();
}
