import type { Command } from "commander";
import type { FileMatches } from "../../core/api/files.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withDatabase } from "../database.ts";
import { escapeControls } from "../../core/text/escapeControls.ts";
import { counted } from "../../core/text/counted.ts";
import { unwrap } from "../failures.ts";
import { answer, coloured } from "../output.ts";
import { parseLimit } from "../parseArguments.ts";

interface SearchOptions extends CommonOptions {
  readonly regularExpression?: boolean;
  readonly caseSensitive?: boolean;
  readonly path: string;
  readonly limit: number;
}

/** `rcdb file search`: lines of all configuration files that contain a text. */
export function addFileSearchCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "search",
    description: "Search all configuration files for lines that contain a text",
    help: `  rcdb file search TRIG_TYPE
  rcdb file search "FADC250_.*_VER" --regular-expression --path fcal
  rcdb file search BCAL --case-sensitive --limit 10000

A line stands there after the number of its file, which “rcdb file cat” and “rcdb file runs” take, its path and
its line number.`,
  })
    .argument("<text>", "what to search for")
    .option(
      "-e, --regular-expression",
      "the text is a regular expression, without look-around and back-references",
    )
    .option("-s, --case-sensitive", "tell upper from lower case")
    .option("-p, --path <text>", "only files whose path contains this", "")
    .option("-n, --limit <count>", "the most lines to show", parseLimit, 1000)
    .action((text: string, options: SearchOptions, command: Command) =>
      withDatabase(command, async (client) => {
        const { regularExpression = false, caseSensitive = false, path, limit } = options;
        const search = { text, regularExpression, caseSensitive, path, limit };
        const found = unwrap(await client.searchFiles(search));
        const remarks = [
          ...(found.matches.length === 0 ? [`None of ${counted(found.files, "file")} contains it.`] : []),
          ...(found.complete ? [] : [`There is more. --limit shows more than ${limit} lines.`]),
        ];
        await answer(options, found, matchLines, remarks);
      }),
    );
}

function matchLines({ matches }: FileMatches): string[] {
  return matches.map(({ file, line, text, from, to }) => {
    const place = escapeControls(`id:${file.id} ${file.path}:${line}: `);
    const found = coloured(process.stdout, "red", escapeControls(text.slice(from, to)));
    return place + escapeControls(text.slice(0, from)) + found + escapeControls(text.slice(to));
  });
}
