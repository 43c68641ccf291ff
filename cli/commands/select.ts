import type { Selection } from "../../core/api/schemas.ts";
import { nearest } from "../../core/query/nearest.ts";
import { either } from "../../core/query/problems.ts";
import { parseRunRange } from "../../core/runRange.ts";
import { CommandError, unwrap } from "../commandError.ts";
import { withDatabase, type DatabaseClient } from "../openClient.ts";
import { remark, write } from "../output.ts";
import { rowFormat, type FormatName } from "../rowFormats.ts";

export interface SelectOptions {
  readonly runs?: string;
  readonly period?: string;
  readonly desc?: boolean;
  readonly format: FormatName;
}

/** Enough to make the work per part small, few enough to print soon. */
const rowsPerPart = 2000;

/** `rcdb select`: the runs of an expression with the values of conditions. */
export function select(
  connection: string,
  expression: string,
  columns: readonly string[],
  options: SelectOptions,
): Promise<void> {
  return withDatabase(connection, async (client) => {
    const search = {
      expression,
      ...(await boundsOf(client, options)),
      columns: [...columns],
      order: { column: "run", descending: options.desc ?? false },
    };
    const found = unwrap(await client.searchRuns(search), expression);
    const format = rowFormat(options.format, found.columns);
    await write(format.begin());
    for (let from = 0; from < found.count; from += rowsPerPart) {
      const { result } = found;
      const rows = unwrap(await client.readRows({ result, from, count: rowsPerPart, texts: format.texts }));
      await write(format.part(rows));
    }
    await write(format.end());
    const isLookedAt = options.format === "table" && process.stdout.isTTY;
    if (isLookedAt) remark(`${found.count} runs in ${found.milliseconds.toFixed(0)} ms`);
  });
}

type Bounds = Pick<Selection, "runMin" | "runMax">;

async function boundsOf(client: DatabaseClient, { runs, period }: SelectOptions): Promise<Bounds> {
  if (runs !== undefined) return unwrap(parseRunRange(runs));
  if (period === undefined) return { runMin: null, runMax: null };
  const periods = unwrap(await client.listRunPeriods());
  const found = periods.find(({ name }) => name === period);
  if (found) return { runMin: found.runMin, runMax: found.runMax };
  const names = periods.map(({ name }) => name);
  const near = nearest(period, names);
  const mend = near.length > 0 ? `Did you mean ${either(near)}?` : "“rcdb info” lists them.";
  throw new CommandError(`There is no run period “${period}”. ${mend}`);
}
