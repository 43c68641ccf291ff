/**
 * Small things the window remembers. Storage can be full, switched off, or hold what an older
 * version wrote: then nothing is remembered, and nothing else happens.
 */
const PREFIX = "rcdb.";

/** Reads what was stored, if `fits` recognizes it. */
export function readStored<T>(key: string, fits: (value: unknown) => value is T): T | null {
  try {
    const text = window.localStorage.getItem(PREFIX + key);
    const value: unknown = text === null ? null : JSON.parse(text);
    return fits(value) ? value : null;
  } catch (thrown) {
    console.warn(`“${key}” could not be read from this window's storage`, thrown);
    return null;
  }
}

/** Stores a plain value. */
export function writeStored(key: string, value: unknown): void {
  try {
    window.localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch (thrown) {
    console.warn(`“${key}” could not be kept in this window's storage`, thrown);
  }
}

/** Hears that another window of this program has stored something under a key. */
export function onStoredElsewhere(key: string, listener: () => void): void {
  window.addEventListener("storage", (event) => {
    if (event.key === PREFIX + key) listener();
  });
}
