import { reportNames, type Report, type ReportContent, type ReportWanted } from "../api/reports.ts";
import type { Database } from "../db/database.ts";
import { wallClockTime } from "../time/times.ts";
import { builtInTemplates } from "./builtIn.ts";
import { htmlText, markdownText } from "./escaping.ts";
import { runContent } from "./runReport.ts";
import { shiftContent } from "./shiftReport.ts";
import { fillTemplate, readTemplate } from "./template.ts";
import { shortened, timeText } from "./texts.ts";
import { readUserTemplate, templatePath } from "./userTemplates.ts";

/**
 * The report of a run or a shift by the template that is given, that of the user, or the built-in one. Throws `no_such_run`, `bad_input` for a time that is
 * none and a template that cannot be used, and `cancelled`.
 */
export async function writeReport(
  database: Database,
  wanted: ReportWanted,
  { signal, user }: { readonly signal: AbortSignal; readonly user: string },
): Promise<Report> {
  const { subject, format, words, template, by } = wanted;
  const path = templatePath(subject.of, format);
  const own = template ?? (await readUserTemplate(path));
  const read = readTemplate(own ?? builtInTemplates[subject.of][format], reportNames);
  const filled =
    subject.of === "run"
      ? await runContent(database, subject.run, wanted, signal)
      : await shiftContent(database, subject, wanted, signal);
  const content: ReportContent = {
    ...filled,
    database: shortened(database.connection.name),
    written: timeText(wallClockTime(new Date())),
    by: shortened(by ?? user),
    words: words
      .split(/\r\n?|\n/)
      .map((text) => ({ text: text.trim() }))
      .filter(({ text }) => text !== ""),
  };
  const escape = format === "html" ? htmlText : markdownText;
  return {
    content,
    text: fillTemplate(read, content, escape),
    fileName: `${subject.of === "run" ? `run-${subject.run}` : `shift-${content.until.replaceAll(/\D+/g, "-")}`}.${format}`,
    template: template === null && own !== null ? path : null,
  };
}
