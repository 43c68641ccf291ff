/** What a window has open. */
import * as v from "valibot";
import { isFailureCode } from "./failure.ts";
import { databaseInfo } from "./database.ts";

export const recentDatabase = v.object({
  connection: v.string(),
  name: v.string(),
  location: v.string(),
  /** When it was last opened; ISO 8601, UTC. */
  opened: v.string(),
});
export type RecentDatabase = v.InferOutput<typeof recentDatabase>;

const failureCode = v.pipe(v.string(), v.guard(isFailureCode));

export const session = v.object({
  host: v.picklist(["desktop", "browser"]),
  version: v.string(),
  database: v.nullable(databaseInfo),
  recent: v.array(recentDatabase),
  /** The database that the window was made for, while it is being opened; see `awaitOpening`. */
  opening: v.nullable(v.string()),
  /** Why the database that the host was started with could not be opened. */
  openFailure: v.nullable(v.object({ connection: v.string(), code: failureCode, message: v.string() })),
});
export type Session = v.InferOutput<typeof session>;
