import type { RunDetail } from "../../core/api/schemas.ts";
import { unwrap } from "../commandError.ts";
import { withDatabase } from "../openClient.ts";
import { heading, write } from "../output.ts";
import { Table } from "../table.ts";

export interface RunOptions {
  readonly conditions?: boolean;
  readonly files?: boolean;
}

/** `rcdb run`: a run's own data, conditions and files, or only what the options name. */
export function run(connection: string, number: number, options: RunOptions): Promise<void> {
  return withDatabase(connection, async (client) => {
    const detail = unwrap(await client.readRun({ run: number }));
    const { conditions = false, files = false } = options;
    const lines: string[] = [];
    if (conditions) lines.push(...conditionLines(detail));
    if (files) lines.push(...fileLines(detail));
    if (!conditions && !files) {
      lines.push(...ownLines(detail), "");
      lines.push(heading("Conditions"), ...orNone(conditionLines(detail)), "");
      lines.push(heading("Files"), ...orNone(fileLines(detail)));
    }
    await write(lines.map((line) => `${line}\n`).join(""));
  });
}

function ownLines({ run: number, started, finished, period, previous, next }: RunDetail): string[] {
  return new Table(["left", "left"]).lines([
    ["Run", String(number)],
    ["Started", started ?? ""],
    ["Finished", finished ?? ""],
    ["Run period", period?.name ?? ""],
    ["Previous run", String(previous ?? "")],
    ["Next run", String(next ?? "")],
  ]);
}

function conditionLines({ conditions }: RunDetail): string[] {
  return new Table(["left", "left"]).lines(conditions.map(({ name, value }) => [name, String(value ?? "")]));
}

function fileLines({ files }: RunDetail): string[] {
  const rows = files.map(({ path, bytes, importance, description }) => [
    path,
    `${bytes} bytes`,
    importance,
    description ?? "",
  ]);
  return new Table(["left", "right", "left", "left"]).lines(rows);
}

function orNone(lines: string[]): string[] {
  return lines.length === 0 ? ["none"] : lines;
}
