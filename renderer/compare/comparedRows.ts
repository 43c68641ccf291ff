/** A comparison as the rows of a table. The first run is the one that the others are compared with. */
import type { Comparison } from "../../core/api/runs.ts";
import type { Cell } from "../../core/api/values.ts";
import type { ValueType } from "../../core/query/types.ts";
import { formatCell, formatDuration } from "../lib/format.ts";
import { unitOf } from "../lib/units.ts";
import { parseJson, writeJson, type JsonValue } from "../json/json.ts";
import { writePath } from "../json/jsonTree.ts";
import { differenceOf, type Difference } from "./difference.ts";
import { isIdentifier, rankOf, ranks, type Rank } from "./rank.ts";
import { middleOf, shareApart, type Against } from "./reference.ts";
import { jsonDifferences } from "./jsonDifferences.ts";

type ComparedCondition = Comparison["conditions"][number];

/** Longer texts, and those of several lines, are shown in full on demand. */
const SHORT_TEXT = 60;
/** Beyond it nobody reads on. */
const MOST_PLACES = 200;

interface ComparedCell {
  /** In one line. */
  readonly text: string;
  readonly value: Cell;
  /** Whether it is as that it is compared with. */
  readonly same: boolean;
  /** How much it differs, 0 … 1: numbers by their share, others wholly. */
  readonly size: number;
  readonly difference: Difference | null;
}

export interface ComparedRow {
  readonly rank: Rank;
  /** What the runs are compared with where that is none of them. */
  readonly reference: string | null;
  readonly name: string;
  readonly type: ValueType;
  readonly description: string | null;
  /** Of its numbers; lengths have theirs in themselves. */
  readonly unit: string | null;
  readonly different: boolean;
  readonly isNumeric: boolean;
  /** What it shows more of on demand: the paths that differ, or the whole texts. */
  readonly unfolds: "paths" | "texts" | null;
  readonly cells: readonly ComparedCell[];
}

/** How runs are compared. */
export interface Comparing {
  /** Their numbers: each run's own files are named by them. */
  readonly runs: readonly number[];
  /** Numbers that differ by no greater share than this are alike. */
  readonly tolerance: number;
  readonly against: Against;
}

const plainly: Comparing = { runs: [], tolerance: 0, against: "first" };

/** Conditions as rows; `isLength` says which of them are seconds. */
export function comparedRows(
  conditions: readonly ComparedCondition[],
  isLength: (name: string) => boolean,
  { runs, tolerance, against }: Comparing = plainly,
): ComparedRow[] {
  return conditions.map((condition) => {
    const { name, type, description, values } = condition;
    const kind = { type, isLength: isLength(name), isIdentifier: isIdentifier(condition) };
    const rank = rankOf(condition, runs, kind.isLength);
    const reference = against === "median" ? middleOf(values, rank === "measured") : (values[0] ?? null);
    const isSameJson = type === "json" && condition.different ? sameJson(reference) : null;
    const isSame = (value: Cell): boolean => {
      if (isSameJson) return isSameJson(value);
      if (value === reference || typeof value !== "number" || typeof reference !== "number")
        return value === reference;
      return !kind.isIdentifier && shareApart(value, reference) <= tolerance;
    };
    const textOf = (value: Cell): string =>
      kind.isLength && typeof value === "number" ? formatDuration(value) : formatCell(value, type).text;
    const different = condition.different && !values.every(isSame);
    return {
      rank,
      reference: against === "median" ? textOf(reference) : null,
      name,
      type,
      description,
      unit: kind.isLength ? null : unitOf(description),
      different,
      isNumeric: type === "int" || type === "float",
      unfolds: unfoldsTo(condition),
      cells: values.map((value) => ({
        text: textOf(value),
        value,
        same: !different || isSame(value),
        size:
          typeof value === "number" && typeof reference === "number" && !kind.isIdentifier
            ? shareApart(value, reference)
            : 1,
        difference: differenceOf(kind, value, reference),
      })),
    };
  });
}

