/** Which characters a server's columns hold: old tables are in latin1 or in utf8mb3. */
import { sql, type Kysely } from "kysely";
import { windows1252 } from "../../text/windows1252.ts";
import type { CharacterSet } from "../database.ts";
import type { Tables } from "../tables.ts";

/** Those that hold all of Unicode. */
const whole: ReadonlySet<string> = new Set(["utf8mb4", "utf16", "utf16le", "utf32", "gb18030", "binary"]);
/** The characters outside of a set, for those that many databases have. */
const outsideOf: ReadonlyMap<string, RegExp> = new Map([
  ["utf8mb3", /[^\0-\uFFFF]/u],
  ["utf8", /[^\0-\uFFFF]/u],
  ["ucs2", /[^\0-\uFFFF]/u],
  ["ascii", /[^\0-\x7F]/u],
  // The server's latin1 is Windows-1252.
  ["latin1", allBut(windows1252)],
]);

/** The character sets of these names that do not hold every text. Asks the server for what it takes to know them. */
export async function readCharacterSets(
  kysely: Kysely<Tables>,
  names: ReadonlySet<string>,
): Promise<ReadonlyMap<string, CharacterSet>> {
  const sets = new Map<string, CharacterSet>();
  for (const name of names) {
    if (whole.has(name)) continue;
    const outside = outsideOf.get(name) ?? (await outsideOnServer(kysely, name));
    sets.set(name, { name, outside });
  }
  return sets;
}

/** A server converts what a set does not hold to question marks. */
async function outsideOnServer(kysely: Kysely<Tables>, name: string): Promise<RegExp> {
  const { rows } = await sql<{ held: string }>`
    SELECT CONVERT(CONVERT(${bmp} USING ${sql.id(name)}) USING utf8mb4) AS held`.execute(kysely);
  const held = rows[0]?.held ?? "";
  return allBut([...bmp].filter((character, at) => held[at] === character).join(""));
}

/** All characters up to U+FFFF, which no set that is asked for goes beyond. */
const bmp = Array.from({ length: 0x10000 }, (_, code) =>
  code >= 0xd800 && code <= 0xdfff ? "" : String.fromCharCode(code),
).join("");

/** What is none of these characters. */
function allBut(characters: string): RegExp {
  const codes = Array.from(characters, (character) => character.charCodeAt(0).toString(16).padStart(4, "0"));
  return new RegExp(`[^${codes.map((code) => `\\u${code}`).join("")}]`, "u");
}
