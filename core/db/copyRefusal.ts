import type { CopyState } from "../api/copies.ts";
import { RcdbError } from "../api/failure.ts";

/** What is said where values of a copy are to be changed: its next update would undo it without a word. */
export function copyRefusal(path: string, { source, location }: CopyState): RcdbError {
  return new RcdbError(
    "not_allowed",
    `“${path}” is a copy of “${location}”: the next “rcdb copy” would undo what is changed in it. Write to its source (-c ${source}), or collect changes in a file (rcdb changes add). “rcdb copy --detach ${path}” makes it a database of its own.`,
  );
}
