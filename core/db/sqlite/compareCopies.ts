/** How rows of a source differ from those of a copy: both lie in files. */
import type SqliteFile from "better-sqlite3";
import type { CopiedTable, RowDifferences } from "../copying.ts";
import { differing, exactValues, rangeOf } from "./copyBlocks.ts";

const mostExamples = 5;

/** Compares the rows of blocks in a scratch file, which has those of the source, with those of the copy at the path. */
export function compareWithCopy(
  scratch: SqliteFile.Database,
  table: CopiedTable,
  blocks: readonly number[],
  path: string,
): RowDifferences {
  scratch.prepare("ATTACH ? AS copy").run(path);
  try {
    const compare = hasUniqueKey(table) ? compareByKey : compareAsGroups;
    return sum(blocks.map((block) => compare(scratch, table, block)));
  } finally {
    scratch.exec("DETACH copy");
  }
}

/** Whether rows have a key that no other has: a row's own number is another one on each side. */
export function hasUniqueKey({ key, columns, statement }: CopiedTable): boolean {
  return key !== null && columns.includes(key.column) && statement.includes(`PRIMARY KEY (${key.column})`);
}

function compareByKey(scratch: SqliteFile.Database, table: CopiedTable, block: number): RowDifferences {
  const column = table.key?.column ?? "rowid";
  const theirs = `main.${table.name} AS s`;
  const ours = `copy.${table.name} AS t`;
  const keysWhere = (from: string, wanted: string): unknown[] =>
    scratch
      .prepare(`SELECT ${from === theirs ? "s" : "t"}.${column} FROM ${from} WHERE ${wanted} ORDER BY 1`)
      .pluck()
      .safeIntegers()
      .all();
  const missing = keysWhere(
    theirs,
    `${rangeOf(table, block, "s.")} AND s.${column} NOT IN (SELECT t.${column} FROM ${ours})`,
  );
  const surplus = keysWhere(
    ours,
    `${rangeOf(table, block, "t.")} AND t.${column} NOT IN (SELECT s.${column} FROM ${theirs})`,
  );
  const differs = table.columns.map((name) => differing(`s.${name}`, `t.${name}`)).join(" OR ");
  const changed = scratch
    .prepare(
      `SELECT s.${column} FROM ${theirs} JOIN ${ours} ON t.${column} = s.${column} WHERE ${rangeOf(table, block, "s.")} AND (${differs}) ORDER BY 1`,
    )
    .pluck()
    .safeIntegers()
    .all();
  const examples = [...missing, ...surplus, ...changed].slice(0, mostExamples);
  return {
    missing: missing.length,
    surplus: surplus.length,
    changed: changed.length,
    examples: examples.map((key) => `${column} ${String(key)}`),
  };
}

/** Rows without a key are the same where all their values are, each as often. */
function compareAsGroups(scratch: SqliteFile.Database, table: CopiedTable, block: number): RowDifferences {
  const groups = (schema: string): string => {
    const exact = exactValues(table.columns);
    const range = table.key?.column === "rowid" ? "1" : rangeOf(table, block);
    return `SELECT ${exact.map((value, at) => `${value} AS c${at}`).join(", ")}, count(*) AS n
      FROM ${schema}.${table.name} WHERE ${range} GROUP BY ${exact.map((_, at) => at + 1).join(", ")}`;
  };
  const more = (a: string, b: string): number => {
    const same = exactValues(table.columns)
      .map((_, at) => `a.c${at} IS b.c${at}`)
      .join(" AND ");
    return Number(
      scratch
        .prepare(
          `SELECT coalesce(sum(max(0, a.n - coalesce((SELECT b.n FROM (${groups(b)}) AS b WHERE ${same}), 0))), 0) FROM (${groups(a)}) AS a`,
        )
        .pluck()
        .get(),
    );
  };
  return { missing: more("main", "copy"), surplus: more("copy", "main"), changed: 0, examples: [] };
}

function sum(all: readonly RowDifferences[]): RowDifferences {
  const total = (what: "missing" | "surplus" | "changed"): number =>
    all.reduce((before, differences) => before + differences[what], 0);
  return {
    missing: total("missing"),
    surplus: total("surplus"),
    changed: total("changed"),
    examples: all.flatMap(({ examples }) => examples).slice(0, mostExamples),
  };
}
