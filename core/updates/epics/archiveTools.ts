import {
  notANumber,
  numberIn,
  type AverageReader,
  type AverageRequest,
  type Range,
  type Reading,
  type VariableRange,
} from "./readings.ts";
import { runTool } from "./runTool.ts";

/**
 * Reads averages by the archive's command-line tools: `myStats`, which knows one range with both its limits, else
 * `myData`, whose rows are averaged here; `limit` is in milliseconds.
 */
export function archiveTools(limit: number): AverageReader {
  return {
    average: (request, span, signal) => {
      const run: Run = (tool, parameters) =>
        runTool(tool, ["-b", span.begin, "-e", span.end, ...parameters], limit, signal);
      const range = request.where.length <= 1 ? closedRange(request.where[0]) : null;
      return range ? statistics(request, range, run) : averageOfRows(request, run);
    },
  };
}

type Run = (tool: string, parameters: readonly string[]) => Promise<Reading<string>>;

const noSamples = { problem: "the archive has no sample of that time" };

/** The parameters of `myStats` for a range; none for no range, null for one that it cannot have. */
function closedRange(range: VariableRange | undefined): string[] | null {
  if (!range) return [];
  const { variable, from, to, above, below } = range;
  if (from === undefined || to === undefined || above !== undefined || below !== undefined) return null;
  return ["-c", variable, "-r", `${from}:${to}`];
}

/** Of `myStats`: below a header lines `VARIABLE COUNT AVERAGE …`. */
async function statistics(
  { variable }: AverageRequest,
  range: readonly string[],
  run: Run,
): Promise<Reading<number>> {
  const printed = await run("myStats", [...range, "-l", variable]);
  if ("problem" in printed) return printed;
  const row = rowsOf(printed.value).find(([first]) => first === variable);
  if (!row) return { problem: "“myStats” tells nothing of it" };
  const [, count = "", average = ""] = row;
  if (numberIn(count) === 0) return noSamples;
  const number = numberIn(average);
  return number === null ? notANumber(average) : { value: number };
}

/** Of `myData`: below a header lines `DATE TIME VALUE1 VALUE2 …`. */
async function averageOfRows({ variable, where }: AverageRequest, run: Run): Promise<Reading<number>> {
  const variables = [...new Set([variable, ...where.map((range) => range.variable)])];
  const printed = await run("myData", variables);
  if ("problem" in printed) return printed;
  let sum = 0;
  let count = 0;
  for (const [date = "", , ...texts] of rowsOf(printed.value)) {
    if (!/^\d/.test(date)) continue;
    const numbers = new Map(variables.map((name, at) => [name, numberIn(texts[at] ?? "")]));
    const number = numbers.get(variable) ?? null;
    if (number === null || !where.every((range) => isWithin(numbers.get(range.variable) ?? null, range))) {
      continue;
    }
    sum += number;
    count += 1;
  }
  return count === 0 ? noSamples : { value: sum / count };
}

function isWithin(number: number | null, { from, to, above, below }: Range): boolean {
  return (
    number !== null &&
    (from === undefined || number >= from) &&
    (to === undefined || number <= to) &&
    (above === undefined || number > above) &&
    (below === undefined || number < below)
  );
}

function rowsOf(printed: string): string[][] {
  return printed.split("\n").map((line) => line.trim().split(/\s+/));
}
