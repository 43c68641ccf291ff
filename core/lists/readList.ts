/** Reading a run list, which anybody may have written: nothing in it is taken as it stands. */
import * as v from "valibot";
import { RcdbError } from "../api/failure.ts";
import { runList, runListFormat, runListVersion, type RunList, type RunStretch } from "../api/runLists.ts";
import { expandAliases, withoutAliases } from "../query/aliases.ts";
import { format } from "../query/format.ts";
import { parse } from "../query/parser.ts";
import type { Checked, Expression } from "../query/tree.ts";
import { withFullStop } from "../text/withFullStop.ts";
import { checksumOf } from "./checksum.ts";

/** The most runs: a short text may name ranges with more of them than can be gone through. */
const mostRuns = 10_000_000;

/**
 * The run list that a text is. Throws `bad_input` where it is none, is of a later version, or its runs, their count and the checksum do
 * not agree. Whoever asks its query calls `checkQuery` first.
 */
export function readRunList(text: string): RunList {
  const value = parsed(text);
  const result = v.safeParse(runList, value);
  if (!result.success) throw broken(whatIsWrong(value, result.issues));
  const list = result.output;
  checkOrder(list.runs);
  const runs = countOf(list.runs);
  if (runs > mostRuns) throw broken(`it has ${runs} runs, at most ${mostRuns} can be read`);
  if (runs !== list.count) throw broken(`it says that it has ${list.count} runs and lists ${runs}`);
  if (checksumOf(list.runs) !== list.checksum) {
    throw broken("its runs are not those that its checksum was made of: it was changed since it was saved");
  }
  return list;
}

/**
 * Throws `bad_input` where the query, with the aliases of then put in, is not what was written out: for whoever asks the query. The runs
 * are good all the same, as earlier versions saved a new text of an alias beside what the old one gave. What is too long to be read
 * cannot be compared, and passes.
 */
export function checkQuery({ expression, written, aliases }: RunList): void {
  if (expression === null || written === null) return;
  const known = aliases.map((alias) => ({ ...alias, description: null }));
  const query = parse(expression);
  const whole = parse(written);
  const expanded = query.ok ? expandAliases(query.value, known) : query;
  if (expanded.ok && whole.ok && writtenOut(expanded.value) === writtenOut(whole.value)) return;
  if (isTooLong(expanded) || isTooLong(whole)) return;
  throw new RcdbError(
    "bad_input",
    "The query of the run list cannot be asked: with its aliases it is not what is written out. It was changed by hand, or an alias " +
      "was changed while an earlier version saved it. Its runs are those of its checksum and can be opened; save a new list to check it.",
  );
}

function isTooLong(read: Checked<unknown>): boolean {
  return !read.ok && read.problems.every(({ code }) => code === "too-long");
}

function writtenOut(tree: Expression | null): string {
  return tree === null ? "" : format(withoutAliases(tree));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    throw new RcdbError(
      "bad_input",
      "The file is not a run list: it is not JSON. Save one: rcdb list save EXPRESSION OUT.rcdbruns",
    );
  }
}

/** A later version is told by its number, whatever else is new in it. */
function whatIsWrong(
  value: unknown,
  issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]],
): string {
  const head = v.safeParse(v.object({ format: v.literal(runListFormat), version: v.number() }), value);
  if (head.success && head.output.version > runListVersion) {
    return `it is of version ${head.output.version}, and this program reads version ${runListVersion}. Update the program`;
  }
  const [issue] = issues;
  return `${v.getDotPath(issue) ?? "its top"}: ${issue.message}`;
}

function checkOrder(runs: readonly RunStretch[]): void {
  let last = -Infinity;
  for (const [first, end] of runs) {
    if (end < first) throw broken(`the range ${first}-${end} ends before it begins`);
    if (first <= last + 1) throw broken(`the range ${first}-${end} does not lie behind the one before it`);
    last = end;
  }
}

/** How many runs there are. */
export function countOf(runs: readonly RunStretch[]): number {
  return runs.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

function broken(reason: string): RcdbError {
  return new RcdbError("bad_input", withFullStop(`The run list cannot be used: ${reason}`));
}
