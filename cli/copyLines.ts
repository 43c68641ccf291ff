import { formatBytes } from "../core/text/formatBytes.ts";
import type { Copied, CopiedRows, CopyCheck, CopyChoice, CopyState } from "../core/api/copies.ts";

/** What became of a copy, for people. */
export function copyLines({ path, copy, kind, tables, bytes }: Copied): string[] {
  const rows = tables.map((rows) => `${rows.table} ${countsText(rows)}`);
  if (kind !== "updated")
    return [`Copied ${copy.location} to ${path}: ${formatBytes(bytes)}.`, ...indented(rows)];
  if (rows.length === 0) return [`Nothing changed in ${copy.location} since the copy was taken.`];
  return [`Brought ${path} up to date with ${copy.location}: ${formatBytes(bytes)}.`, ...indented(rows)];
}

/** What a check of a copy found. */
export function checkLines({ copy, differences }: CopyCheck): string[] {
  if (differences.length === 0) return [`The copy has what ${copy.location} has now.`];
  return differences.map(({ table, missing, surplus, changed, examples }) => {
    const found = [
      ...(missing > 0 ? [`${missing} missing`] : []),
      ...(surplus > 0 ? [`${surplus} surplus`] : []),
      ...(changed > 0 ? [`${changed} changed`] : []),
    ];
    const shown = examples.join(", ");
    const words = found.length === 0 ? shown : `${found.join(", ")}${shown === "" ? "" : ` (${shown})`}`;
    return `${table}: ${words}`;
  });
}

function indented(rows: readonly string[]): string[] {
  return rows.map((row) => `    ${row}`);
}

/** `+3 ~1 -2`: rows that are new, changed and gone; where these were not counted, that rows were brought anew with those beside them. */
function countsText({ brought, removed, counts }: CopiedRows): string {
  if (counts === null) return `${brought} rows brought anew in place of ${removed}, in blocks with changes`;
  const parts = [
    ...(counts.added > 0 ? [`+${counts.added}`] : []),
    ...(counts.changed > 0 ? [`~${counts.changed}`] : []),
    ...(counts.removed > 0 ? [`-${counts.removed}`] : []),
  ];
  return parts.length === 0 ? "as before" : parts.join(" ");
}

/** What a copy says of itself, in a few words. */
export function copyText({ location, taken, choice, sourceChoices }: CopyState): string {
  const moment = taken === null ? "" : `, ${taken.slice(0, 19).replace("T", " ")} UTC`;
  const own = choiceText(choice);
  const ofSource = sourceChoices.map(choiceText).filter((text) => text !== "");
  const parts = [...(own === "" ? [] : [own]), ...ofSource.map((text) => `of a copy: ${text}`)];
  return `${location}${moment}${parts.length === 0 ? "" : ` (${parts.join("; ")})`}`;
}

function choiceText({ runs, conditions, files }: CopyChoice): string {
  return [
    ...(runs === null ? [] : [`runs ${runs}`]),
    ...(conditions === null ? [] : [`conditions ${conditions.join(", ")}`]),
    ...(files === "all" ? [] : [files === "none" ? "without files" : "files without contents"]),
  ].join("; ");
}
