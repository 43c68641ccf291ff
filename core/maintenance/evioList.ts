import * as v from "valibot";
import { RcdbError } from "../api/failure.ts";
import { readRegularText } from "../disk/regularFile.ts";
import { writeWholeText } from "../disk/wholeFile.ts";
import { evioFilesOfRun, type EvioFilesOfRun } from "../api/maintenanceSchemas.ts";

const list = v.array(evioFilesOfRun);

/** Some hundred thousand runs. */
const mostListBytes = 1_000_000_000;

/** Keeps what a scan found as a JSON file, one run a line. Throws `no_such_file`, `no_permission`, `disk_full`. */
export async function saveEvioList(path: string, found: readonly EvioFilesOfRun[]): Promise<void> {
  const lines = found.map((run) => JSON.stringify(run));
  await writeWholeText(path, `[\n${lines.join(",\n")}\n]\n`);
}

/** Reads such a file. Throws `no_such_file`, `no_permission`, and `bad_input` where it holds something else. */
export async function loadEvioList(path: string): Promise<EvioFilesOfRun[]> {
  const parsed = v.safeParse(list, parseJson(await readRegularText(path, mostListBytes)));
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
