export const isMac = navigator.platform.startsWith("Mac");

/** How long the second key of a pair may take, in milliseconds: long enough to read which ones there are. */
export const keysTimeout = 4000;

/** Reads keys as actions name them: `Mod+Shift+E`, `?`, `G R`. */
export class KeyReader {
  #before: { readonly key: string; readonly at: number } | null = null;

  /** The names of what was pressed: the key, and with the plain key before it, the pair. */
  read(event: KeyboardEvent): readonly string[] {
    const key = keyName(event);
    const now = event.timeStamp;
    const before = this.#before !== null && now - this.#before.at < keysTimeout ? this.#before.key : null;
    this.#before = /^[A-Z]$/.test(key) ? { key, at: now } : null;
    return before === null ? [key] : [`${before} ${key}`, key];
  }

  /** The first key of a pair that was pressed just now. */
  get first(): string | null {
    return this.#before?.key ?? null;
  }

  /** Forgets the first key of a pair. */
  reset(): void {
    this.#before = null;
  }
}

function keyName(event: KeyboardEvent): string {
  const modifier = isMac ? event.metaKey : event.ctrlKey;
  const isLetter = /^[a-z]$/i.test(event.key);
  const names = [
    ...(modifier ? ["Mod"] : []),
    ...(isMac && event.ctrlKey ? ["Ctrl"] : []),
    ...(event.altKey ? ["Alt"] : []),
    // With other keys Shift has said its part already: `?`.
    ...(event.shiftKey && (isLetter || event.key.length > 1) ? ["Shift"] : []),
    isLetter ? event.key.toUpperCase() : event.key,
  ];
  return names.join("+");
}

/** Whether a key goes to something people type into. */
export function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

const capOf: Readonly<Record<string, string>> = {
  Mod: isMac ? "⌘" : "Ctrl",
  Alt: isMac ? "⌥" : "Alt",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  PageUp: "PgUp",
  PageDown: "PgDn",
  Escape: "Esc",
};

/** The keys of an action as they are drawn, one text a key cap: `["Ctrl", "E"]`. */
export function keyCaps(keys: string): readonly string[] {
  return keys.split(/[+ ](?!$)/).map((key) => capOf[key] ?? key);
}
