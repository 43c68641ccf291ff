/** Connections as people name them: a connection string, or the name of a profile behind `@`. */
import { RcdbError } from "../api/failure.ts";
import type { Profile } from "../api/profiles.ts";
import { findProfile } from "./profiles.ts";

export interface NamedConnection {
  /** The connection string; without a password where a profile names it. */
  readonly text: string;
  readonly profile: Profile | null;
}

/** Whether a text names a profile. A file whose name begins so is named as `./@name`. */
export function namesProfile(text: string): boolean {
  return text.trim().startsWith("@");
}

/** The connection that a text names. Throws `no_such_profile`, and what reading the profiles throws. */
export async function namedConnection(text: string): Promise<NamedConnection> {
  if (!namesProfile(text)) return { text, profile: null };
  const profile = await findProfile(text.trim().slice(1));
  return { text: profile.connection, profile };
}

/** Throws `not_allowed`, with what to do, where a profile does not allow changes; `howTo` says that of this program. */
export function refuseChanges(profile: Profile | null, howTo: string): void {
  if (profile?.access !== "read") return;
  throw new RcdbError("not_allowed", `The profile “${profile.name}” is read-only. ${howTo}`);
}
