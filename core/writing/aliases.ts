import { RcdbError } from "../api/failure.ts";
import type { GivenAlias, Stored } from "../api/writeSchemas.ts";
import { listAliases } from "../aliases.ts";
import { listConditionTypes } from "../conditionTypes.ts";
import { columnsOf } from "../db/tables.ts";
import { mergeAliases } from "../query/aliases.ts";
import { analyze } from "../query/analyze.ts";
import { nearest } from "../query/nearest.ts";
import { either } from "../query/problems.ts";
import { tokenize } from "../query/tokens.ts";
import type { AliasDefinition } from "../query/tree.ts";
import { logChanges } from "./log.ts";
import { checkDescription, checkName, checkText, checkVisible, quoted } from "./texts.ts";
import { newId, type Writing } from "./writing.ts";

type AliasTexts = Pick<GivenAlias, "code" | "description">;
interface AliasRow extends AliasTexts {
  readonly id: number;
  readonly name: string;
}

/**
 * Adds an alias, unless the very same one is there; it may take the place of a built-in one. `replace` overwrites another
 * of that name. Throws `expression` where its text is no right expression for this database (or comes back to the alias
 * itself), `conflict` where one of that name differs and is not to be replaced, `bad_value` and `too_large`.
 */
export async function addAlias(writing: Writing, given: GivenAlias): Promise<Stored> {
  const { name, code, description, replace } = given;
  checkAliasName(name);
  checkDescription(description);
  checkText(`The text of the alias @${name}`, code, writing.limits.conditionBytes);
  const { transaction } = writing;
  await transaction.lockCatalogue();
  await checkExpression(writing, { name, code, description });
  const stored = (await aliasesOfName(writing, name)).at(-1);
  if (!stored) {
    const row = { name, code, description };
    const id = newId(await transaction.write.insertInto("aliases").values(row).executeTakeFirstOrThrow());
    await log(writing, "Created", id, name, { new: { code, description } });
    return { id, created: true };
  }
  if (stored.code !== code || (stored.description ?? "") !== (description ?? "")) {
    if (!replace) throw differs(stored);
    await transaction.write
      .updateTable("aliases")
      .set({ code, description })
      .where("id", "=", stored.id)
      .execute();
    const old = { code: stored.code, description: stored.description };
    await log(writing, "Changed", stored.id, name, { old, new: { code, description } });
  }
  return { id: stored.id, created: false };
}

/** Removes an alias of the database, so that a built-in one of its name counts again. Throws `no_such_alias`. */
export async function deleteAlias(
  writing: Writing,
  { name }: { readonly name: string },
): Promise<Record<string, never>> {
  await writing.transaction.lockCatalogue();
  const rows = await aliasesOfName(writing, name);
  if (rows.length === 0) throw await noSuchAlias(writing, name);
  for (const { id, code, description } of rows) {
    await writing.transaction.write.deleteFrom("aliases").where("id", "=", id).execute();
    await log(writing, "Deleted", id, name, { old: { code, description } });
  }
  return {};
}

/** The oldest first; the newest counts. */
async function aliasesOfName({ transaction }: Writing, name: string): Promise<AliasRow[]> {
  const rows = await transaction.read.selectFrom("aliases").select(columnsOf.aliases).orderBy("id").execute();
  // Compared here: a server's collation may take A and a for the same.
  return rows.filter((row) => row.name === name);
}

function checkAliasName(name: string): void {
  checkName("The name of the alias", name);
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
  const analyzed = analyze(alias.code, { conditions: await listConditionTypes(transaction), aliases });
  if (analyzed.ok) return;
  const [first] = analyzed.problems;
  throw new RcdbError(
    "expression",
    `The alias @${alias.name} has an error: ${first?.message ?? "its text is no expression."}`,
    { problems: analyzed.problems },
  );
}

function differs({ name, code }: AliasRow): RcdbError {
  return new RcdbError(
    "conflict",
    `The alias @${name} exists already with another text or description: ${quoted(code)}. Replace it, or choose another name.`,
    { name, stored: code },
  );
}

async function noSuchAlias({ transaction }: Writing, name: string): Promise<RcdbError> {
  const known = await listAliases(transaction);
  if (known.some((alias) => alias.name === name)) {
    const message = `The alias @${name} is built-in and cannot be deleted. Add one of that name to take its place.`;
    return new RcdbError("no_such_alias", message, { name });
  }
  const own = known.filter(({ source }) => source === "database").map((alias) => alias.name);
  const suggestions = nearest(name, own);
  const mend =
    suggestions.length > 0
      ? `Did you mean ${either(suggestions.map((near) => `@${near}`))}?`
      : "Check its name.";
  return new RcdbError("no_such_alias", `The database has no alias @${name}. ${mend}`, { name, suggestions });
}

async function log(
  writing: Writing,
  verb: "Created" | "Changed" | "Deleted",
  id: number,
  name: string,
  data: { readonly old?: AliasTexts; readonly new?: AliasTexts },
): Promise<void> {
  await logChanges(writing, [{ title: `${verb} alias @${name}`, data, row: `aliases_${id}`, run: null }]);
}
