import * as v from "valibot";
import { RcdbError } from "../api/failure.ts";
import { readRegularText } from "../disk/regularFile.ts";
import { writeWholeText } from "../disk/wholeFile.ts";
import { evioFilesOfRun, type EvioFilesOfRun } from "../api/maintenance.ts";
import { ownMembers } from "../api/ownMembers.ts";
import { pythonJson } from "../text/pythonJson.ts";

/** The form of the Python client: run number → paths. Runs without files are in it, too. */
const byRun = ownMembers(
  v.pipe(
    v.string(),
    v.regex(/^\d+$/, "A run is named by its number."),
    v.check((run) => Number.isSafeInteger(Number(run)), "This is not a run number."),
  ),
  v.array(v.string()),
);
/** The form of our own first versions. */
const ofRuns = v.array(evioFilesOfRun);

/** Some hundred thousand runs. */
const mostListBytes = 1_000_000_000;

/**
 * Keeps what a scan found as a JSON file in the form of the Python client, `{"10340": ["PATH", …]}`, one run a line. Throws
 * `no_such_file`, `no_permission`, `disk_full`.
 */
export async function saveEvioList(path: string, found: readonly EvioFilesOfRun[]): Promise<void> {
  const lines = found.map(({ run, files }) => `"${run}": ${pythonJson(files)}`);
  await writeWholeText(path, `{\n${lines.join(",\n")}\n}\n`);
}

/**
 * Reads such a file, or a list of `{"run": 10340, "files": [...]}`. Throws `no_such_file`, `no_permission`, and `bad_input` where it
 * holds something else.
 */
export async function loadEvioList(path: string): Promise<EvioFilesOfRun[]> {
  const content = parseJson(await readRegularText(path, mostListBytes));
  if (Array.isArray(content)) return checked(ofRuns, content, path);
  return Object.entries(checked(byRun, content, path))
    .filter(([, files]) => files.length > 0)
    .map(([run, files]) => ({ run: Number(run), files }));
}

function checked<T>(schema: v.GenericSchema<unknown, T>, content: unknown, path: string): T {
  const parsed = v.safeParse(schema, content);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const place = v.getDotPath(issue);
  throw new RcdbError(
    "bad_input",
    `“${path}” is not a list of evio files${place === null ? "" : ` (at ${place}: ${issue.message})`}. ` +
      'It must be JSON like {"10340": ["/data/Run010340/hd_rawdata_010340_000.evio"]}.',
  );
}

/** Undefined, which no schema takes, where it is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}
