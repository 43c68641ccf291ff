/** What a word may become, as a whole word. */
export interface Suggestion {
  readonly value: string;
  readonly description: string;
}

/** The kinds of names that a database has for a word. */
export type Wanted = "expression" | "columns" | "conditions" | "aliases" | "run periods" | "file paths";
