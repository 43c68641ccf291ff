/** The statements that servers run for this process: a server goes on with them when who asked has ended, unless it is told. */

const enders = new Set<() => Promise<unknown>>();

/** Milliseconds that a server has for hearing of it. */
const mostTime = 2000;

/** Keeps how to end the statements of some connections to a server; what is answered forgets it. */
export function keepEnder(end: () => Promise<unknown>): () => void {
  enders.add(end);
  return () => enders.delete(end);
}

/** Ends all statements that this process has running on servers; to be called before it ends. Takes little time, and never rejects. */
export async function endServerStatements(): Promise<void> {
  if (enders.size === 0) return;
  const isOver = new Promise((resolve) => setTimeout(resolve, mostTime).unref());
  await Promise.race([Promise.allSettled([...enders].map((end) => end())), isOver]);
}
