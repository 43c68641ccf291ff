import type { Database } from "../db/database.ts";

/** The greatest id of `conditions`, 0 where it is empty. */
export async function greatestId({ read }: Database): Promise<number> {
  const row = await read
    .selectFrom("conditions")
    .select(({ fn }) => fn.max<number | null>("id").as("id"))
    .executeTakeFirst();
  return row?.id ?? 0;
}
