const mostCharacters = 60;

/** A text in quotes for a message, long ones cut. */
export function quoted(text: string): string {
  const characters = [...text.slice(0, 2 * mostCharacters)];
  const cut = characters.length > mostCharacters || text.length > 2 * mostCharacters;
  return cut ? `“${characters.slice(0, mostCharacters).join("")}…”` : `“${text}”`;
}
