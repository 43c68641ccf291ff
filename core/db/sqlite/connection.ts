import type { Connection } from "../connection.ts";

export interface SqliteConnection extends Connection {
  readonly path: string;
  readonly password: null;
}
