/** Where people work with the sample: at the station on a server, and on a copy. */
import { copyFileSync } from "node:fs";
import { samplePath } from "./paths.ts";
import { startServerWith } from "./sampleOnServer.ts";

export interface Place {
  readonly name: string;
  /** Answers the connection of a database like the given file, and how to end it; a copy is made in the folder. */
  readonly open: (folder: string, file?: string) => Promise<{ connection: string; end: () => Promise<void> }>;
}

export const places: readonly Place[] = [
  {
    name: "at the station, on MariaDB",
    open: async (folder, file = samplePath) => {
      const server = await startServerWith(file);
      return { connection: server.url, end: server.stop };
    },
  },
  {
    name: "on the train, on an SQLite copy",
    open: (folder, file = samplePath) => {
      const connection = `${folder}/copy.sqlite`;
      copyFileSync(file, connection);
      return Promise.resolve({ connection, end: () => Promise.resolve() });
    },
  },
];
