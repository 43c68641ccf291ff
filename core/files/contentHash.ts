/** The hash that is stored with a configuration file, held against its content. */
import { createHash } from "node:crypto";

/**
 * How the bytes that were hashed became the stored content: as UTF-8, or as Latin-1 where they are no UTF-8. Null where
 * the hash is not that of the content: one of them was changed or damaged.
 */
export function encodingOf(content: string, stored: string): "utf-8" | "latin-1" | null {
  if (isSame(hash(Buffer.from(content)), stored)) return "utf-8";
  const bytes = Buffer.from(content, "latin1");
  return bytes.toString("latin1") === content && isSame(hash(bytes), stored) ? "latin-1" : null;
}

/** Whether a stored hash is that of a content. */
export function isHashOf(content: string, stored: string): boolean {
  return encodingOf(content, stored) !== null;
}

function hash(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("base64");
}

/** Old rows hold the hash as Python printed its bytes, `b'…'`; on a server only as much of it as the column takes. */
function isSame(computed: string, stored: string): boolean {
  return stored === computed || (stored.length >= computed.length && `b'${computed}'`.startsWith(stored));
}
