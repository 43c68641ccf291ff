/** A file of the user's own as it is attached to a run: its text and the hash of its bytes. */
export interface AttachedContent {
  readonly content: string;
  readonly sha256: string;
}

/** Reads a file: UTF-8 as it is, other bytes as Latin-1, a character for each. */
export async function readAttached(file: Blob): Promise<AttachedContent> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return { content: textOf(bytes), sha256: btoa(String.fromCharCode(...digest)) };
}

function textOf(bytes: Uint8Array): string {
  try {
    // A byte order mark is one of the bytes that are hashed.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  }
}

/** The path under which a file is stored best: one that the run has of its name, else one that other runs have, else its name. */
export function pathFor(name: string, ofRun: readonly string[], all: readonly string[]): string {
  const isOfName = (path: string): boolean => path === name || path.endsWith(`/${name}`);
  return ofRun.find(isOfName) ?? all.find(isOfName) ?? name;
}
