import { Option, type Command } from "commander";
import type { StoredConfigurationFile } from "../../core/api/files.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withWritableDatabase } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { answer } from "../output.ts";
import { parseRunNumber } from "../parseArguments.ts";
import { readBytes } from "../readInput.ts";

interface FileOptions extends CommonOptions {
  readonly as?: string;
  readonly overwrite?: boolean;
  readonly importance: "high" | "low";
  readonly content?: string;
  readonly description?: string;
}

/** `rcdb add file`: a configuration file of a run. */
export function addAddFileCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "file",
    description: "Add a configuration file to a run; the same file of several runs is stored once",
    help: `  rcdb add file 10340 trigger.conf
  rcdb add file 10340 ./new.conf --as /conf/trigger.conf      under another path
  rcdb add file 10340 trigger.conf --overwrite                in place of the run's newest file of that path
  rcdb add file 10340 roc.cnf --importance low --description "FCAL crate 1"
  rcdb add file 10340 /conf/note.txt --content "beam lost"    a text in place of a file
  rcdb add file 10340 - --as /conf/trigger.conf               from standard input`,
  })
    .argument("<run>", "the run's number", parseRunNumber)
    .argument("<path>", "the file; - for standard input")
    .option("--as <path>", "the path to store it under; as it is given without this")
    .option("--content <text>", "store this text under the path, in place of what is on disk")
    .option("--overwrite", "in place of the run's newest file of that path")
    .addOption(
      new Option("-i, --importance <importance>", "how it is listed: high (0) or low (1)")
        .argParser(parseImportance)
        .default("high"),
    )
    .option("-d, --description <text>", "what it is")
    .action((run: number, path: string, options: FileOptions, command: Command) =>
      withWritableDatabase(command, async (client) => {
        const content = options.content ?? (await contentOf(path, options));
        const { as = path, overwrite = false, importance, description = null } = options;
        const file = { run, path: as, content, overwrite, importance, description };
        const stored = unwrap(await client.addFile(file));
        await answer(options, stored, () => [storedLine(as, run, stored)]);
      }),
    );
}

async function contentOf(path: string, { as }: FileOptions): Promise<Uint8Array> {
  if (path === "-" && as === undefined) {
    throw badInput("Standard input has no path. Say by --as under which one it is stored.");
  }
  const { mostFileBytes } = await import("../../core/writing/contents.ts");
  return readBytes(path, mostFileBytes);
}

/** The Python tool numbers them: 0 is high, everything above is low. */
function parseImportance(text: string): "high" | "low" {
  if (text === "high" || text === "low") return text;
  if (/^\d+$/.test(text)) return Number(text) === 0 ? "high" : "low";
  throw badInput(`“${text}” is not an importance. Write high or low.`);
}

function storedLine(
  path: string,
  run: number,
  { outcome, id, bytes, encoding }: StoredConfigurationFile,
): string {
  const note = encoding === "latin-1" ? " It is not UTF-8 and was read as Latin-1." : "";
  switch (outcome) {
    case "added":
      return `Added ${path} to run ${run}: id:${id}, ${bytes} bytes.${note}`;
    case "associated":
      return `${path} was stored already as id:${id}; it now belongs to run ${run}, too.${note}`;
    case "replaced":
      return `${path} is now id:${id} in place of the one that run ${run} had.${note}`;
    case "unchanged":
      return `Run ${run} had this ${path} already: id:${id}.${note}`;
  }
}
