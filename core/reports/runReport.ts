/** What the report of a run says. */
import { recordsOfPeople, wordsOfRecord, type LogRecord } from "../api/log.ts";
import type { ReportContent, ReportWanted } from "../api/reports.ts";
import type { Cell } from "../api/values.ts";
import type { Database } from "../db/database.ts";
import { compareRuns } from "../runs/compareRuns.ts";
import { describeRuns, listRunsAround } from "../runs/briefRuns.ts";
import { readRun } from "../runs/run.ts";
import { RcdbError } from "../api/failure.ts";
import { computeValues } from "../search/computeValues.ts";
import { searchRuns } from "../search/search.ts";
import { stateInWords } from "../api/stateInWords.ts";
import { wallClockTime } from "../time/times.ts";
import { formatBytes } from "../text/formatBytes.ts";
import { changesInWords } from "./changesInWords.ts";
import { computedTitle, lengthText, numberText, shortened, timeText, valueText } from "./texts.ts";

/** As many runs before show which settings change always. */
const runsBefore = 9;

type Filled = Omit<ReportContent, "database" | "written" | "by" | "words">;

/** What is known of a run. Throws `no_such_run`, `expression` for a computed column, and `cancelled`. */
export async function runContent(
  database: Database,
  run: number,
  {
    comment,
    quality,
    goodRuns,
    computed,
  }: Pick<ReportWanted, "comment" | "quality" | "goodRuns" | "computed">,
  signal: AbortSignal,
): Promise<Filled> {
  const detail = await readRun(database, run);
  const around = await listRunsAround(database, { run, before: runsBefore, after: 0 });
  const compared =
    around.length < 2 ? null : await compareRuns(database, { runs: around, differencesOnly: true }, signal);
  const values = new Map<string, Cell>(detail.conditions.map(({ name, value }) => [name, value]));
  const value = (name: string): string => valueText(values.get(name));
  const [described] = await describeRuns(database, [run]);
  const isGood = await fits(database, run, goodRuns, signal);
  const changes = compared ? changesInWords(compared, around.length - 1, [comment, quality]) : [];
  const calculated = (await computeValues(database, [run], computed, signal)).map(
    ({ values: [first] }, at): [name: string, value: string] => [
      computedTitle(computed[at]),
      numberText(first),
    ],
  );
  const facts: readonly (readonly [name: string, value: string])[] = [
    ["Start", timeText(detail.started)],
    ["End", timeText(detail.finished)],
    ["Length", lengthText(detail.length)],
    ["State", described ? stateInWords(described, wallClockTime(new Date())) : ""],
    ["Run period", shortened(detail.period?.name ?? "")],
    ["Purpose", [value("run_type"), value("run_config")].filter((text) => text !== "").join(", ")],
    ["Good run", valueText(isGood)],
    [`Quality (${quality})`, value(quality)],
    ["Events", numberText(values.get("event_count"))],
    ["Event rate", value("event_rate")],
    ["Beam current, nA", value("beam_current")],
    ["Beam energy, MeV", value("beam_energy")],
    ["Target", value("target_type")],
    ["Radiator", value("radiator_type")],
    ...calculated,
    ["Comment", value(comment)],
  ];
  const previous = around.at(-2);
  return {
    title: `Run ${run}`,
    from: timeText(detail.started),
    until: timeText(detail.finished) || "no end",
    facts: facts.filter(([, text]) => text !== "").map(([name, text]) => ({ name, value: text })),
    columns: [],
    runs: [],
    changes:
      previous === undefined || changes.length === 0
        ? []
        : [{ run: String(run), since: String(previous), list: changes.map((text) => ({ text })) }],
    files: detail.files.map(({ path, sha256, bytes }) => ({
      path: shortened(path),
      version: sha256.slice(0, 8),
      size: bytes === null ? "not in this copy" : formatBytes(bytes),
    })),
    log: logLines(recordsOfPeople(detail.log)),
    notes: [],
  };
}

/** Whether a run fits an expression; null where the database has not what it asks for. */
async function fits(
  database: Database,
  run: number,
  expression: string,
  signal: AbortSignal,
): Promise<boolean | null> {
  if (expression.trim() === "") return null;
  const selection = { expression, runMin: run, runMax: run, ranges: [] };
  try {
    const search = { ...selection, columns: [], order: { column: "run", descending: false } };
    return (await searchRuns(database, search, signal)).result.count > 0;
  } catch (thrown) {
    if (thrown instanceof RcdbError && thrown.code === "expression") return null;
    throw thrown;
  }
}

/** Records of the log, in the order they are given. */
export function logLines(records: readonly LogRecord[]): ReportContent["log"] {
  return records.map(({ created, user, run, description }) => ({
    when: timeText(created) || "No time",
    who: user === null || user === "" ? "unknown user" : shortened(user),
    run: run === null ? "" : String(run),
    text: shortened(wordsOfRecord(description)),
  }));
}
