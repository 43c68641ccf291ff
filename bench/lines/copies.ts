/** Copies of a server's database against what reading it takes at least. */
import { join } from "node:path";
import type { Connection } from "mysql2";
import type { Connection as PromiseConnection } from "mysql2/promise";
import { takeCopy } from "../../core/copies/takeCopy.ts";
import type { Database } from "../../core/db/database.ts";
import { openDatabase } from "../../core/db/open.ts";
import type { Databases } from "../databases.ts";
import { quiet, timeOf, type Line, type Measured } from "../line.ts";

const rounds = 2;
const everything = { runs: null, conditions: null, files: "all" } as const;

export const copyLines: readonly Line[] = [
  {
    name: "copy/mariadb",
    against: "SELECT * FROM conditions, streamed into nothing",
    target: 2.5,
    unit: "ms",
    measure: (databases) => onServer(databases, measureCopy),
  },
  {
    name: "copy/mariadb-update",
    against: "1 % of a copy, and a sum over the bytes of all conditions",
    target: 1,
    unit: "ms",
    measure: (databases) => onServer(databases, measureUpdate),
  },
];

interface Place {
  readonly database: Database;
  readonly connection: PromiseConnection;
  /** Where the copy is. */
  readonly path: string;
}

async function onServer(
  databases: Databases,
  measure: (place: Place) => Promise<Measured>,
): Promise<Measured> {
  const server = await databases.server();
  const database = await openDatabase(server.url("sample"));
  const connection = await server.connect("sample");
  try {
    return await measure({ database, connection, path: join(databases.scratch(), "copy.sqlite") });
  } finally {
    await connection.end();
    await database.close();
  }
}

function copy({ database, path }: Place, replace: boolean): Promise<unknown> {
  return takeCopy(database, { path, choice: everything, replace }, quiet);
}

async function measureCopy(place: Place): Promise<Measured> {
  let value = Infinity;
  let reference = Infinity;
  // The first of them only warms up.
  for (let round = 0; round <= rounds; round++) {
    const theirs = await timeOf(() => streamed(place.connection));
    const ours = await timeOf(() => copy(place, true));
    if (round === 0) continue;
    value = Math.min(value, ours);
    reference = Math.min(reference, theirs);
  }
  return { value, reference };
}

function streamed(connection: PromiseConnection): Promise<void> {
  const { connection: driver } = connection as unknown as { readonly connection: Connection };
  return new Promise((resolve, reject) => {
    driver
      .query("SELECT * FROM conditions")
      .stream()
      .on("data", () => undefined)
      .on("error", reject)
      .on("end", resolve);
  });
}

/** A hundred new runs with the conditions of the last one. */
const newRuns = 100;

async function measureUpdate(place: Place): Promise<Measured> {
  const { connection } = place;
  const full = await timeOf(() => copy(place, true));
  const [rows] = await connection.query("SELECT MAX(number) AS last FROM runs");
  const { last } = (rows as { readonly last: number }[])[0] ?? { last: 0 };
  try {
    for (let run = last + 1; run <= last + newRuns; run++) {
      await connection.query("INSERT INTO runs (number) VALUES (?)", [run]);
      await connection.query(
        `INSERT INTO conditions (text_value, int_value, float_value, bool_value, time_value, run_number, condition_type_id, created)
         SELECT text_value, int_value, float_value, bool_value, time_value, ?, condition_type_id, created FROM conditions WHERE run_number = ?`,
        [run, last],
      );
    }
    const value = await timeOf(() => copy(place, false));
    const sum = await timeOf(() =>
      connection.query(
        "SELECT SUM(CRC32(CONCAT_WS(',', id, text_value, int_value, float_value, bool_value, time_value, run_number, condition_type_id, created))) FROM conditions",
      ),
    );
    return { value, reference: full / 100 + sum };
  } finally {
    await connection.query("DELETE FROM conditions WHERE run_number > ?", [last]);
    await connection.query("DELETE FROM runs WHERE number > ?", [last]);
  }
}
