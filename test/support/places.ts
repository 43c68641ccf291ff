/** Where people work with the sample: at the station on a server, and on a copy. */
import { copyFileSync } from "node:fs";
import { samplePath } from "./paths.ts";
import { startServerWith } from "./sampleOnServer.ts";

export interface Place {
  readonly name: string;
  /** Answers the connection of a database like the sample, and how to end it; a copy is made in the folder. */
  readonly open: (folder: string) => Promise<{ connection: string; end: () => Promise<void> }>;
}

export const places: readonly Place[] = [
  {
    name: "at the station, on MariaDB",
    open: async () => {
      const server = await startServerWith(samplePath);
      return { connection: server.url, end: server.stop };
    },
  },
  {
    name: "on the train, on an SQLite copy",
    open: (folder) => {
      const connection = `${folder}/copy.sqlite`;
      copyFileSync(samplePath, connection);
      return Promise.resolve({ connection, end: () => Promise.resolve() });
    },
  },
];
