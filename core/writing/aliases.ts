import { noSuchAlias } from "../api/missing.ts";
import { RcdbError } from "../api/failure.ts";
import type { GivenAlias, NamedRow, Stored } from "../api/catalogue.ts";
import { listAliases } from "../catalogue/aliases.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import type { CharacterSet } from "../db/database.ts";
import { columnsOf } from "../db/tables.ts";
import { mergeAliases } from "../query/aliases.ts";
import { analyzeQuery } from "../query/analyze.ts";
import { tokenize } from "../query/tokens.ts";
import type { AliasDefinition, QueryProblem } from "../query/tree.ts";
import { deleteNamed, logNamed, type RowKind } from "./namedRow.ts";
import { checkDescription, checkName, checkText, checkVisible } from "./texts.ts";
import { quoted } from "../text/quoted.ts";
import { newId, type Writing } from "./writing.ts";

type AliasTexts = Pick<GivenAlias, "code" | "description">;
interface AliasRow extends AliasTexts {
  readonly id: number;
  readonly name: string;
}

const aliasKind: RowKind<AliasRow> = {
  table: "aliases",
  noun: "alias",
  written: (name) => `@${name}`,
  describe: ({ code }) => code,
  read: storedAliases,
  missing: aliasMissing,
  kept: ({ code, description }) => ({ code, description }),
};

/**
 * Adds an alias, unless the very same one is there; it may take the place of a built-in one. `replace` overwrites another
 * of that name. Throws `expression` where its text is no right expression for this database (or comes back to the alias
 * itself) or a constant, as a query may not be one, `conflict` where one of that name differs and is not to be replaced, `bad_value` and `too_large`.
 */
export async function addAlias(writing: Writing, given: GivenAlias): Promise<Stored> {
  const { name, code, description, replace } = given;
  const { conditionBytes, characters } = writing.limits;
  checkAliasName(name, characters.get("aliases.name"));
  checkDescription(description, characters.get("aliases.description"));
  checkText(`The text of the alias @${name}`, code, conditionBytes, characters.get("aliases.code"));
  const { transaction } = writing;
  await transaction.lockCatalogue();
  await checkExpression(writing, { name, code, description });
  // Compared here: a server's collation may take A and a for the same.
  const stored = (await storedAliases(writing)).findLast((row) => row.name === name);
  if (!stored) {
    const row = { name, code, description };
    const id = newId(await transaction.write.insertInto("aliases").values(row).executeTakeFirstOrThrow());
    await logNamed(writing, aliasKind, "Created", { id, name }, { new: { code, description } });
    return { id, created: true };
  }
  if (stored.code !== code || (stored.description ?? "") !== (description ?? "")) {
    if (!replace) throw differs(stored);
    await transaction.write
      .updateTable("aliases")
      .set({ code, description })
      .where("id", "=", stored.id)
      .execute();
    const change = { old: aliasKind.kept(stored), new: { code, description } };
    await logNamed(writing, aliasKind, "Changed", stored, change);
  }
  return { id: stored.id, created: false };
}

/**
 * Removes an alias of the database, so that another one of its name counts again: one in the database, or the built-in
 * one. Throws `no_such_alias` and `ambiguous`.
 */
export function deleteAlias(writing: Writing, which: NamedRow): Promise<Record<string, never>> {
  return deleteNamed(writing, aliasKind, which);
}

/** The oldest first; of those of one name the newest counts. */
function storedAliases({ transaction }: Writing): Promise<AliasRow[]> {
  return transaction.read.selectFrom("aliases").select(columnsOf.aliases).orderBy("id").execute();
}

function checkAliasName(name: string, characters: CharacterSet | undefined): void {
  checkName("The name of the alias", name, characters);
  const [token, ...more] = tokenize(`@${name}`);
  if (token?.kind === "alias" && more.length === 0) return;
  throw new RcdbError(
    "bad_value",
    `${quoted(name)} cannot name an alias: no expression could say @${name}. Use letters, digits and _, no digit first.`,
    { name },
  );
}

async function checkExpression({ transaction }: Writing, alias: AliasDefinition): Promise<void> {
  checkVisible(`The text of the alias @${alias.name}`, alias.code.replace(/\s/g, " "));
  const aliases = mergeAliases<AliasDefinition>(await listAliases(transaction), [alias]);
  const analyzed = analyzeQuery(alias.code, { conditions: await listConditionTypes(transaction), aliases });
  if (analyzed.ok) return;
  const [first] = analyzed.problems;
  throw new RcdbError(
    "expression",
    `The alias @${alias.name} has an error: ${first?.message ?? "its text is not an expression."}`,
    { problems: analyzed.problems.map(withoutRuns) },
  );
}

/** An alias of runs cannot be made by an option that selects runs. */
function withoutRuns({ code, from, to, message, fixes }: QueryProblem): QueryProblem {
  return { code, from, to, message, fixes };
}

function differs({ name, code }: AliasRow): RcdbError {
  return new RcdbError(
    "conflict",
    `The alias @${name} exists already with another text or description: ${quoted(code)}. Replace it, or choose another name.`,
    { name, stored: code },
  );
}

async function aliasMissing({ transaction }: Writing, which: NamedRow): Promise<RcdbError> {
  const { id, name } = which;
  const known = await listAliases(transaction);
  if (id === undefined && known.some((alias) => alias.name === name && alias.source === "built-in")) {
    const message = `The alias @${name} is built-in and cannot be deleted. Add one of that name to take its place.`;
    return new RcdbError("no_such_alias", message, { name });
  }
  const own = known.filter(({ source }) => source === "database").map((alias) => alias.name);
  return noSuchAlias(which, own);
}
