/** What a window has open. */
import * as v from "valibot";
import { asking, call, nothing } from "./call.ts";
import { openedLink } from "./link.ts";
import { isFailureCode } from "./failure.ts";
import { databaseInfo } from "./database.ts";
import { profile } from "./profiles.ts";

export const recentDatabase = v.object({
  connection: v.string(),
  name: v.string(),
  location: v.string(),
  /** When it was last opened; ISO 8601, UTC. */
  opened: v.string(),
});
export type RecentDatabase = v.InferOutput<typeof recentDatabase>;

const failureCode = v.pipe(v.string(), v.guard(isFailureCode));

const session = v.object({
  host: v.picklist(["desktop", "browser"]),
  version: v.string(),
  database: v.nullable(databaseInfo),
  /** The profile by which the database was opened. */
  profile: v.nullable(profile),
  recent: v.array(recentDatabase),
  /** The database that the window was made for, while it is being opened; see `awaitOpening`. */
  opening: v.nullable(v.string()),
  /** Why the database that the host was started with could not be opened. */
  openFailure: v.nullable(v.object({ connection: v.string(), code: failureCode, message: v.string() })),
});
export type Session = v.InferOutput<typeof session>;

export const sessionCalls = {
  readSession: call({ ...asking, changes: false }, nothing, session),
  /** Desktop: waits until the database that the window was made for is open; cancelled, it gives that up. */
  awaitOpening: call(asking, nothing, nothing),
  /** Desktop: shows the file dialog; null where the user closed it. */
  chooseDatabase: call(asking, nothing, v.nullable(databaseInfo)),
  /**
   * Desktop: opens a database that was dropped on the window, is among the recent ones, or is named by a profile (`@station`). A
   * profile's password is kept where it works, in the keychain or until the program ends.
   */
  openDatabase: call(
    asking,
    v.object({
      connection: v.string(),
      password: v.optional(v.nullable(v.string()), null),
      keepPassword: v.optional(v.boolean(), false),
    }),
    databaseInfo,
  ),
  closeDatabase: call(asking, nothing, nothing),
  forgetRecent: call(asking, v.object({ connection: v.string() }), session.entries.recent),
  /** Desktop: the `rcdb://` link that this window is to follow, told once; null where there is none. */
  takeLink: call(asking, nothing, v.nullable(openedLink)),
};
