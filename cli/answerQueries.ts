/** `rcdb select --from`: many expressions in one process, a line of JSON for each. */
import { createInterface } from "node:readline";
import * as v from "valibot";
import { failed, outcomeOf, RcdbError, succeeded, type Failure, type Outcome } from "../core/api/failure.ts";
import { boundsOfRanges, formatRunBounds } from "../core/api/runRange.ts";
import type { QueryProblem } from "../core/query/tree.ts";
import type { DatabaseClient } from "./database.ts";
import { findRuns, type FoundRuns } from "./findRuns.ts";
import { problemsOf, unwrap } from "./failures.ts";
import { cancelledByUser } from "./interrupt.ts";
import { writeJson } from "./output.ts";
import { openInput } from "./readInput.ts";
import { boundsOf, runsText, type SearchOptions } from "./search.ts";

/** What is read of a line of JSON. */
const queryLine = v.object({ query: v.string(), runs: v.optional(v.string()) });
type QueryLine = v.InferOutput<typeof queryLine>;

/**
 * Answers each line of a file, or of standard input for `-`, as it comes. What is wrong with a line is its answer.
 * Throws what opening the file throws, and `cancelled`.
 */
export async function answerQueries(
  client: DatabaseClient,
  path: string,
  { runs: runsOfAll, period, desc = false }: SearchOptions,
  signal: AbortSignal,
): Promise<void> {
  const periods = unwrap(await client.listRunPeriods());
  const outerRuns = await runsText(runsOfAll ?? period, periods, "none");
  boundsOf(outerRuns, periods);
  const find = async ({ query, runs = outerRuns }: QueryLine): Promise<FoundRuns> => {
    const order = { column: "run", descending: desc };
    return findRuns(client, { expression: query, ...boundsOf(runs, periods), columns: [], order });
  };
  // Ctrl-C is to end it also while it waits for a line.
  const lines = createInterface({ input: await openInput(path), crlfDelay: Infinity, signal });
  for await (const line of lines) {
    if (line.trim() === "") continue;
    const parsed = parseLine(line);
    const query = parsed.ok ? parsed.value.query : line;
    const found = parsed.ok ? await unlessCancelled(find(parsed.value)) : parsed;
    const result = found.ok ? found.value : { error: placedError(found.error) };
    await writeJson({ query, ok: found.ok, ...result });
  }
  if (signal.aborted) throw new RcdbError("cancelled", cancelledByUser);
}

/** A line is an expression or, as no expression begins with a brace, an object. */
function parseLine(line: string): Outcome<QueryLine> {
  if (!line.trimStart().startsWith("{")) return succeeded({ query: line });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (thrown) {
    return failed(
      "bad_input",
      `The line is not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
  const parsed = v.safeParse(queryLine, value);
  if (parsed.success) return succeeded(parsed.output);
  return failed(
    "bad_input",
    `The line is not a query. Write {"query": "event_count > 1", "runs": "1000-2000"}.`,
  );
}

/** The outcome of an answer; throws where it was cancelled, for then all are. */
async function unlessCancelled<T>(work: Promise<T>): Promise<Outcome<T>> {
  const outcome = await outcomeOf(() => work);
  if (!outcome.ok && outcome.error.code === "cancelled") unwrap(outcome);
  return outcome;
}

function runsHint({ runs = [], period, rest = "" }: QueryProblem): string {
  const line = JSON.stringify({ query: rest, runs: period ?? formatRunBounds(boundsOfRanges(runs)) });
  return ` To select these runs write ${line}`;
}

/** An error with the place of the first problem in the expression; null where it has none. */
function placedError({ code, message, detail }: Failure): Record<string, unknown> {
  const [problem] = problemsOf(detail);
  const hint = problem && (problem.runs ?? problem.rest) !== undefined ? runsHint(problem) : "";
  return { code, message: message + hint, from: problem?.from ?? null, to: problem?.to ?? null };
}
