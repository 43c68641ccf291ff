import { readFile, writeFile } from "node:fs/promises";
import * as v from "valibot";
import { RcdbError } from "../api/failure.ts";
import { evioFilesOfRun, type EvioFilesOfRun } from "../api/maintenanceSchemas.ts";

const list = v.array(evioFilesOfRun);

/** Keeps what a scan found as a JSON file, one run a line. Throws `no_such_file`, `no_permission`, `disk_full`. */
export async function saveEvioList(path: string, found: readonly EvioFilesOfRun[]): Promise<void> {
  const lines = found.map((run) => JSON.stringify(run));
  try {
    await writeFile(path, `[\n${lines.join(",\n")}\n]\n`);
  } catch (thrown) {
    throw explained(thrown, path, "written");
  }
}

/** Reads such a file. Throws `no_such_file`, `no_permission`, and `bad_input` where it holds something else. */
export async function loadEvioList(path: string): Promise<EvioFilesOfRun[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (thrown) {
    throw explained(thrown, path, "read");
  }
  const parsed = v.safeParse(list, parseJson(text));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const place = v.getDotPath(issue);
  throw new RcdbError(
    "bad_input",
    `“${path}” is no list of evio files${place === null ? "" : ` (at ${place}: ${issue.message})`}. ` +
      'It must be JSON like [{"run": 10340, "files": ["hd_rawdata_010340_000.evio"]}].',
  );
}

/** Undefined, which no schema takes, where it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

function explained(thrown: unknown, path: string, verb: string): unknown {
  if (!(thrown instanceof Error) || !("code" in thrown)) return thrown;
  switch (thrown.code) {
    case "ENOENT":
    case "ENOTDIR":
      return new RcdbError(
        "no_such_file",
        `“${path}” does not exist, or its folder does not. Check the path.`,
      );
    case "EISDIR":
      return new RcdbError("bad_input", `“${path}” is a folder. Give the name of a file.`);
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new RcdbError("no_permission", `“${path}” may not be ${verb}. Choose another file.`);
    case "ENOSPC":
    case "EDQUOT":
      return new RcdbError(
        "disk_full",
        `The disk is full: “${path}” was not written. Make room and try again.`,
      );
    default:
      return thrown;
  }
}
