/** What every text must be like before it is stored. */
import { RcdbError } from "../api/failure.ts";

/** The most characters (code points) that VARCHAR(255) takes. */
const mostCharacters = 255;
const shownCharacters = 60;

/** What no database takes: the character 0, and half of a character of two halves (UTF-16). */
const unstorable = /\0|\p{Surrogate}/u;
const controls = /\p{Cc}/u;

/**
 * Refuses a text that cannot be stored as it is. `what` names it within the message. Throws `bad_value`, and
 * `too_large` where it has more bytes (of UTF-8) than `mostBytes`.
 */
export function checkText(what: string, text: string, mostBytes: number): void {
  const found = unstorable.exec(text);
  if (found) {
    const which = found[0] === "\0" ? "the character NUL" : "half of a character (a lone surrogate)";
    throw new RcdbError(
      "bad_value",
      `${what} has ${which} at position ${found.index + 1}, which cannot be stored. Remove it.`,
      { position: found.index },
    );
  }
  const bytes = Buffer.byteLength(text);
  if (bytes > mostBytes) {
    throw new RcdbError(
      "too_large",
      `${what} has ${bytes} bytes; at most ${mostBytes} can be stored here. Shorten it.`,
      { bytes, limit: mostBytes },
    );
  }
}

/** Refuses names that are empty, too long, framed by blanks, or have control characters. Throws `bad_value`, `too_large`. */
export function checkName(what: string, name: string): void {
  checkVisible(what, name);
  if (name.trim() !== name) {
    throw new RcdbError("bad_value", `${what}, ${quoted(name)}, begins or ends with a blank. Remove it.`);
  }
  checkLength(what, name);
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
export function checkDescription(description: string | null): void {
  if (description !== null) checkLength("The description", description);
}

function checkLength(what: string, text: string): void {
  checkText(what, text, Infinity);
  const characters = [...text].length;
  if (characters > mostCharacters) {
    throw new RcdbError(
      "too_large",
      `${what} has ${characters} characters; at most ${mostCharacters} can be stored. Shorten it.`,
      { characters, limit: mostCharacters },
    );
  }
}

/** A text in quotes for a message, long ones cut. */
export function quoted(text: string): string {
  const characters = [...text.slice(0, 2 * shownCharacters)];
  const cut = characters.length > shownCharacters || text.length > 2 * shownCharacters;
  return cut ? `“${characters.slice(0, shownCharacters).join("")}…”` : `“${text}”`;
}

/** A text for a message, or “nothing” where there is none. */
export function quotedOrNothing(text: string | null): string {
  return text === null || text === "" ? "nothing" : quoted(text);
}
