import type { Copied, CopyState } from "../core/api/copies.ts";

/** What became of a copy, for people. */
export function copyLines({ path, copy, kind, tables, bytes }: Copied): string[] {
  const rows = tables.map(({ table, brought, removed }) => `${table} ${counts(brought, removed)}`);
  if (kind !== "updated")
    return [`Copied ${copy.location} to ${path}: ${megabytes(bytes)}.`, ...indented(rows)];
  if (rows.length === 0) return [`Nothing changed in ${copy.location} since the copy was taken.`];
  return [`Brought ${path} up to date with ${copy.location}: ${megabytes(bytes)}.`, ...indented(rows)];
}

function indented(rows: readonly string[]): string[] {
  return rows.map((row) => `    ${row}`);
}

/** Rows of blocks that differ are brought together with those beside them. */
function counts(brought: number, removed: number): string {
  return removed === 0 ? `+${brought}` : `+${brought} -${removed}`;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}

/** What a copy says of itself, in a few words. */
export function copyText({ location, taken, choice }: CopyState): string {
  const parts = [
    ...(choice.runs === null ? [] : [`runs ${choice.runs}`]),
    ...(choice.conditions === null ? [] : [`conditions ${choice.conditions.join(", ")}`]),
    ...(choice.files === "all" ? [] : [choice.files === "none" ? "without files" : "files without contents"]),
  ];
  const moment = taken === null ? "" : `, ${taken.slice(0, 19).replace("T", " ")} UTC`;
  return `${location}${moment}${parts.length === 0 ? "" : ` (${parts.join("; ")})`}`;
}
