import type { CopyState } from "../api/copies.ts";
import { RcdbError } from "../api/failure.ts";
import { copyBackend } from "../db/backends.ts";
import { compressionOf } from "../disk/compression.ts";
import { notACopy } from "./openedCopy.ts";

/**
 * Makes a whole copy a database of its own, which may be changed and is no longer brought up to date; answers what it was a copy
 * of. Throws `bad_input` for what is no copy, `incomplete_copy`, `not_allowed` for one without contents and a compressed one.
 */
export async function detachCopy(path: string): Promise<CopyState> {
  const { files } = copyBackend();
  const state = await files.readState(path);
  if (state === null) throw notACopy(path);
  if (!state.whole)
    throw new RcdbError("incomplete_copy", `“${path}” is not whole yet. Finish it first: rcdb copy ${path}`);
  if (compressionOf(path) !== null)
    throw new RcdbError("not_allowed", `“${path}” is compressed. Unpack it first, with gunzip or zstd -d.`);
  if ([state.choice, ...state.sourceChoices].some((choice) => choice.files === "names")) {
    throw new RcdbError(
      "not_allowed",
      `“${path}” is a copy without the contents of files: by itself it would be a database with damaged ones. Take a copy with contents, or with --no-files.`,
    );
  }
  const target = await files.open(path, true);
  try {
    target.begin();
    target.detach();
    target.commit();
  } catch (thrown) {
    target.rollBack();
    throw thrown;
  } finally {
    target.close();
  }
  return state;
}
