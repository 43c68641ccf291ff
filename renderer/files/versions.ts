/** The versions of a path as people tell them apart. */
import type { FileVersion } from "../../core/api/files.ts";
import type { RunBounds } from "../../core/api/runRange.ts";
import type { RunRange } from "../../core/api/search.ts";
import { formatInteger, formatTime } from "../lib/format.ts";
import { shortHash } from "../text/filePaths.ts";

/** Versions take them in turn: what tells them apart for sure is their name. */
export const tints = [
  "var(--accent)",
  "var(--changed)",
  "var(--removed)",
  "var(--syntax-function)",
  "var(--warning)",
  "var(--syntax-keyword)",
] as const;

/** Names of versions, by the order of their first runs: `v1`, `v2`. */
export function nameVersions(versions: readonly FileVersion[]): ReadonlyMap<number, string> {
  return new Map(versions.map(({ id }, index) => [id, `v${index + 1}`]));
}

/** The version that the highest run used; the last one where no run used any. */
export function latestVersion(versions: readonly FileVersion[]): FileVersion | null {
  return versions.reduce<FileVersion | null>(
    (best, version) => ((version.lastRun ?? -1) >= (best?.lastRun ?? -1) ? version : best),
    null,
  );
}

/** The version before one in the order of their first runs; null for the first. */
export function versionBefore(versions: readonly FileVersion[], id: number): FileVersion | null {
  return versions[versions.findIndex((version) => version.id === id) - 1] ?? null;
}

/** `runs 10340–10345`, `run 10340`, `no runs`. */
export function describeRuns({ firstRun, lastRun }: Pick<FileVersion, "firstRun" | "lastRun">): string {
  if (firstRun === null || lastRun === null) return "no runs";
  return firstRun === lastRun ? `run ${firstRun}` : `runs ${firstRun}–${lastRun}`;
}

/** A version in one line, as a menu of them shows it. */
export function describeVersion(version: FileVersion, name: string): string {
  return `${name} · ${shortHash(version.sha256)} · ${describeRuns(version)}`;
}

/** A version in one line with the date of its first run, as a picture names it. */
export function describeWithDate(version: FileVersion, name: string): string {
  const { firstStarted } = version;
  const date = firstStarted === null ? "" : ` · first used ${formatTime(firstStarted).text}`;
  return `${describeVersion(version, name)}${date}`;
}

/** `1 change`, `12 changes`. */
export function describeChanges(count: number): string {
  return count === 1 ? "1 change" : `${formatInteger(count)} changes`;
}

/** The bounds of a search for the runs of ascending ranges. */
export function boundsOf(ranges: readonly RunRange[]): RunBounds {
  return {
    runMin: ranges[0]?.runMin ?? null,
    runMax: ranges.at(-1)?.runMax ?? null,
    ranges: ranges.length === 1 ? [] : [...ranges],
  };
}
