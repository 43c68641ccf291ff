import { notANumber, numberIn, type Reading, type ValueReader, type ValueRequest } from "./readings.ts";
import { runTool } from "./runTool.ts";

/**
 * Reads variables by the command-line tool `caget`, one process each, so that one that is silent keeps no other from its
 * answer; `limit` is in milliseconds.
 */
export function cagetReader(limit: number): ValueReader {
  return {
    read: (requests, signal) => Promise.all(requests.map((request) => readVariable(request, limit, signal))),
  };
}

const noAnswer = { problem: "no answer" };

async function readVariable(
  { variable, form }: ValueRequest,
  limit: number,
  signal: AbortSignal,
): Promise<Reading<number | string>> {
  // The value only; 15 digits, where it would be 6; of a variable with states the number.
  const options = form === "number" ? ["-t", "-g", "15", "-n"] : ["-t"];
  // It waits for one second by itself; somewhat less than the limit, so that it can tell.
  const wait = ["-w", String((limit * 0.8) / 1000)];
  const printed = await runTool("caget", [...options, ...wait, variable], limit, signal);
  if ("problem" in printed) return /connect timed out/i.test(printed.problem) ? noAnswer : printed;
  const text = withoutName(printed.value.trim(), variable);
  // With some versions one that is not there is no failure.
  if (text === "" || text.startsWith("***")) return noAnswer;
  if (form === "text") return { value: text };
  const number = numberIn(text);
  return number === null ? notANumber(text) : { value: number };
}

/** A script in place of `caget` may know no `-t`, and print the name, too. */
function withoutName(text: string, variable: string): string {
  const isNamed = text.startsWith(variable) && /^\s/.test(text.slice(variable.length));
  return isNamed ? text.slice(variable.length).trim() : text;
}
