import { analyze, type AliasDefinition, type Vocabulary } from "../../core/query/index.ts";

/** The aliases that can be used in a database: the conditions that they name are there. Others are not offered. */
export function fittingAliases<Alias extends AliasDefinition>(
  aliases: readonly Alias[],
  { conditions }: Pick<Vocabulary, "conditions">,
): readonly Alias[] {
  return aliases.filter(({ name }) => analyze(`@${name}`, { conditions, aliases }).ok);
}
