/** A stored hash without what Python's `repr` printed around it; on some servers the column has cut its end. */
export function plainHash(stored: string): string {
  return stored.replace(/^b'([^']*)'?$/, "$1");
}
