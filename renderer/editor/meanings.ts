/** What the names in an expression mean, held by the editor's state. */
import { Facet } from "@codemirror/state";
import {
  complete,
  type AliasDefinition,
  type ConditionName,
  type Vocabulary,
} from "../../core/query/index.ts";
import { fittingAliases } from "../model/fittingAliases.ts";

export interface Meanings {
  readonly vocabulary: Vocabulary;
  /** What completion offers of it: what fits the database. */
  readonly offered: Vocabulary;
  /** The condition types, and the run's own fields (`run`, `started`, `finished`). */
  readonly conditions: ReadonlyMap<string, ConditionName>;
  readonly aliases: ReadonlyMap<string, AliasDefinition>;
  /** What the functions give, in words. */
  readonly functions: ReadonlyMap<string, string>;
}

/** The vocabulary by name. What may begin an expression is asked of the language, which knows the run's own fields. */
export function meaningsOf(vocabulary: Vocabulary): Meanings {
  const { options } = complete("", 0, vocabulary);
  const conditions = options.flatMap(({ label: name, type, description }) =>
    type === undefined ? [] : [{ name, type, description }],
  );
  return {
    vocabulary,
    offered: { ...vocabulary, aliases: fittingAliases(vocabulary.aliases, vocabulary) },
    conditions: new Map(conditions.map((condition) => [condition.name, condition])),
    aliases: new Map(vocabulary.aliases.map((alias) => [alias.name, alias])),
    functions: new Map(
      options.flatMap(({ kind, label, description }) =>
        kind === "function" ? [[label, description ?? ""] as const] : [],
      ),
    ),
  };
}

/** What the text is: a query of its own, the text of an alias, which may be a number, or the value of a computed column. */
export type Meant = "query" | "alias" | "value";
export const meant = Facet.define<Meant, Meant>({ combine: (values) => values[0] ?? "query" });

const nothingKnown = meaningsOf({ conditions: [], aliases: [] });

export const meanings = Facet.define<Meanings, Meanings>({ combine: (values) => values[0] ?? nothingKnown });

/** False until the database's names are there: then nothing can be called unknown. */
export function isLoaded({ vocabulary }: Meanings): boolean {
  return vocabulary.conditions.length > 0 || vocabulary.aliases.length > 0;
}
