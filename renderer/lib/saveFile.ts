type Listener = (name: string) => void;
const listeners = new Set<Listener>();

/** Tells a listener of each download that begins here, until the returned function is called. */
export function onDownload(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Saves a file by the browser's download, in the desktop application by its dialog. */
export function saveFile(name: string, bytes: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun when its click is over; browsers read the blob by then or hold it.
  for (const listener of listeners) listener(name);
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** A text as the name of a file on any system: letters, digits and a few marks. */
export function fileName(text: string): string {
  const name = text.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").replaceAll(/^[-.]+|[-.]+$/g, "");
  return name.slice(0, 80) || "plot";
}

/** The bytes that a stored text was made from. */
export function bytesOf(content: string, encoding: "utf-8" | "latin-1"): Uint8Array<ArrayBuffer> {
  if (encoding === "utf-8") return new TextEncoder().encode(content);
  return Uint8Array.from(content, (character) => character.charCodeAt(0));
}
