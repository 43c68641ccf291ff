/** What every text must be like before it is stored. */
import { quoted } from "../text/quoted.ts";
import { RcdbError } from "../api/failure.ts";
import type { CharacterSet } from "../db/database.ts";

/** The most characters (code points) that VARCHAR(255) takes. */
const mostCharacters = 255;

/** What no database takes: the character 0, and half of a character of two halves (UTF-16). */
const unstorable = /\0|\p{Surrogate}/u;
const controls = /\p{Cc}/u;

/**
 * Refuses a text that cannot be stored as it is. `what` names it within the message. Throws `bad_value`, and
 * `too_large` where it has more bytes (of UTF-8) than `mostBytes`. `characters` are those that its column holds, where these
 * are not all.
 */
export function checkText(what: string, text: string, mostBytes: number, characters?: CharacterSet): void {
  const found = unstorable.exec(text);
  if (found) {
    const which = found[0] === "\0" ? "the character NUL" : "half of a character (a lone surrogate)";
    throw new RcdbError(
      "bad_value",
      `${what} has ${which} at position ${found.index + 1}, which cannot be stored. Remove it.`,
      { position: found.index },
    );
  }
  checkCharacters(what, text, characters);
  const bytes = Buffer.byteLength(text);
  if (bytes > mostBytes) {
    throw new RcdbError(
      "too_large",
      `${what} has ${bytes} bytes; at most ${mostBytes} can be stored here. Shorten it.`,
      { bytes, limit: mostBytes },
    );
  }
}

function checkCharacters(what: string, text: string, characters: CharacterSet | undefined): void {
  const found = characters?.outside.exec(text);
  if (!characters || !found) return;
  throw new RcdbError(
    "bad_value",
    `${what} has ${quoted(found[0])} at position ${found.index + 1}, a character that this database cannot hold: ` +
      `its column is in ${characters.name}. Remove it, or convert the table to utf8mb4.`,
    { position: found.index },
  );
}

/** A text with question marks for what its column cannot hold. */
export function heldText(text: string, characters: CharacterSet | undefined): string {
  return characters ? text.replace(new RegExp(characters.outside, "gu"), "?") : text;
}

/** Refuses names that are empty, too long, framed by blanks, or have control characters. Throws `bad_value`, `too_large`. */
export function checkName(what: string, name: string, characters?: CharacterSet): void {
  checkVisible(what, name);
  if (name.trim() !== name) {
    throw new RcdbError("bad_value", `${what}, ${quoted(name)}, begins or ends with a blank. Remove it.`);
  }
  checkLength(what, name, characters);
}

/** Refuses a text that is empty or has control characters. Throws `bad_value`. */
export function checkVisible(what: string, text: string): void {
  if (text.trim() === "") throw new RcdbError("bad_value", `${what} is empty. Give one.`);
  const found = controls.exec(text);
  if (!found) return;
  const message = `${what} has a control character at position ${found.index + 1}. Remove it.`;
  throw new RcdbError("bad_value", message, { position: found.index });
}

/** Refuses what a column of descriptions does not take. Throws `bad_value`, `too_large`. */
export function checkDescription(description: string | null, characters?: CharacterSet): void {
  if (description !== null) checkLength("The description", description, characters);
}

function checkLength(what: string, text: string, characters?: CharacterSet): void {
  checkText(what, text, Infinity, characters);
  const length = [...text].length;
  if (length > mostCharacters) {
    throw new RcdbError(
      "too_large",
      `${what} has ${length} characters; at most ${mostCharacters} can be stored. Shorten it.`,
      { characters: length, limit: mostCharacters },
    );
  }
}

/** A text for a message, or “nothing” where there is none. */
export function quotedOrNothing(text: string | null): string {
  return text === null || text === "" ? "nothing" : quoted(text);
}
