import { sql } from "kysely";
import type { CallContext } from "../api/dispatch.ts";
import { newestAndOlder } from "../conditions/newest.ts";
import type { Database, ReadHandle } from "../db/database.ts";
import { PairSet } from "./pairSet.ts";
import { readBatches } from "./readBatches.ts";

/** Rows of `conditions` beside the newest one of the same run and type. */
export interface SurplusCondition {
  readonly run: number;
  readonly typeId: number;
  /** The row that counts. */
  readonly newest: number;
  /** The others, the oldest first. */
  readonly older: readonly number[];
}

/**
 * What is stored more than once, by run and type; reads the table once, and where there is something, once more:
 * to have a server group all rows takes ten times as long. Rows without run or type are none. Throws `cancelled`.
 */
export async function findSurplusConditions(
  database: Database,
  context: CallContext,
): Promise<SurplusCondition[]> {
  const seen = new PairSet();
  const repeated = new Map<number, Map<number, number[]>>();
  for await (const batch of readConditions(database, context)) {
    for (const [, run, type] of batch) {
      if (seen.add(type, run)) continue;
      const runs = repeated.get(type) ?? new Map<number, number[]>();
      repeated.set(type, runs.set(run, []));
    }
  }
  if (repeated.size === 0) return [];
  for await (const batch of readConditions(database, context)) {
    for (const [id, run, type] of batch) repeated.get(type)?.get(run)?.push(id);
  }
  return [...repeated]
    .flatMap(([typeId, runs]) => [...runs].map(([run, ids]) => ({ run, typeId, ...newestAndOlder(ids) })))
    .sort((a, b) => a.run - b.run || a.typeId - b.typeId);
}

async function* readConditions(
  database: Database,
  context: CallContext,
): AsyncGenerator<readonly [id: number, run: number, type: number][]> {
  const query = database.read
    .selectFrom("conditions")
    .select(["id", "run_number", "condition_type_id"])
    .where("run_number", "is not", null)
    .where("condition_type_id", "is not", null)
    .compile();
  const label = "Looking for conditions that are stored twice";
  for await (const batch of readBatches(database, context, label, query, ["key", "reference", "reference"])) {
    // What is not a number names no run and no type.
    yield batch.flatMap(([id, run, type]) =>
      run === null || type === null ? [] : [[id, run, type] as const],
    );
  }
}

/** A configuration file that is a run's more than once. */
export interface SurplusLink {
  readonly run: number;
  readonly file: number;
  readonly path: string;
  /** How many rows there are beside the one that is needed. */
  readonly surplus: number;
}

/** The links of files to runs that are stored more than once; reads the whole table. */
export function findSurplusLinks(read: ReadHandle): Promise<SurplusLink[]> {
  return read
    .selectFrom("files_have_runs as link")
    .innerJoin("files", "files.id", "link.files_id")
    .select(({ fn }) => [
      "link.run_number as run",
      "files.id as file",
      "files.path as path",
      sql<number>`${fn.countAll()} - 1`.as("surplus"),
    ])
    .where("link.run_number", "is not", null)
    .groupBy(["link.run_number", "files.id", "files.path"])
    .having(({ fn }) => fn.countAll(), ">", 1)
    .orderBy("link.run_number")
    .orderBy("files.id")
    .$narrowType<{ run: number }>()
    .execute();
}
