/** Files with lists of runs: saved ones, and plain lists of numbers and ranges. */
import { exportFormats } from "../core/api/exportFormats.ts";
import { parseRunRanges } from "../core/api/runRange.ts";
import { longestRunList, type RunList, type RunStretch } from "../core/api/runLists.ts";
import { readRunList } from "../core/lists/readList.ts";
import { badInput, unwrap } from "./failures.ts";
import { readTextUpTo } from "./readInput.ts";

/** Whether a file is a saved run list, by its name. */
export function isRunListFile(path: string): boolean {
  return path.toLowerCase().endsWith(`.${exportFormats.rcdbruns.extension}`);
}

/** The list that a file holds. Throws as `readText`, `too_large`, and `bad_input` where it is no run list. */
export async function readListFile(path: string): Promise<RunList> {
  return readRunList(await readTextUpTo(path, longestRunList));
}

/** A file to work with as a set of runs: the document where it is one. */
export interface RunsFile {
  readonly runs: readonly RunStretch[];
  readonly list: RunList | null;
}

/** The runs of a saved list, or of any file with numbers and ranges, comments after `#` left out. Throws as `readListFile`. */
export async function readRunsFile(path: string): Promise<RunsFile> {
  const text = await readTextUpTo(path, longestRunList);
  if (isRunListFile(path) || text.trimStart().startsWith("{")) {
    const list = readRunList(text);
    return { runs: list.runs, list };
  }
  const items = text
    .replace(/^\uFEFF/, "")
    .replaceAll(/#.*/g, "")
    .replace(/[\s,]+$/, "");
  if (items.trim() === "") return { runs: [], list: null };
  const { runMin, runMax, ranges } = unwrap(parseRunRanges(items, []));
  const all = ranges.length > 0 ? ranges : [{ runMin, runMax }];
  const runs = all.map(({ runMin: first, runMax: last }): RunStretch => {
    if (first !== null && last !== null) return [first, last];
    throw badInput(`“${path}” has a range without an end. Write both ends, such as 1000-2000.`);
  });
  return { runs, list: null };
}
