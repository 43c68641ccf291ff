/** Messages never repeat a long text: nobody reads it, and what shows or keeps them would have it many times. */

/** The most characters of a name or a word that a message repeats. */
const mostOfWord = 60;
/** The same of what it has in quotes, such as paths. */
const mostQuoted = 300;

/** A name or a word for a message, cut where it is long. */
export function cut(text: string): string {
  return text.length <= mostOfWord ? text : `${wholeCharacters(text.slice(0, mostOfWord))}…`;
}

/** A message in which what stands in quotes is cut where it is long: its beginning and its end are left. */
export function cutQuoted(message: string): string {
  if (message.length <= mostQuoted) return message;
  return message.replace(/“([^”]*)”|"([^"]*)"/g, (quoted: string) => {
    if (quoted.length <= mostQuoted) return quoted;
    return `${wholeCharacters(quoted.slice(0, mostQuoted / 2))}…${wholeCharacters(quoted.slice(-mostQuoted / 3))}`;
  });
}

/** Without the halves of characters at its ends. */
function wholeCharacters(text: string): string {
  return text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
}
