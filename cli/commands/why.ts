import type { Command } from "commander";
import type { ReasonNode, Reasons } from "../../core/api/cuts.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withDatabase } from "../database.ts";
import { unwrap } from "../failures.ts";
import { answer } from "../output.ts";
import { parseRunNumber } from "../parseArguments.ts";
import { selectionOf, withRunOptions, type RunOptions } from "../search.ts";
import { shownCell, Table } from "../table.ts";

/** `rcdb why`: what each part of an expression is for a run. */
export function addWhyCommand(program: Command): void {
  const command = addDatabaseCommand(program, {
    usage: "why",
    description: "Show why an expression selects a run, or does not",
    help: `  rcdb why 10340 "@is_production and 80 < beam_current < 120"
  rcdb why 10340 "event_count > 1000000" --runs RunPeriod-2018-08
  rcdb why 10340 "@is_production" --json

Each part of the expression stands on a line, with true, false, or “fails” and why, and with the run's values. What stands in
brackets is not evaluated, as a part before it decides. The last line says what would have to change for the run to be selected.`,
  })
    .argument("<run>", "the run's number", parseRunNumber)
    .argument("<expression>", "the expression");
  withRunOptions(command).action(
    (run: number, expression: string, options: CommonOptions & RunOptions, own: Command) =>
      withDatabase(own, async (client) => {
        const selection = await selectionOf(client, expression, options);
        const reasons = unwrap(await client.explainRun({ ...selection, run }), expression);
        const remarks = reasons.dates.map(({ text, meant }) => `'${text}' was ${meant}`);
        await answer(options, reasons, reasonLines, remarks);
      }),
  );
}

function reasonLines({ nodes, sentence }: Reasons): string[] {
  const rows = nodes.map((node) => [outcomeText(node), treeText(node), valuesText(node)]);
  return [...new Table(["left", "left", "left"]).lines(rows), ...(rows.length === 0 ? [] : [""]), sentence];
}

function treeText({ depth, text }: ReasonNode): string {
  return "  ".repeat(depth) + shownCell(text, mostCharacters);
}

/** Characters of a part that are shown. */
const mostCharacters = 100;

function outcomeText({ outcome, evaluated, reason }: ReasonNode): string {
  const text = reason === null ? outcome : `${outcome}: ${reason}`;
  return evaluated ? text : `(${text})`;
}

function valuesText({ values }: ReasonNode): string {
  return values
    .map(({ name, value }) => `${name} = ${value === null ? "missing" : shownCell(value)}`)
    .join(", ");
}
