import { unwrap } from "../commandError.ts";
import { withDatabase } from "../openClient.ts";
import { heading, write } from "../output.ts";
import { Table } from "../table.ts";

/** `rcdb info`: what the database is, and its run periods. */
export function info(connection: string): Promise<void> {
  return withDatabase(connection, async (client) => {
    const database = unwrap(await client.describeDatabase());
    const periods = unwrap(await client.listRunPeriods());
    const { runs, firstRun, lastRun } = database;
    const facts = new Table(["left", "left"]).lines([
      ["Location", database.location],
      ["Connection", database.connection],
      ["Size", database.bytes === null ? "unknown" : `${database.bytes} bytes`],
      ...(database.modified === null ? [] : [["Changed", database.modified]]),
      ["Schema version", String(database.schemaVersion)],
      ["Condition types", String(database.conditionTypes)],
      ["Runs", firstRun === null || lastRun === null ? "none" : `${runs}, from ${firstRun} to ${lastRun}`],
      ["Run periods", periods.length === 0 ? "none" : String(periods.length)],
    ]);
    const [header, ...rows] = new Table(["left", "left", "left"]).lines([
      ["name", "runs", "description"],
      ...periods.map(({ name, runMin, runMax, description }) => [
        name,
        `${runMin}-${runMax}`,
        description ?? "",
      ]),
    ]);
    const list = periods.length === 0 ? [] : ["", heading(header ?? ""), ...rows];
    await write([...facts, ...list, ""].join("\n"));
  });
}
