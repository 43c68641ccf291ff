/** Which values a condition has, for the editor: where they come from, and in words. */
import { Facet } from "@codemirror/state";
import type { Cell } from "../../core/api/values.ts";
import type { ValueSummary } from "../../core/api/summary.ts";
import { quoteText, type ValueType } from "../../core/query/index.ts";
import { formatCount, formatFloat, formatInteger, formatTime } from "../lib/format.ts";

/** Tells the values of a condition, at once where they are known. */
export interface FactsSource {
  readonly known: (name: string) => ValueSummary | null;
  readonly ask: (name: string) => Promise<ValueSummary | null>;
}

const noFacts: FactsSource = { known: () => null, ask: () => Promise.resolve(null) };

export const factsSource = Facet.define<FactsSource, FactsSource>({
  combine: (sources) => sources[0] ?? noFacts,
});

const mostValues = 5;

/** How many runs have a condition, and its range or its most frequent values, each a line. */
export function factLines(summary: ValueSummary, type: ValueType): string[] {
  const { runs, missing } = summary;
  if (runs === 0) return ["No run has it."];
  const all =
    missing === 0
      ? "All runs have it"
      : `${formatInteger(runs)} of ${formatCount(runs + missing, "run")} ${runs === 1 ? "has" : "have"} it`;
  const values = type === "bool" ? boolLine(summary) : (rangeLine(summary, type) ?? valuesLine(summary));
  return values === null ? [all] : [all, values];
}

function boolLine({ values }: ValueSummary): string {
  return values.map(({ value, runs }) => `${value ? "True" : "False"} in ${formatInteger(runs)}`).join(", ");
}

function rangeLine({ least, greatest }: ValueSummary, type: ValueType): string | null {
  if (least === null || greatest === null) return null;
  const [from, to] = [shown(least, type), shown(greatest, type)];
  return from === to ? `Always ${from}` : `From ${from} to ${to}`;
}

function shown(value: Cell, type: ValueType): string {
  if (typeof value === "number") return type === "float" ? formatFloat(value) : formatInteger(value);
  return formatTime(String(value)).text;
}

function valuesLine({ values, distinct }: ValueSummary): string | null {
  if (values.length === 0) return null;
  const first = values.slice(0, mostValues).map(({ value }) => shortened(String(value)));
  const rest = distinct === null || distinct > first.length ? ", …" : "";
  const count = distinct === null ? "" : `${formatCount(distinct, "value")}: `;
  return count + first.join(", ") + rest;
}

function shortened(text: string): string {
  const most = 40;
  return quoteText(text.length > most ? `${text.slice(0, most)}…` : text);
}
