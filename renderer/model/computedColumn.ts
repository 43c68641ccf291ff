/** A computed column as the window checks it: by the language, which the core compiles. Nothing is calculated here. */
import { failed, succeeded, type Outcome } from "../../core/api/failure.ts";
import {
  describeComputed,
  runColumns,
  type Column,
  type ComputedColumn,
  type Search,
  type WantedSearch,
} from "../../core/api/search.ts";
import { analyzeValue } from "../../core/query/index.ts";
import type { Vocabulary } from "../../core/query/tree.ts";

/** A search as the window makes it: columns by their names, and what the computed ones of them are. */
export interface AskedSearch extends Search {
  readonly computed: readonly ComputedColumn[];
}

/** What the core is asked for. */
export function wantedSearch({ computed, ...search }: AskedSearch): WantedSearch {
  const columns = search.columns.map((name) => computed.find((column) => column.name === name) ?? name);
  return { ...search, columns };
}

/** A computed column with the type of its values; fails with what is wrong with it in this database. */
export function computedAsColumn(column: ComputedColumn, vocabulary: Vocabulary): Outcome<Column> {
  const { name, expression } = column;
  const problem = nameProblem(name, vocabulary);
  if (problem !== null) return failed("bad_input", problem);
  const analyzed = analyzeValue(expression, vocabulary);
  if (!analyzed.ok) return failed("expression", analyzed.problems[0]?.message ?? "It has an error.");
  return succeeded({ name, type: analyzed.value.type, description: describeComputed(column), expression });
}

/** Why a computed column cannot have a name, in words; null where it can. */
export function nameProblem(name: string, { conditions }: Vocabulary): string | null {
  if (name === "") return "Give the column a name.";
  const isTaken = name === "run" || [...conditions, ...runColumns].some((column) => column.name === name);
  return isTaken ? `There is a column “${name}” already. Choose another name.` : null;
}
