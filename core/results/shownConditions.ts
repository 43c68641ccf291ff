/** Reads the conditions to show with a result's runs and puts them in their places. */
import { sql, type CompiledQuery } from "kysely";
import type { Progress } from "../api/call.ts";
import type { Column, Selection } from "../api/search.ts";
import { cutLength } from "../api/values.ts";
import { valueColumn } from "../catalogue/conditionTypes.ts";
import type { Database } from "../db/database.ts";
import type { Sql } from "../db/dialect.ts";
import { indexedText, ownIndexName } from "../db/ownIndex.ts";
import { readers, type RawValue } from "../db/stored/kinds.ts";
import { tableSource } from "../db/tableSource.ts";
import type { CheckedValue } from "../query/analyze.ts";
import type { ValueType } from "../query/types.ts";
import type { HeldColumn } from "./columns.ts";
import type { NumberList } from "./numberList.ts";
import { greatestId } from "../conditions/greatestId.ts";
import { isOneOf, withinBounds } from "../conditions/runBounds.ts";
import { factsOf } from "../conditions/facts.ts";
import { newestOfPlaces } from "../conditions/newest.ts";
import { planValues } from "../conditions/plan.ts";
import { stepsByRun, stepsInOrder, type Select, type Steps } from "../conditions/steps.ts";
import { allOf, isOfTypes, numberLiteral } from "../db/sqlParts.ts";
import { shownTime } from "../time/times.ts";

/** A column to show; `id` is the condition type's, null for one of the run's own columns and a computed one. */
export interface ShownColumn extends Column {
  readonly id: number | null;
  /** Of a computed one. */
  readonly value?: CheckedValue;
}

/** A result that is being made: `held[i]` takes the values of `columns[i]` for `runs`, which ascend. */
export interface FilledRows {
  readonly runs: NumberList;
  readonly columns: readonly ShownColumn[];
  readonly held: readonly HeldColumn[];
}

/** Runs looked up by one statement. */
const runsAtOnce = 500;
/** The most runs that are named where the table is read as a whole, so that only their rows are returned. */
const mostNamed = 2000;

/**
 * Fills the conditions among the columns of runs that lie within the bounds, a statement at a step: by our own index, by
 * another one where few of all runs are asked for, else part by part in the order of the table. `backwards` begins with
 * the last runs, or the newest conditions.
 */
export async function* fillConditions(
  database: Database,
  bounds: Selection,
  { runs, columns, held }: FilledRows,
  backwards: boolean,
): AsyncGenerator<Progress> {
  const heldOfType = new Map<number, { column: HeldColumn; isTime: boolean }>();
  columns.forEach(({ id, type }, index) => {
    const column = held[index];
    if (id !== null && column) heldOfType.set(id, { column, isTime: type === "time" });
  });
  if (heldOfType.size === 0 || runs.length === 0) return;
  const { steps, typeOf } = await valueSteps(database, bounds, runs, columns);
  const counts = newestOfPlaces(backwards);
  for (let done = 0; done < steps.count; done++) {
    const step = backwards ? steps.count - 1 - done : done;
    const typeOfAll = typeOf(step);
    const rows = await database.rows(steps.statement(step), ["key", "reference", "raw", "reference"]);
    for (let at = 0; at < rows.length; at++) {
      const stored = rows[backwards ? rows.length - 1 - at : at];
      if (!stored) continue;
      const [id, run, value, type] = stored;
      const row = run === null ? -1 : runs.find(run);
      const target = heldOfType.get(typeOfAll ?? type ?? NaN);
      if (row < 0 || !target || !counts(target.column, row)) continue;
      target.column.set(row, target.isTime ? readTime(value) : value, id);
    }
    yield { done: done + 1, total: steps.count, label: "Reading values" };
  }
}

/** A time as it is shown. */
export function readTime(raw: RawValue): string | null {
  const stored = readers.time(raw);
  return stored === null ? null : shownTime(stored);
}

/** Statements that together give id, run and value of the conditions of the columns, the newest of a run last. */
interface ValueSteps {
  readonly steps: Steps;
  /** The type of all rows of a step; null where each row has it beside its value. */
  readonly typeOf: (step: number) => number | null;
}

async function valueSteps(
  database: Database,
  bounds: Selection,
  runs: NumberList,
  columns: readonly ShownColumn[],
): Promise<ValueSteps> {
  const types = new Map(columns.flatMap(({ id, type }) => (id === null ? [] : [[id, type]])));
  const indexes = await database.conditionIndexes();
  const plan = await planValues(indexes, runs.length, factsOf(database));
  if (plan.kind === "own") return byType(database, types, runs, plan.isFew);
  const select = selectValues(database, types);
  const steps =
    plan.kind === "runs"
      ? stepsByRun(database, plan.index, runs, runsAtOnce, select)
      : stepsInOrder(database, { from: 0, to: await greatestId(database) }, select, ofRuns(runs, bounds));
  return { steps, typeOf: () => null };
}

function ofRuns(runs: NumberList, bounds: Selection): readonly Sql[] {
  return runs.length <= mostNamed ? [isOneOf(runs.slice(0, mostNamed))] : withinBounds("run_number", bounds);
}

/** By our own index, which has each type's conditions in run order. */
function byType(
  database: Database,
  types: ReadonlyMap<number, ValueType>,
  runs: NumberList,
  isFew: boolean,
): ValueSteps {
  const hint = database.hints.byIndex(ownIndexName);
  const rowsAtOnce = isFew ? runsAtOnce : database.hints.idsAtOnce;
  const kinds = [...types];
  const typeAt = (step: number): readonly [number, ValueType] => kinds[step % kinds.length] ?? [NaN, "int"];
  const statement = (step: number): CompiledQuery => {
    const from = Math.floor(step / kinds.length) * rowsAtOnce;
    const to = Math.min(from + rowsAtOnce, runs.length);
    const wanted = isFew
      ? isOneOf(runs.slice(from, to))
      : sql`run_number BETWEEN ${runs.get(from)} AND ${runs.get(to - 1)}`;
    const [type, kind] = typeAt(step);
    const value = shownValue(database, kind, (column) => indexedText(column));
    return sql`SELECT id, run_number, ${value} FROM ${tableSource(database, "conditions", { hint })}
WHERE condition_type_id = ${numberLiteral(type)} AND ${wanted}
ORDER BY run_number, id`.compile(database.read);
  };
  const count = Math.ceil(runs.length / rowsAtOnce) * kinds.length;
  return { steps: { count, statement }, typeOf: (step) => typeAt(step)[0] };
}

/** Makes statements for the values of all of the types. */
function selectValues(database: Database, types: ReadonlyMap<number, ValueType>): Select<unknown> {
  const values = [...types].map(
    ([id, type]) => sql`WHEN ${numberLiteral(id)} THEN ${shownValue(database, type, (column) => column)}`,
  );
  return (hint, ...wanted) =>
    sql`SELECT id, run_number, CASE condition_type_id ${sql.join(values, sql` `)} END, condition_type_id
FROM ${tableSource(database, "conditions", { hint })}
WHERE ${allOf([isOfTypes([...types.keys()]), ...wanted])}
ORDER BY id`.compile(database.read);
}

/** A value as it is held: a text is cut. */
function shownValue({ dialect }: Database, type: ValueType, text: (column: Sql) => Sql): Sql {
  const column = sql.ref(valueColumn(type));
  if (valueColumn(type) !== "text_value") return dialect.shown(type, column);
  return sql`substr(${dialect.shown(type, text(column))}, 1, ${numberLiteral(cutLength)})`;
}
