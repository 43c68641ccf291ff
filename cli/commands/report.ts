import { Option, type Command } from "commander";
import { computedColumnOf } from "../../core/api/computedText.ts";
import { endInWords, type PostedReport, type Report, type ReportFormat } from "../../core/api/reports.ts";
import type { ComputedColumn } from "../../core/api/search.ts";
import { escapeControls } from "../../core/text/escapeControls.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withDatabase } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { answer, remark, writeContent } from "../output.ts";
import { parseRunNumber } from "../parseArguments.ts";
import { readText } from "../readInput.ts";
import { collected } from "../search.ts";

interface ReportOptions extends CommonOptions {
  readonly shift?: boolean;
  readonly hours?: number;
  readonly until?: string;
  readonly format: ReportFormat;
  readonly words?: string;
  readonly template?: string;
  readonly showTemplate?: boolean;
  readonly computed?: readonly string[];
  readonly postBy?: string | true;
}

/** `rcdb report`: what a run or a shift brought, to read, print and post. */
export function addReportCommand(program: Command): void {
  addDatabaseCommand(program, {
    usage: "report",
    description: "Write the report of a run or of a shift, as Markdown or HTML, and post it",
    help: `  rcdb report 10340
  rcdb report 10340 --computed "charge [C]=beam_current*run_length/1e9"
  rcdb report --shift --format html > shift.html
  rcdb report --shift --hours 12 --until "2016-02-17 16:00" --words "Beam trips all night."
  rcdb report --shift --post-by "logentry --book HDRUN"       the program gets the report by its standard input
  rcdb report --shift --post-by                               the program of postReports in the settings file
  rcdb report 10340 --format html --show-template > run.html  to begin a template of one's own with

Templates of one's own are run.md, run.html, shift.md and shift.html in the folder rcdb/reports beside the settings file (docs/reports.md).`,
  })
    .argument("[run]", "the run's number", parseRunNumber)
    .option("--shift", "of the last hours, in place of a run")
    .option("--hours <hours>", "how many (8)", parseHours)
    .option("--until <time>", "when they end, by the wall clock (now)")
    .addOption(new Option("-f, --format <format>", "what is written").choices(["md", "html"]).default("md"))
    .option("-w, --words <text>", "words that stand before what is filled in; @FILE for those of a file")
    .option(
      "--computed <column>",
      "a computed column, of the run or of each run of the shift (at most 5); may be repeated",
      collected,
    )
    .option("--template <file>", "a template in place of one's own and the built-in one")
    .option("--show-template", "print the template that would be used")
    .option("--post-by [command]", "give the report to this program; without a shell")
    .action((run: number | undefined, options: ReportOptions, command: Command) =>
      report(run, options, command),
    );
}

function parseHours(text: string): number {
  const hours = Number(text);
  if (text.trim() !== "" && hours >= 0.1 && hours <= 24 * 31) return hours;
  throw badInput(`“${text}” is no number of hours. Write a number from 0.1 to 744.`);
}

function computedOf(text: string): ComputedColumn {
  const column = computedColumnOf(text);
  if (column) return column;
  throw badInput(`“${text}” is no computed column. Write one as "charge [C]=beam_current*run_length/1e9".`);
}

async function report(run: number | undefined, options: ReportOptions, command: Command): Promise<void> {
  const { shift = false, hours = 8, until = null, format } = options;
  if ((run === undefined) === !shift) throw badInput("Give a run, or --shift.");
  if (run !== undefined && (options.hours !== undefined || until !== null))
    throw badInput("--hours and --until are of a shift. Give them with --shift.");
  const computed = (options.computed ?? []).map(computedOf);
  const of = shift ? "shift" : "run";
  const template = options.template === undefined ? null : await readText(options.template);
  if (options.showTemplate === true) return writeContent(template ?? (await templateOf(of, format)));
  const words = await wordsOf(options.words);
  const { readSettings } = await import("../../core/settings/settingsFile.ts");
  const { settings, problems } = await readSettings();
  for (const problem of problems) remark(problem);
  const by = await commandOf(options.postBy, settings.postReports);
  await withDatabase(command, async (client, signal) => {
    const { goodRuns, comment, quality } = settings;
    const written = unwrap(
      await client.writeReport({
        subject: run === undefined ? { of: "shift", hours, until } : { of: "run", run },
        format,
        words,
        template,
        computed,
        ...(goodRuns === undefined ? {} : { goodRuns }),
        ...(comment === undefined ? {} : { comment }),
        ...(quality === undefined ? {} : { quality }),
      }),
    );
    if (by === null) return options.json ? answer(options, written, () => []) : writeContent(written.text);
    await post(by, written, options, signal);
  });
}

async function templateOf(of: "run" | "shift", format: ReportFormat): Promise<string> {
  const [{ builtInTemplates }, { readUserTemplate, templatePath }] = await Promise.all([
    import("../../core/reports/builtIn.ts"),
    import("../../core/reports/userTemplates.ts"),
  ]);
  return (await readUserTemplate(templatePath(of, format))) ?? builtInTemplates[of][format];
}

async function wordsOf(given: string | undefined): Promise<string> {
  return given?.startsWith("@") === true ? readText(given.slice(1)) : (given ?? "");
}

/** The words of the command that the report is posted by; null where it is not posted. */
async function commandOf(
  given: string | true | undefined,
  inSettings: readonly string[] | undefined,
): Promise<readonly string[] | null> {
  if (given === undefined) return null;
  if (typeof given === "string") {
    const { commandWords } = await import("../../core/reports/postReport.ts");
    return commandWords(given);
  }
  if (inSettings) return inSettings;
  throw badInput(
    "No program is set that gets reports. Name it after --post-by, or as postReports in the settings file.",
  );
}

async function post(
  by: readonly string[],
  { text }: Report,
  options: CommonOptions,
  signal: AbortSignal,
): Promise<void> {
  const { postReport } = await import("../../core/reports/postReport.ts");
  const posted = await postReport(by, text, signal);
  if (posted.code !== 0) {
    throw badInput(
      `“${posted.command}” ${endInWords(posted)}: the report may not be posted.${posted.errors === "" ? "" : `\n${escapeControls(posted.errors.trim(), "multi-line")}`}`,
    );
  }
  await answer(options, posted, postedLines, posted.errors === "" ? [] : [posted.errors.trim()]);
}

function postedLines({ command, output }: PostedReport): string[] {
  const printed = output.trim();
  return [
    `Posted by “${command}”.`,
    ...(printed === "" ? [] : printed.split("\n").map((line) => escapeControls(line))),
  ];
}
