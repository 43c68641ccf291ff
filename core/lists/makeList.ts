import { createHash } from "node:crypto";
import packageFile from "../../package.json" with { type: "json" };
import { usedAliases } from "../api/catalogue.ts";
import { RcdbError } from "../api/failure.ts";
import { formatRunBounds, mostRanges } from "../api/runRange.ts";
import { runListFormat, runListVersion, type RunList, type RunStretch } from "../api/runLists.ts";
import { listAliases } from "../catalogue/aliases.ts";
import type { Database } from "../db/database.ts";
import { withoutAliases } from "../query/aliases.ts";
import { format } from "../query/format.ts";
import { parse } from "../query/parser.ts";
import type { Expression } from "../query/tree.ts";
import { children } from "../query/walk.ts";
import type { HeldResult } from "../results/heldResult.ts";
import { compareTexts } from "../text/compareTexts.ts";
import { shownTime } from "../time/times.ts";
import { checksumOf } from "./checksum.ts";
import { countOf } from "./readList.ts";

/**
 * The document of a result that a query gave, or of those of these runs that it has; these are picked by hand, and no query is said
 * to select them. Throws `bad_input` where it has too many ranges.
 */
export async function makeRunList(
  database: Database,
  result: HeldResult,
  picked: readonly number[] | null,
): Promise<RunList> {
  const { origin } = result;
  const runs = stretchesOf(runsOf(result, picked));
  checkCount(runs);
  const query = picked === null && origin !== null ? origin : null;
  const tree = query?.tree ?? null;
  const bodies = tree === null ? new Map<string, Expression>() : bodiesIn(tree);
  const known = new Map(
    bodies.size === 0 ? [] : usedAliases(await listAliases(database)).map(({ name, code }) => [name, code]),
  );
  return {
    ...headOf(runs),
    expression: query?.selection.expression ?? null,
    written: query === null ? null : tree === null ? "" : format(withoutAliases(tree)),
    aliases: [...bodies]
      .toSorted(([a], [b]) => compareTexts(a, b))
      .map(([name, body]) => ({ name, code: codeOf(body, known.get(name)) })),
    within: query === null ? "" : formatRunBounds(query.selection),
    sums: sumsOf(result, picked),
    database: {
      source: database.connection.text,
      schema: database.schemaVersion,
      identity: await identityOf(database),
    },
    newest: origin?.newest ?? null,
    saved: origin?.asked ?? new Date().toISOString(),
    program: programName,
    remark: picked === null ? null : "picked by hand",
  };
}

/** The trees that the aliases of an expression stand for, those within aliases included. */
function bodiesIn(tree: Expression): Map<string, Expression> {
  const within = children(tree).flatMap((child) => [...bodiesIn(child)]);
  return new Map(tree.kind === "alias" && tree.body ? [[tree.name, tree.body], ...within] : within);
}

/** The text of an alias as it is stored, unless it was changed after the query was asked. */
function codeOf(body: Expression, stored: string | undefined): string {
  const asked = format(body);
  const parsed = stored === undefined ? null : parse(stored);
  const isSame = parsed?.ok && parsed.value !== null && format(parsed.value) === asked;
  return isSame && stored !== undefined ? stored : asked;
}

const programName = `RCDB Desktop ${packageFile.version}`;

/** The list of these runs that was made of other lists; `remark` says how. */
export function derivedList(runs: readonly RunStretch[], of: readonly RunList[], remark: string): RunList {
  checkCount(runs);
  const [database = null, ...others] = of.map((list) => list.database);
  const isOne = others.every((other) => other !== null && other.identity === database?.identity);
  return {
    ...headOf(runs),
    expression: null,
    written: null,
    aliases: [],
    within: "",
    sums: [],
    database: isOne ? database : null,
    newest: null,
    saved: new Date().toISOString(),
    program: programName,
    remark,
  };
}

type Head = Pick<RunList, "format" | "version" | "checksum" | "count" | "runs">;

function headOf(runs: readonly RunStretch[]): Head {
  return {
    format: runListFormat,
    version: runListVersion,
    checksum: checksumOf(runs),
    count: countOf(runs),
    runs: [...runs],
  };
}

function checkCount(runs: readonly RunStretch[]): void {
  if (runs.length <= mostRanges) return;
  throw new RcdbError(
    "bad_input",
    `The list has ${runs.length} separate ranges of runs, at most ${mostRanges} can be saved. Select fewer runs.`,
  );
}

function runsOf(result: HeldResult, picked: readonly number[] | null): readonly number[] {
  const all = picked ?? Array.from(result.runs.toArray(result.count));
  return picked === null ? all : all.filter((run) => result.runs.find(run) >= 0);
}

/** Runs, in any order, as stretches. */
export function stretchesOf(runs: readonly number[]): RunStretch[] {
  const stretches: RunStretch[] = [];
  for (const run of runs.toSorted((a, b) => a - b)) {
    const last = stretches.at(-1);
    if (last && run <= last[1] + 1) last[1] = run;
    else stretches.push([run, run]);
  }
  return stretches;
}

/** The sums of the columns with numbers; of those without any, and beyond all numbers, none. */
function sumsOf(result: HeldResult, picked: readonly number[] | null): RunList["sums"] {
  const rows = picked?.map((run) => result.runs.find(run)).filter((row) => row >= 0);
  return result.columns.flatMap(({ name, type }) => {
    const numbers = type === "int" || type === "float" ? result.numbersOf(name) : null;
    if (!numbers) return [];
    const values = rows?.map((row) => numbers[row] ?? NaN) ?? numbers;
    let sum = 0;
    let count = 0;
    for (const value of values) {
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    return count > 0 && Number.isFinite(sum) ? [{ name, sum }] : [];
  });
}

/** Condition types that a database's identity is made of: the oldest ones, which every copy of it has. */
const typesOfIdentity = 5;

/** A text that a database has in common with its copies alone. */
export async function identityOf({ read }: Database): Promise<string> {
  const types = await read
    .selectFrom("condition_types")
    .select(["id", "name", "created"])
    .orderBy("id")
    .limit(typesOfIdentity)
    .execute();
  const first = types.map(({ id, name, created }) => [id, name, created && shownTime(created)]);
  return createHash("sha256").update(JSON.stringify(first)).digest("hex").slice(0, 16);
}
