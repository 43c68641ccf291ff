import * as v from "valibot";
import type { DatabaseInfo } from "../core/api/database.ts";
import { recentDatabase, type RecentDatabase } from "../core/api/session.ts";
import { StoredFile } from "./storedFile.ts";

const mostKept = 12;

/** The databases opened last, newest first, kept in the user's folder. */
export class RecentDatabases {
  readonly #file: StoredFile<RecentDatabase[]>;

  constructor(path: string) {
    this.#file = new StoredFile(path, v.array(recentDatabase), []);
  }

  list(): RecentDatabase[] {
    return this.#file.value;
  }

  add({ connection, name, location }: DatabaseInfo): void {
    const opened = new Date().toISOString();
    const others = this.list().filter((recent) => recent.connection !== connection);
    this.#file.write([{ connection, name, location, opened }, ...others].slice(0, mostKept));
  }

  forget(connection: string): RecentDatabase[] {
    this.#file.write(this.list().filter((recent) => recent.connection !== connection));
    return this.list();
  }
}
