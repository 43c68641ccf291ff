import SqliteFile from "better-sqlite3";
import { builtInAliases } from "../../core/query/builtInAliases.ts";
import { analyze } from "../../core/query/analyze.ts";
import { normalizeTime } from "../../core/query/time.ts";
import type { ConditionName } from "../../core/query/tree.ts";
import type { ValueType } from "../../core/query/types.ts";
import { evaluate, type Value } from "./evaluate.ts";

interface StoredCondition {
  readonly run: number;
  readonly name: string;
  readonly type: ValueType;
  readonly int_value: number;
  readonly float_value: number;
  readonly bool_value: number;
  readonly time_value: string | null;
  readonly text_value: string | null;
}

/** The runs of a database that an expression selects, found without its SQL: each run is evaluated by itself. */
export function plainAnswer(path: string, expression: string): number[] {
  const file = new SqliteFile(path, { readonly: true });
  const types = file
    .prepare("SELECT name, value_type AS type, description FROM condition_types")
    .all() as ConditionName[];
  const analyzed = analyze(expression, { conditions: types, aliases: builtInAliases });
  if (!analyzed.ok || analyzed.value.tree === null) throw new Error(`${expression} is not an expression`);
  const { tree, conditions } = analyzed.value;

  const runs = file.prepare("SELECT number FROM runs ORDER BY number").pluck().all() as number[];
  const values = new Map(runs.map((run) => [run, new Map<string, Value>()]));
  const stored = file.prepare(
    `SELECT run_number AS run, name, value_type AS type, int_value, float_value, bool_value, time_value, text_value
     FROM conditions JOIN condition_types ON condition_types.id = condition_type_id
     WHERE name IN (SELECT value FROM json_each(?)) ORDER BY conditions.id`,
  );
  const read = stored.iterate(JSON.stringify(conditions)) as IterableIterator<StoredCondition>;
  for (const condition of read) values.get(condition.run)?.set(condition.name, valueOf(condition));
  file.close();
  return runs.filter((run) => evaluate(tree, (name) => values.get(run)?.get(name) ?? null) === "selected");
}

function valueOf(stored: StoredCondition): Value {
  switch (stored.type) {
    case "int":
      return BigInt(stored.int_value);
    case "float":
      return stored.float_value;
    case "bool":
      return stored.bool_value !== 0;
    case "time":
      return stored.time_value && normalizeTime(stored.time_value);
    default:
      return stored.text_value;
  }
}
