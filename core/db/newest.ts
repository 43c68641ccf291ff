import type { Newest } from "../api/database.ts";
import type { Database } from "./database.ts";

/** What is newest in the database, by its primary keys alone: cheap enough to be asked every few seconds. */
export async function readNewest({ read }: Pick<Database, "read">): Promise<Newest> {
  const newest = await read
    .selectNoFrom((from) => [
      from
        .selectFrom("conditions")
        .select(({ fn }) => fn.max("id").as("id"))
        .as("condition"),
      from
        .selectFrom("logs")
        .select(({ fn }) => fn.max("id").as("id"))
        .as("log"),
    ])
    .executeTakeFirst();
  const run = await newestRun({ read });
  return {
    run: run?.number ?? null,
    finished: run?.finished ?? null,
    condition: newest?.condition ?? null,
    log: newest?.log ?? null,
  };
}

/** The run with the greatest number, with its times as they are stored. */
export async function newestRun({ read }: Pick<Database, "read">) {
  return read
    .selectFrom("runs")
    .select(["number", "started", "finished"])
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** How many runs have a greater number; all where it is null. */
export async function countRunsAfter({ read }: Pick<Database, "read">, run: number | null): Promise<number> {
  const runs = read.selectFrom("runs").select(({ fn }) => fn.countAll<number>().as("count"));
  const found = await (run === null ? runs : runs.where("number", ">", run)).executeTakeFirst();
  return found?.count ?? 0;
}
