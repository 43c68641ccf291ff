import type { Column, Rows } from "../api/search.ts";
import type { Cell } from "../api/values.ts";

/**
 * The names of a record's values, each once, for readers that tell values by them: the first column of a name keeps it, a
 * second one, such as a condition called `run`, becomes `run_2`, or where that is another column's name `run_3`.
 */
export function headerOf(columns: readonly Column[]): string[] {
  const names = ["run", ...columns.map(({ name }) => name)];
  const given = new Set(names);
  const taken = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let count = 2; taken.has(own) || (own !== name && given.has(own)); count++) own = `${name}_${count}`;
    taken.add(own);
    return own;
  });
}

/** Rows as records: the run, then the value of each column. */
export function recordsOf({ runs, values }: Rows): Cell[][] {
  return runs.map((run, row) => [run, ...values.map((column) => column[row] ?? null)]);
}
