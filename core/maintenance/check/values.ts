import { sql, type CompiledQuery } from "kysely";
import type { ConditionType } from "../../api/catalogue.ts";
import { listConditionTypes } from "../../catalogue/conditionTypes.ts";
import { backendOf } from "../../db/backends.ts";
import type { Database } from "../../db/database.ts";
import { tableSource } from "../../db/tableSource.ts";
import { fitsType } from "../../query/fitsType.ts";
import type { ValueType } from "../../query/types.ts";
import { Tally } from "./findings.ts";
import { readBatches } from "../readBatches.ts";
import type { Check } from "./check.ts";

/** What a bad value is not. */
const words: Readonly<Record<ValueType, string>> = {
  int: "no integer",
  float: "no number",
  bool: "neither true nor false",
  string: "no text",
  blob: "no text",
  json: "no JSON",
  time: "no time",
};

/** Conditions whose value is none of their type. */
export const checkValues: Check = async (database, context) => {
  const types = new Map((await listConditionTypes(database)).map((type) => [type.id, type]));
  const unreadable = new Tally();
  const add = (run: number | null, type: ConditionType | undefined): void => {
    if (type) unreadable.add(`run ${run ?? "NULL"}, ${type.name}: ${words[type.type]}`);
  };
  const misfitting = misfitQuery(database, types);
  if (misfitting) {
    for await (const batch of readBatches(database, context, "Checking values", misfitting, [
      "reference",
      "reference",
    ])) {
      for (const [run, id] of batch) add(run, types.get(id ?? NaN));
    }
  }
  const texts = textQuery(database, types);
  if (texts) {
    for await (const batch of readBatches(database, context, "Checking times and JSON", texts, [
      "reference",
      "reference",
      "text",
      "time",
    ])) {
      for (const [run, id, text, time] of batch) {
        const type = types.get(id ?? NaN);
        if (type?.type === "time" ? !isTime(time) : !isJson(text)) add(run, type);
      }
    }
  }
  return unreadable.finding({
    kind: "values-not-readable",
    severity: "error",
    noun: ["value of a condition does", "values of conditions do"],
    message: (counted) => `${counted} not fit the type, and cannot be read as such.`,
    fix: "rcdb add condition RUN NAME VALUE --replace",
  });
};

/** The plus keeps a database without statistics from looking up a great part of all rows one by one in an index: a scan is faster. */
const typeId = sql<number>`+condition_type_id`;

type Types = ReadonlyMap<number, ConditionType>;

function idsOf(types: Types, ...wanted: readonly ValueType[]): number[] {
  return [...types.values()].filter(({ type }) => wanted.includes(type)).map(({ id }) => id);
}

/** Null where there is nothing to look at, as in the next one. */
function misfitQuery(database: Database, types: Types): CompiledQuery | null {
  const { connection, read } = database;
  const bad = Object.entries(backendOf(connection).upkeep.misfits).flatMap(([type, misfit]) => {
    const ids = idsOf(types, type as ValueType);
    return ids.length === 0 ? [] : [sql`(${typeId} IN (${sql.join(ids)}) AND (${misfit}))`];
  });
  if (bad.length === 0) return null;
  return sql`SELECT run_number, condition_type_id FROM ${tableSource(database, "conditions")} WHERE ${sql.join(bad, sql` OR `)}`.compile(
    read,
  );
}

function textQuery({ read }: Database, types: Types): CompiledQuery | null {
  const ids = idsOf(types, "time", "json");
  if (ids.length === 0) return null;
  return read
    .selectFrom("conditions")
    .select(["run_number", "condition_type_id", "text_value", "time_value"])
    .where(typeId, "in", ids)
    .compile();
}

function isTime(stored: string | null): boolean {
  return stored !== null && fitsType("time", stored);
}

function isJson(stored: string | null): boolean {
  if (stored === null) return false;
  try {
    JSON.parse(stored);
    return true;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return false;
    throw thrown;
  }
}
