import type { Migration } from "../core/api/maintenance.ts";

/** The steps of a change of the schema, and what became of them, in lines. */
export function migrationLines({ from, to, steps, backup, executed }: Migration): string[] {
  if (steps.length === 0) return [`The database has schema v${from} already. There is nothing to do.`];
  const told = steps.flatMap(({ description, statements, done }) => [
    `${done ? "Done already: " : ""}${description}`,
    ...(executed ? [] : statements.map((statement) => `    ${statement.replace(/\n/g, "\n    ")};`)),
  ]);
  const end = executed ? `The database has schema v${to} now.` : `${purpose(from, to)} Nothing was changed.`;
  return [...told, "", end, ...(backup === null ? [] : [`As it was it is kept in ${backup}`])];
}

function purpose(from: number, to: number): string {
  return from === to
    ? `These steps add what the database lacks of schema v${to}.`
    : `These steps lead from schema v${from} to v${to}.`;
}
