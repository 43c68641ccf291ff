import { sql } from "kysely";
import type { RunBounds } from "../api/runRange.ts";
import type { Database } from "../db/database.ts";
import type { Sql } from "../db/dialect.ts";
import { allOf } from "../db/sqlParts.ts";
import { tableSource } from "../db/tableSource.ts";
import type { Facts } from "./plan.ts";
import { withinBounds } from "./runBounds.ts";
import { countTypes, sampleTests } from "./samples.ts";

/** What a plan may have to know, read where it is asked for. */
export function factsOf(database: Database): Facts {
  return {
    countRuns: () => countRuns(database, []),
    countTypes: () => countTypes(database),
    sampleTests: (index, tested) => sampleTests(database, index, tested),
  };
}

/** Counts the runs within bounds; null where these are open. */
export function countWithin(database: Database, bounds: RunBounds): (() => Promise<number>) | null {
  const wanted = withinBounds("number", bounds);
  return wanted.length === 0 ? null : () => countRuns(database, wanted);
}

async function countRuns(database: Database, wanted: readonly Sql[]): Promise<number> {
  const condition = wanted.length === 0 ? sql`` : sql` WHERE ${allOf(wanted)}`;
  const { rows } = await sql<{
    runs: number;
  }>`SELECT count(*) AS runs FROM ${tableSource(database, "runs")}${condition}`.execute(database.read);
  return rows[0]?.runs ?? 0;
}
