/** Reports of a run or of a shift: filled from the data, with words of whoever writes it. docs/reports.md explains them. */
import * as v from "valibot";
import { asking, call, readingLong } from "./call.ts";
import { computedColumn } from "./search.ts";
import { runNumber } from "./values.ts";

const reportFormats = ["md", "html"] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** The most characters of the words in a report. */
const mostWords = 100_000;
/** The most characters of a template that is given. */
const mostTemplate = 100_000;
/** The most computed columns of the runs of a shift: more do not fit on a page. */
export const mostShiftComputed = 5;

const ofShift = v.object({
  of: v.literal("shift"),
  hours: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(24 * 31)), 8),
  /** The end of the shift, by the wall clock; now where none is given. */
  until: v.optional(v.nullable(v.string()), null),
});

/** What a report is about. */
const subject = v.variant("of", [v.object({ of: v.literal("run"), run: runNumber }), ofShift]);

const reportWanted = v.object({
  subject,
  format: v.picklist(reportFormats),
  /** Written by hand: it stands before what is filled in. */
  words: v.optional(
    v.pipe(v.string(), v.maxLength(mostWords, "The words are longer than 100,000 characters.")),
    "",
  ),
  /** An expression that good runs fit. */
  goodRuns: v.optional(v.string(), "@is_production"),
  /** The conditions that hold the comment and the quality of a run. */
  comment: v.optional(v.string(), "user_comment"),
  quality: v.optional(v.string(), "status"),
  /** Computed columns: they stand among what is known of a run, and in the line of each run of a shift, which takes only `mostShiftComputed`. */
  computed: v.optional(v.pipe(v.array(computedColumn), v.maxLength(100)), []),
  /** A template in place of that of the user, or the built-in one. A server takes none. */
  template: v.optional(
    v.nullable(
      v.pipe(
        v.string(),
        v.maxLength(mostTemplate, "The template is longer than 100,000 characters. Write a shorter one."),
      ),
    ),
    null,
  ),
  /** Who writes it; null for the user of the process that does, and on a server for nobody. */
  by: v.optional(
    v.nullable(v.pipe(v.string(), v.maxLength(255, "The name is longer than 255 characters."))),
    null,
  ),
});
export type ReportWanted = v.InferOutput<typeof reportWanted>;

/** A line of two words, as a term and what it is. */
const fact = v.object({ name: v.string(), value: v.string() });
const entry = v.object({ when: v.string(), who: v.string(), run: v.string(), text: v.string() });
/** What changed at a run, in words. */
const changesAtRun = v.object({
  run: v.string(),
  since: v.string(),
  list: v.array(v.object({ text: v.string() })),
});
const runLine = v.object({
  run: v.string(),
  start: v.string(),
  length: v.string(),
  purpose: v.string(),
  events: v.string(),
  beam: v.string(),
  /** In the order of `columns`. */
  computed: v.array(v.object({ text: v.string() })),
  state: v.string(),
  quality: v.string(),
  comment: v.string(),
});

/** What templates are filled with: all of it texts, as they are shown. */
const reportContent = v.object({
  title: v.string(),
  database: v.string(),
  written: v.string(),
  by: v.string(),
  from: v.string(),
  until: v.string(),
  words: v.array(v.object({ text: v.string() })),
  /** Sums of a shift; what is known of a run. */
  facts: v.array(fact),
  /** The computed columns that each of the runs has. */
  columns: v.array(v.object({ name: v.string() })),
  runs: v.array(runLine),
  changes: v.array(changesAtRun),
  files: v.array(v.object({ path: v.string(), version: v.string(), size: v.string() })),
  log: v.array(entry),
  /** What is left out, and why. */
  notes: v.array(v.object({ text: v.string() })),
});
export type ReportContent = v.InferOutput<typeof reportContent>;

/** The names that a template may have: null for a text, of a list those of its entries. */
export interface TemplateNames {
  readonly [name: string]: TemplateNames | null;
}
/** Of the schema of a view, as much as tells its names. */
interface ContentEntries {
  readonly [name: string]:
    | { readonly type: "string" }
    | { readonly type: "array"; readonly item: { readonly entries: ContentEntries } };
}

function namesOf(entries: ContentEntries): TemplateNames {
  return Object.fromEntries(
    Object.entries(entries).map(([name, schema]) => [
      name,
      schema.type === "array" ? namesOf(schema.item.entries) : null,
    ]),
  );
}

export const reportNames: TemplateNames = namesOf(reportContent.entries);

const report = v.object({
  content: reportContent,
  /** The report in the format that was asked for. */
  text: v.string(),
  /** A name for its file. */
  fileName: v.string(),
  /** The file of the template that was used; null for the built-in one, and on a server. */
  template: v.nullable(v.string()),
});
export type Report = v.InferOutput<typeof report>;

/** What the program that gets reports did. */
const posted = v.object({
  command: v.string(),
  code: v.number(),
  /** The signal that ended it, where one did. */
  endedBy: v.optional(v.string()),
  output: v.string(),
  errors: v.string(),
});
export type PostedReport = v.InferOutput<typeof posted>;

/** How the program ended, in words. */
export function endInWords({ code, endedBy }: Pick<PostedReport, "code" | "endedBy">): string {
  return endedBy === undefined ? `ended with code ${code}` : `was ended by ${endedBy}`;
}

export const reportCalls = {
  writeReport: call(readingLong, reportWanted, report),
  /** Desktop: gives a report to the program that is named in the settings file (`postReports`), by its standard input. */
  postReport: call(asking, v.object({ text: v.string() }), posted),
};
