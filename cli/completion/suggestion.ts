/** What a word may become, as a whole word. */
export interface Suggestion {
  readonly value: string;
  readonly description: string;
}

/** The kinds of names that a database has for a word. */
export type NamesInDatabase =
  | "expression"
  | "columns"
  | "conditions"
  | "aliases"
  | "run periods"
  | "file paths";

/** All kinds of names; profiles are the user's own. */
export type Wanted = NamesInDatabase | "profiles";
