import * as v from "valibot";
import type { Outcome } from "../core/api/failure.ts";
import type { NamedRow } from "../core/api/catalogue.ts";
import { askOnTerminal } from "./askOnTerminal.ts";
import { badInput } from "./failures.ts";

const detail = v.object({
  candidates: v.array(v.object({ id: v.number(), description: v.string() })),
});

/**
 * Does something with a row that is named on the command line. Where several rows have that name, and somebody sits at
 * a terminal, asks which, and does it with that one; else the failure, which lists the ids, is the outcome.
 */
export async function withRowMeant<T>(
  which: NamedRow,
  attempt: (which: NamedRow) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const outcome = await attempt(which);
  if (outcome.ok || outcome.error.code !== "ambiguous") return outcome;
  const parsed = v.safeParse(detail, outcome.error.detail);
  if (!parsed.success) return outcome;
  const { candidates } = parsed.output;
  const list = candidates.map(({ id, description }) => `  ${id}  ${description}`).join("\n");
  const answer = await askOnTerminal(
    `${candidates.length} have the name ${which.name ?? ""}:\n${list}\nThe id of the one that is meant: `,
  );
  if (answer === null) return outcome;
  const chosen = candidates.find(({ id }) => String(id) === answer);
  if (!chosen) throw badInput(`“${answer}” is none of these ids. Nothing was changed.`);
  return attempt({ id: chosen.id });
}

/** The id in `id:12`, or, where no row has that name, in `12`; else it is a name. Throws `bad_input` for one that is both. */
export function namedRow(
  text: string,
  rows: readonly { readonly id: number; readonly name: string }[],
): NamedRow {
  const digits = /^(id:)?(\d{1,15})$/.exec(text);
  if (!digits) return { name: text };
  const id = Number(digits[2]);
  const namesakes = rows.filter(({ name }) => name === text);
  if (digits[1] !== undefined || namesakes.length === 0) return { id };
  if (namesakes.some((row) => row.id === id) || !rows.some((row) => row.id === id)) return { name: text };
  const ids = [id, ...namesakes.map((row) => row.id)].map((one) => `id:${one}`);
  throw badInput(`“${text}” is a name and the id of another. Write one of ${ids.join(", ")}.`);
}
