import { createHash } from "node:crypto";
import { numbersOf } from "../api/runListText.ts";
import type { RunStretch } from "../api/runLists.ts";

/** Numbers that are hashed at once. */
const numbersAtOnce = 10_000;

/** The checksum of runs: what `sha256sum` says of their numbers, one a line, ascending. */
export function checksumOf(runs: readonly RunStretch[]): string {
  const hash = createHash("sha256");
  let lines: string[] = [];
  for (const run of numbersOf({ runs: [...runs] })) {
    lines.push(`${run}\n`);
    if (lines.length < numbersAtOnce) continue;
    hash.update(lines.join(""));
    lines = [];
  }
  return `sha256:${hash.update(lines.join("")).digest("hex")}`;
}
