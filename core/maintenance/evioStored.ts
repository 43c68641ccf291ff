import { RcdbError } from "../api/failure.ts";
import type { GivenConditionType } from "../api/catalogue.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import { newestByKey } from "../conditions/newest.ts";
import type { Database } from "../db/database.ts";
import { countType, lastType } from "../updates/coda/conditionTypes.ts";

/** What the database says of the evio files of its runs. */
export interface StoredEvioFiles {
  /** All runs there are within the bounds. */
  readonly runs: ReadonlySet<number>;
  /** By run; of a condition stored twice the newest. */
  readonly counts: ReadonlyMap<number, number>;
  readonly lasts: ReadonlyMap<number, string>;
  /** The condition types that the database does not have. */
  readonly missingTypes: readonly GivenConditionType[];
}

/**
 * Reads the two conditions of all runs from `first` to `last`. Throws `conflict` where one of them is of another
 * type than it should be.
 */
export async function readStoredEvioFiles(
  from: Pick<Database, "read">,
  first: number,
  last: number,
): Promise<StoredEvioFiles> {
  const types = await listConditionTypes(from);
  const idOf = ({ name, type }: GivenConditionType): number | null => {
    const found = types.find((known) => known.name === name);
    if (found && found.type !== type) {
      throw new RcdbError(
        "conflict",
        `The condition ${name} is of type ${found.type} in this database, where it should be ${type}. Nothing was changed.`,
      );
    }
    return found?.id ?? null;
  };
  const [countId, lastId] = [idOf(countType), idOf(lastType)];
  const runs = await from.read
    .selectFrom("runs")
    .select("number")
    .where("number", ">=", first)
    .where("number", "<=", last)
    .execute();
  const rows = await from.read
    .selectFrom("conditions")
    .select(["run_number", "condition_type_id", "int_value", "text_value"])
    .where("condition_type_id", "in", [countId ?? -1, lastId ?? -1])
    .where("run_number", ">=", first)
    .where("run_number", "<=", last)
    .orderBy("id")
    .$narrowType<{ run_number: number }>()
    .execute();
  const ofRun = newestByKey(
    rows.filter((row) => row.condition_type_id !== countId),
    (row) => row.run_number,
  );
  const counted = newestByKey(
    rows.flatMap(({ run_number: run, condition_type_id: type, int_value: count }) =>
      type === countId && typeof count === "number" ? [{ run, count }] : [],
    ),
    ({ run }) => run,
  );
  return {
    runs: new Set(runs.map(({ number }) => number)),
    counts: new Map([...counted].map(([run, { count }]) => [run, count])),
    lasts: new Map([...ofRun].map(([run, { text_value }]) => [run, text_value ?? ""])),
    missingTypes: [...(countId === null ? [countType] : []), ...(lastId === null ? [lastType] : [])],
  };
}
