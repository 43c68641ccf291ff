/** The schemas of connection profiles: databases by a name of the user's own. */
import * as v from "valibot";

/** The colours by which people tell databases apart. */
export const profileColors = ["gray", "red", "orange", "yellow", "green", "teal", "blue", "purple"] as const;
export type ProfileColor = (typeof profileColors)[number];

const mostNameCharacters = 60;

export const profileName = v.pipe(
  v.string(),
  v.regex(
    /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M} ._-]*[\p{L}\p{N}\p{M}])?$/u,
    "A name has letters, digits, blanks and . _ - and begins and ends with a letter or digit.",
  ),
  v.maxLength(mostNameCharacters, `A name has at most ${mostNameCharacters} characters.`),
);

export const profileEntries = {
  name: profileName,
  color: v.picklist(profileColors),
  /** The connection string of an SQLite file or of a server, without a password. */
  connection: v.string(),
  /** Whether the database may be changed through it. */
  access: v.picklist(["read", "write"]),
};
export const profile = v.object(profileEntries);
export type Profile = v.InferOutput<typeof profile>;
