import type { Command } from "commander";
import { RcdbError } from "../../core/api/failure.ts";
import type { EvioFilesOfRun, EvioRepair } from "../../core/api/maintenance.ts";
import { defaultMask, scanEvioFiles, type EvioScan } from "../../core/maintenance/evioScan.ts";
import type { RunBounds } from "../../core/api/runRange.ts";
import { counted } from "../../core/text/counted.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withWritableDatabase } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { interruptible } from "../interrupt.ts";
import { answer } from "../output.ts";
import { progressLine } from "../progress.ts";
import { boundsOf, runsText } from "../search.ts";
import { tableLines } from "../table.ts";

interface EvioOptions extends CommonOptions {
  readonly mask: string;
  readonly loadList?: string;
  readonly saveList?: string;
  readonly runRange?: string;
  readonly replace?: boolean;
  readonly execute?: boolean;
}

/** `rcdb repair evio-files`: the evio conditions of runs, by the files on disk. */
export function addRepairEvioFilesCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "evio-files",
    description:
      "Compare evio_files_count and evio_last_file with the files on disk, and add what is missing",
    help: `  rcdb repair evio-files /data/rawdata                          tells what is missing and what differs
  rcdb repair evio-files /data/rawdata --execute                adds what is missing
  rcdb repair evio-files /data/rawdata --run-range 130000-130999
  rcdb repair evio-files /data/rawdata --mask "Run13*" --save-list files.json
  rcdb repair evio-files --load-list files.json --execute
  rcdb repair evio-files --load-list files.json --replace --execute     puts values right that differ

The folders contain one for each run, such as Run130001. Lists are those of the Python client: {"130001": ["PATH", …]}.
Without --replace values that differ are told and stay as they are; with it the log keeps them.`,
  })
    .argument("[folders...]", "where the folders of the runs are")
    .option("--mask <mask>", "names of the runs' folders; the number follows “Run”", defaultMask)
    .option("--load-list <file>", "read what was found from a list, in place of folders")
    .option("--save-list <file>", "write what was found to a list")
    .option("--run-range <ranges>", "only these runs: 1000-2000, 1000-, a list of these, or a run period")
    .option("--replace", "also put values right that differ")
    .option("--execute", "add what is missing")
    .action((folders: string[], options: EvioOptions, command: Command) =>
      repairEvioFiles(folders, options, command),
    );
}

async function repairEvioFiles(
  folders: readonly string[],
  options: EvioOptions,
  command: Command,
): Promise<void> {
  const { runRange, saveList, replace = false, execute = false, json = false } = options;
  const { loadEvioList, saveEvioList } = await import("../../core/maintenance/evioList.ts");
  if ((options.loadList === undefined) === (folders.length === 0)) {
    throw badInput("Name folders to look in, or a list by --load-list.");
  }
  const { found, skipped } =
    options.loadList === undefined
      ? await scan(folders, options.mask)
      : { found: await loadEvioList(options.loadList), skipped: [] };
  if (saveList !== undefined) await saveEvioList(saveList, found);
  await withWritableDatabase(command, async (client) => {
    const periods = unwrap(await client.listRunPeriods());
    const bounds = boundsOf(await runsText(runRange, periods), periods);
    const repair = unwrap(await client.repairEvioFiles({ found: within(bounds, found), execute, replace }));
    const remarks = skipped.map(({ path, reason }) => `“${path}” was left out: ${reason}.`);
    await answer({ json }, { ...repair, skipped }, () => repairLines(repair, options), remarks);
  });
}

/** Throws `no_such_file` for a folder that was named and cannot be read; others are left out. */
async function scan(folders: readonly string[], mask: string): Promise<EvioScan> {
  const { report, clear } = progressLine();
  const found = await interruptible((signal) => scanEvioFiles(folders, mask, { signal, report })).finally(
    clear,
  );
  const unread = found.skipped.find(({ path }) => folders.includes(path));
  if (!unread) return found;
  throw new RcdbError(
    "no_such_file",
    `The folder “${unread.path}” cannot be looked into: ${unread.reason}. Nothing was changed.`,
  );
}

function within({ runMin, runMax, ranges }: RunBounds, found: readonly EvioFilesOfRun[]): EvioFilesOfRun[] {
  const all = ranges.length > 0 ? ranges : [{ runMin, runMax }];
  return found.filter(({ run }) =>
    all.some((range) => (range.runMin ?? -Infinity) <= run && run <= (range.runMax ?? Infinity)),
  );
}

const states = {
  added: "added",
  replaced: "replaced",
  missing: "missing",
  mismatch: "differs",
  "unknown-run": "no such run",
} as const satisfies Record<EvioRepair["runs"][number]["state"], string>;

function repairLines(
  { runs, right }: EvioRepair,
  { execute = false, replace = false }: EvioOptions,
): string[] {
  const table = tableLines(
    [
      ["run", "right"],
      ["state", "left"],
      ["files", "right"],
      ["last file", "left"],
      ["stored", "right"],
      ["stored last file", "left"],
    ],
    runs.map((run) => [run.run, states[run.state], run.count, run.last, run.storedCount, run.storedLast]),
  );
  const has = (wanted: EvioRepair["runs"][number]["state"]): boolean =>
    runs.some(({ state }) => state === wanted);
  const hints = [
    ...(has("missing") && !execute ? [" --execute adds what is missing."] : []),
    ...(has("mismatch") && replace ? [" --execute puts right what differs."] : []),
    ...(has("mismatch") && !replace ? [" --replace --execute puts right what differs."] : []),
  ];
  return [
    ...table,
    `${counted(right, "run")} ${right === 1 ? "has" : "have"} the right values.${hints.join("")}`,
  ];
}
