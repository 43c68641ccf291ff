/** What is done with connection profiles: finding, adding, changing, removing. */
import * as v from "valibot";
import { RcdbError } from "../api/failure.ts";
import { profile as profileSchema, type Profile } from "../api/profiles.ts";
import { parseConnection } from "../db/parseConnection.ts";
import { nearest } from "../query/nearest.ts";
import { either } from "../query/problems.ts";
import { changeProfiles, entryOf, nameOf, readProfiles, type StoredProfiles } from "./profileFile.ts";

/** The profile of that name. Throws `no_such_profile` with names that are near, and what reading the file throws. */
export async function findProfile(name: string): Promise<Profile> {
  const { profiles, problems } = await readProfiles();
  const found = profiles.find((candidate) => candidate.name === name);
  if (found) return found;
  // A profile of that name that cannot be used says why.
  const own = problems.find((problem) => problem.includes(`(${name})`));
  if (own !== undefined) throw new RcdbError("no_such_profile", own);
  throw noSuchProfile(name, profiles);
}

/** Adds a profile, last. Throws `already_exists`, `bad_input`, `bad_connection`, and what the file throws. */
export async function addProfile(given: Profile): Promise<StoredProfiles> {
  const profile = checkedProfile(given);
  return changeProfiles((entries) => {
    if (entries.some((entry) => nameOf(entry) === profile.name)) throw nameIsTaken(profile.name);
    return [...entries, entryOf(profile)];
  });
}

/** Puts a profile in the place of the one of that name. Throws `no_such_profile`, and what `addProfile` throws. */
export async function changeProfile(name: string, given: Profile): Promise<StoredProfiles> {
  const profile = checkedProfile(given);
  return changeProfiles((entries) => {
    const at = entries.findIndex((entry) => nameOf(entry) === name);
    if (at < 0) throw noSuchProfile(name, []);
    if (profile.name !== name && entries.some((entry) => nameOf(entry) === profile.name))
      throw nameIsTaken(profile.name);
    return entries.with(at, entryOf(profile, entries[at]));
  });
}

/** Removes the profile of that name, also one that cannot be used. Throws `no_such_profile`, and what the file throws. */
export async function removeProfile(name: string): Promise<StoredProfiles> {
  return changeProfiles((entries) => {
    const rest = entries.filter((entry) => nameOf(entry) !== name);
    if (rest.length === entries.length) {
      const profiles = entries.flatMap((entry) => nameOf(entry) ?? []).map((known) => ({ name: known }));
      throw noSuchProfile(name, profiles);
    }
    return rest;
  });
}

/** A profile whose connection string is in its canonical form, without a password. Throws `bad_input` and `bad_connection`. */
function checkedProfile(given: Profile): Profile {
  const parsed = v.safeParse(profileSchema, given);
  if (!parsed.success) throw new RcdbError("bad_input", parsed.issues[0].message);
  return { ...parsed.output, connection: parseConnection(given.connection).text };
}

function nameIsTaken(name: string): RcdbError {
  return new RcdbError("already_exists", `There is a profile “${name}” already. Choose another name.`);
}

function noSuchProfile(name: string, profiles: readonly Pick<Profile, "name">[]): RcdbError {
  const near = nearest(
    name,
    profiles.map((profile) => profile.name),
  );
  const advice =
    near.length > 0
      ? `Did you mean ${either(near.map((other) => `@${other}`))}?`
      : profiles.length > 0
        ? "“rcdb profiles” lists them."
        : "Add it with “rcdb profiles add”, or in the desktop application.";
  return new RcdbError("no_such_profile", `There is no profile “${name}”. ${advice}`);
}
