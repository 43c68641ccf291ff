import { Option, type Command } from "commander";
import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import {
  type ExportFormat,
  checkSheetOptions,
  exportFormatNames,
  extensionsOf,
  formatOfExtension,
} from "../../core/api/exportFormats.ts";
import { counted } from "../../core/text/counted.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withDatabase, type DatabaseClient } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { interruptible } from "../interrupt.ts";
import { answer } from "../output.ts";
import { markHelp, safeHelp, searchOf, withSearchOptions, type SearchOptions } from "../search.ts";
import { writeRows } from "../writeRows.ts";

interface ExportOptions extends CommonOptions, SearchOptions {
  readonly format?: ExportFormat;
  readonly out?: string;
  readonly bom?: boolean;
  readonly safe?: boolean;
  readonly force?: boolean;
}

/** `.csv .tsv …`, by which a file's name tells its format. */
const extensions = [...new Set(exportFormatNames.flatMap(extensionsOf))]
  .map((extension) => `.${extension}`)
  .join(" ");

/** `rcdb export`: all rows of a search, to a file or to standard output. */
export function addExportCommand(program: Command): void {
  const command = addDatabaseCommand(program, {
    usage: "export",
    description: "Export any number of runs of an expression, and their values, to a file",
    help: `  rcdb export "@is_production" event_count beam_current --out production.csv
  rcdb export "@is_production" event_count --runs RunPeriod-2018-08 --out production.parquet
  rcdb export "" event_count run_type --out runs.ndjson.gz          compressed with gzip
  rcdb export "@is_production" user_comment --out for-excel.csv --bom --safe
  rcdb export "beam_current > 100" beam_current --format tsv | less

The format comes from the file's name (${extensions}, and .gz after it) unless --format
says it; on standard output it is csv. A file of that name is replaced only with --force, and when the new one is whole.`,
  })
    .argument("[expression]", "which runs; all without it")
    .argument("[conditions...]", "what to write of them, separated by blanks or commas; or a range of runs")
    .addOption(new Option("-f, --format <format>", "how to write the rows").choices(exportFormatNames))
    .option("--bom", markHelp)
    .option("--safe", safeHelp)
    .option("-o, --out <file>", "the file; standard output without it")
    .option("--force", "replace a file of that name");
  withSearchOptions(command).action(
    (expression: string | undefined, others: string[], options: ExportOptions, self: Command) =>
      withDatabase(self, (client) => exportRows(client, expression ?? "", others, options)),
  );
}

async function exportRows(
  client: DatabaseClient,
  expression: string,
  others: readonly string[],
  options: ExportOptions,
): Promise<void> {
  const { out, bom = false, safe = false, force = false, json = false } = options;
  const { format, gzip } = formatOf(options);
  checkSheetOptions(format, { bom, safe });
  if (out === undefined && json)
    throw badInput("Standard output takes the rows. With --json name a file by --out.");
  const search = await searchOf(client, expression, others, options);
  const found = unwrap(await client.searchRuns(search), expression);
  if (out === undefined) return writeRows(client, found, format, { bom, safe });
  const { result } = found;
  const path = resolve(out);
  const exported = await interruptible(async (signal) =>
    unwrap(await client.writeRows({ result, path, format, gzip, bom, safe, replace: force }, { signal })),
  );
  const real = await realpath(path);
  const link = real === path ? "" : `, which is ${real}`;
  const lines = [
    `Wrote ${counted(exported.rows, "run")} to ${path}${link}: ${counted(exported.bytes, "byte")}.`,
  ];
  const remarks = exported.remark === undefined ? [] : [exported.remark];
  await answer({ json }, { path, format, gzip, ...exported }, () => lines, remarks);
}

/** The format that the option names, or else the ending of the file's name. */
function formatOf({ format, out }: ExportOptions): { format: ExportFormat; gzip: boolean } {
  if (out === undefined) return { format: format ?? "csv", gzip: false };
  const gzip = /\.gz$/i.test(out);
  const ending = /\.([^./\\]+)$/.exec(gzip ? out.slice(0, -3) : out)?.[1] ?? "";
  const meant = format ?? formatOfExtension(ending);
  if (meant === undefined) {
    throw badInput(
      `The name “${out}” does not tell a format. Name one by --format: ${exportFormatNames.join(", ")}.`,
    );
  }
  return { format: meant, gzip };
}
