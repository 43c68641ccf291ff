/** The columns of a search: conditions, the run's own values, and what is computed of these. */
import { usedAliases, type ConditionType } from "../api/catalogue.ts";
import { checkDistinct } from "../api/checkDistinct.ts";
import { RcdbError } from "../api/failure.ts";
import { noSuchCondition } from "../api/missing.ts";
import {
  describeComputed,
  runColumns,
  type Column,
  type ComputedColumn,
  type WantedColumn,
} from "../api/search.ts";
import { listAliases } from "../catalogue/aliases.ts";
import type { Database } from "../db/database.ts";
import { analyzeValue } from "../query/analyze.ts";
import type { Vocabulary } from "../query/tree.ts";
import type { ShownColumn } from "../results/shownConditions.ts";

/** The columns that are asked for. Throws `no_such_condition`, `bad_input` for a name that is taken, `expression`. */
export async function findColumns(
  database: Database,
  wanted: readonly WantedColumn[],
  types: readonly ConditionType[],
  now?: string,
): Promise<ShownColumn[]> {
  const isComputed = wanted.some((column) => typeof column !== "string");
  const aliases = isComputed ? usedAliases(await listAliases(database)) : [];
  const vocabulary = { conditions: types, aliases };
  const computed = new Map<string, ComputedColumn>();
  return wanted.map((column) => {
    if (typeof column === "string") return findColumn(column, types);
    checkName(column, types, computed.get(column.name));
    computed.set(column.name, column);
    return computeColumn(column, vocabulary, now);
  });
}

/** A column as callers see it. */
export function shownColumn({ name, type, description, expression }: ShownColumn): Column {
  return { name, type, description, ...(expression === undefined ? {} : { expression }) };
}

function findColumn(name: string, types: readonly ConditionType[]): ShownColumn {
  const type = types.find((candidate) => candidate.name === name);
  if (type) return type;
  const own = runColumns.find((candidate) => candidate.name === name);
  if (own) return { id: null, ...own };
  throw noSuchCondition(
    name,
    types.map((candidate) => candidate.name),
  );
}

function checkName(
  { name, expression }: ComputedColumn,
  types: readonly ConditionType[],
  other: ComputedColumn | undefined,
): void {
  const isTaken = name === "run" || [...types, ...runColumns].some((column) => column.name === name);
  if (isTaken) {
    throw new RcdbError(
      "bad_input",
      `There is a column “${name}” already. Give the computed column another name.`,
    );
  }
  if (other !== undefined && other.expression !== expression) checkDistinct([other.name, name]);
}

function computeColumn(column: ComputedColumn, vocabulary: Vocabulary, now?: string): ShownColumn {
  const { name, expression } = column;
  const analyzed = analyzeValue(expression, vocabulary, now);
  if (!analyzed.ok) {
    const { problems } = analyzed;
    const message = `The computed column “${name}”: ${problems[0]?.message ?? "its expression has an error."}`;
    throw new RcdbError("expression", message, { problems, column: name, text: expression });
  }
  const { value } = analyzed;
  return {
    id: null,
    name,
    type: value.type,
    description: describeComputed(column),
    expression,
    value,
  };
}
