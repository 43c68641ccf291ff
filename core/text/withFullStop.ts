/** A sentence with its full stop: some words of others have one already. */
export function withFullStop(words: string): string {
  return words.endsWith(".") ? words : `${words}.`;
}