/** Rows of one rank, in the order of ranks; without the ranks that have none. */
export function byRank(rows: readonly ComparedRow[]): { rank: Rank; rows: readonly ComparedRow[] }[] {
  return ranks
    .map((rank) => ({ rank, rows: rows.filter((row) => row.rank === rank) }))
    .filter((group) => group.rows.length > 0);
}

function unfoldsTo({ type, values, different }: ComparedCondition): ComparedRow["unfolds"] {
  const texts = values.filter((value) => typeof value === "string");
  if (type === "json") return different && texts.length > 1 ? "paths" : null;
  return type !== "time" && texts.some((text) => text.length > SHORT_TEXT || text.includes("\n"))
    ? "texts"
    : null;
}

function sameJson(reference: Cell): (value: Cell) => boolean {
  const first = parsed(reference);
  return (value) => jsonDifferences([first, parsed(value)], 1).length === 0;
}

/** A place within JSON values that differ; `texts[r]` is what run `r` has there, null where it has nothing. */
export interface ComparedPath {
  /** Within the value; empty where all of it differs. */
  readonly path: string;
  readonly texts: readonly (string | null)[];
}

/** The places where the JSON values of a row differ, and whether there are more. Runs that have none at all have nothing there. */
export function comparedPaths({ cells }: ComparedRow): { paths: ComparedPath[]; cut: boolean } {
  const values = cells.map(({ value }) => parsed(value));
  const present = values.flatMap((value, run) => (value === undefined ? [] : [{ value, run }]));
  const found = jsonDifferences(
    present.map(({ value }) => value),
    MOST_PLACES + 1,
  );
  const paths = found.slice(0, MOST_PLACES).map(({ path, values: here }) => {
    const texts: (string | null)[] = cells.map(() => null);
    present.forEach(({ run }, at) => {
      const value = here[at];
      texts[run] = value === undefined ? null : writeJson(value).replaceAll(/\n\s*/g, " ");
    });
    return { path: writePath(path), texts };
  });
  return { paths, cut: found.length > MOST_PLACES };
}

/** What a JSON text says; a text that is not JSON says itself, and a missing one nothing. */
function parsed(value: Cell): JsonValue | undefined {
  if (value === null) return undefined;
  const json = typeof value === "string" ? parseJson(value) : null;
  return json?.ok ? json.value : value;
}

/** A file at a path in one of the runs. */
export interface ComparedFile {
  readonly id: number;
  readonly hash: string;
  readonly state: "reference" | "same" | "changed" | "added";
}

export interface ComparedFileRow {
  readonly path: string;
  readonly different: boolean;
  /** Null where the run has no file there. */
  readonly files: readonly (ComparedFile | null)[];
  /** The file of the first run, that the others can be laid beside. */
  readonly reference: number | null;
}

/** Files as rows, each run's newest version at its path. */
export function comparedFiles(files: Comparison["files"]): ComparedFileRow[] {
  return files.map(({ path, files: ofRuns, different }) => {
    const newest = ofRuns.map((versions) => versions.at(-1) ?? null);
    const [first = null] = newest;
    return {
      path,
      different,
      reference: first?.id ?? null,
      files: newest.map((file, run) => {
        if (file === null) return null;
        const { id, sha256: hash } = file;
        if (run === 0) return { id, hash, state: "reference" };
        if (first === null) return { id, hash, state: "added" };
        return { id, hash, state: hash === first.sha256 ? "same" : "changed" };
      }),
    };
  });
}

/** The same comparison with its runs in another order. */
export function arrange(comparison: Comparison, runs: readonly number[]): Comparison {
  const places = runs.map((run) => comparison.runs.indexOf(run));
  const picked = <T>(list: readonly T[], missing: T): T[] => places.map((place) => list[place] ?? missing);
  return {
    runs: [...runs],
    conditions: comparison.conditions.map((row) => ({ ...row, values: picked(row.values, null) })),
    files: comparison.files.map((row) => ({ ...row, files: picked(row.files, []) })),
  };
}
