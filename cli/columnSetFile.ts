/** Column sets in files, as a window writes them, named by `@FILE.rcdbcolumns` or `@FILE.rcdbcolumns:NAME`. */
import {
  columnSetExtension,
  columnsOfSet,
  mostColumnSetBytes,
  readColumnSets,
} from "../core/api/columnSets.ts";
import type { WantedColumn } from "../core/api/search.ts";
import { quoted } from "../core/text/quoted.ts";
import { badInput } from "./failures.ts";
import { readTextUpTo } from "./readInput.ts";

const pattern = new RegExp(`^@(.+\\.${columnSetExtension})(?::(.+))?$`, "i");

/** The columns of the set that a word names; null where it names none. Throws as `readText`, and `bad_input`. */
export async function columnsOfFile(word: string): Promise<readonly WantedColumn[] | null> {
  const [, path, name] = pattern.exec(word) ?? [];
  if (path === undefined) return null;
  const read = readColumnSets(await readTextUpTo(path, mostColumnSetBytes));
  if (!read.ok) throw badInput(`“${path}”: ${read.error.message}`);
  const sets = name === undefined ? read.value : read.value.filter((set) => set.name === name);
  const [set] = sets;
  if (set && sets.length === 1) return columnsOfSet(set);
  const names = read.value.map((one) => quoted(one.name)).join(", ");
  throw badInput(
    name === undefined
      ? `“${path}” has ${sets.length} column sets: ${names}. Name one: @${path}:NAME.`
      : `“${path}” has ${sets.length === 0 ? "no" : "several"} column sets ${quoted(name)}; it has ${names}.`,
  );
}
