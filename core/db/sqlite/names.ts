/** A name within a statement. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
