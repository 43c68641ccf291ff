import { failed, succeeded, type Outcome } from "./api/failure.ts";
import type { Selection } from "./api/schemas.ts";

const rangePattern = /^(\d*)\s*-\s*(\d*)$/;

/** Reads a range of runs, both ends included: `1000-2000`, `1000-`, `-2000`, or the one run `1000`. */
export function parseRunRange(text: string): Outcome<Pick<Selection, "runMin" | "runMax">> {
  const trimmed = text.trim();
  const range = rangePattern.exec(trimmed);
  const [first = "", last = ""] = range ? range.slice(1) : [trimmed, trimmed];
  if (!/^\d+$/.test(first + last)) {
    return failed("bad_input", `“${text}” is no run range. Write 1000-2000, 1000-, -2000 or 1000.`);
  }
  const runMin = first === "" ? null : Number(first);
  const runMax = last === "" ? null : Number(last);
  if (!Number.isSafeInteger(runMin ?? 0) || !Number.isSafeInteger(runMax ?? 0)) {
    return failed(
      "bad_input",
      `The run range “${text}” has a number that no run can have. Check its digits.`,
    );
  }
  if (runMin !== null && runMax !== null && runMin > runMax) {
    return failed(
      "bad_input",
      `The run range “${text}” ends before it begins. Did you mean ${runMax}-${runMin}?`,
    );
  }
  return succeeded({ runMin, runMax });
}
