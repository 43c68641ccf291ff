/** Copies in words. */
import type { CopiedRows, CopyCheck, CopyChoice, CopyState } from "../../core/api/copies.ts";
import type { CopyWork } from "../model/copyWork.ts";
import { escapeControls } from "../../core/text/escapeControls.ts";
import { formatCount, formatInteger, formatSpan } from "../lib/format.ts";

/** `copy of station, 3 hours old`; `now` is in milliseconds. */
export function ageText({ name, taken, whole }: CopyState, now: number): string {
  if (!whole || taken === null) return `unfinished copy of ${escapeControls(name)}`;
  const seconds = Math.max(0, (now - Date.parse(taken)) / 1000);
  return `copy of ${escapeControls(name)}, ${seconds < 60 ? "just taken" : `${formatSpan(seconds)} old`}`;
}

/** What a copy holds, and what its source held, where that is a copy itself. */
export function choicesText({ choice, sourceChoices }: CopyState): string {
  const texts = [choice, ...sourceChoices].map(choiceText);
  return texts.filter((text, at) => at === 0 || text !== everything).join("; of a copy with ");
}

const everything = "everything";

/** What of its source a copy holds. */
export function choiceText({ runs, conditions, files }: CopyChoice): string {
  const all = runs === null && conditions === null && files === "all";
  if (all) return everything;
  const parts = [
    runs === null ? "all runs" : `runs ${runs}`,
    conditions === null ? "all conditions" : formatCount(conditions.length, "condition"),
    { all: "files with contents", names: "files without contents", none: "no files" }[files],
  ];
  return parts.join(", ");
}

/** `Copying conditions: 120 000 of 3 000 000 rows, 40 000/s, 72 s left`. */
export function workText({ task, progress, pace }: CopyWork): string {
  if (progress === null) return { take: "Taking a copy", update: "Updating", check: "Comparing" }[task];
  const { done, total, label } = progress;
  if (done === 0) return label;
  const of = total === null ? "" : ` of ${formatInteger(total)}`;
  const rows = task === "check" ? `${formatInteger(done)}${of}` : `${formatInteger(done)}${of} rows`;
  if (pace === null || task === "check") return `${label}: ${rows}`;
  const rate = `${formatInteger(Math.round(pace.perSecond))}/s`;
  const left = pace.secondsLeft === null ? "" : `, ${leftText(pace.secondsLeft)} left`;
  return `${label}: ${rows}, ${rate}${left}`;
}

function leftText(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

/** How far the present table is, 0 … 1; null where that is not known. */
export function shareOf({ progress }: CopyWork): number | null {
  return progress?.total ? Math.min(1, progress.done / progress.total) : null;
}

/** What an update brought, a line for each table; rows that were not counted were fetched together with those beside them. */
export function changeTexts(tables: readonly CopiedRows[]): readonly string[] {
  return tables.map(({ table, brought, removed, counts }) => {
    if (counts === null) {
      return `${tableName(table)}: ${formatCount(brought, "row")} fetched in place of ${formatInteger(removed)}`;
    }
    const parts = (["added", "changed", "removed"] as const).flatMap((what) =>
      counts[what] > 0 ? [`${formatCount(counts[what], "row")} ${what}`] : [],
    );
    return `${tableName(table)}: ${parts.length === 0 ? "as before" : parts.join(", ")}`;
  });
}

/** How a copy differs from its source, a line for each table. */
export function differenceTexts({ differences }: CopyCheck): readonly string[] {
  return differences.map(({ table, missing, surplus, changed, examples }) => {
    const parts = [
      ...(missing > 0 ? [`${formatInteger(missing)} missing`] : []),
      ...(surplus > 0 ? [`${formatInteger(surplus)} no longer in the source`] : []),
      ...(changed > 0 ? [`${formatInteger(changed)} changed`] : []),
    ];
    // Texts of the source: a table that is otherwise there has nothing but these.
    const shown = examples.map((example) => escapeControls(example)).join(", ");
    const words = parts.length === 0 ? shown : `${parts.join(", ")}${shown === "" ? "" : ` (${shown})`}`;
    return `${tableName(table)}: ${words}`;
  });
}

function tableName(table: string): string {
  return table.replaceAll("_", " ");
}
