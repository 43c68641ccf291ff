export const isMac = navigator.platform.startsWith("Mac");

/** Whether a key goes to something people type into. */
export function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** What the keys of the whole window do. */
export interface WindowKeys {
  readonly focusQuery: () => void;
  readonly open: () => void;
  readonly exportResult: () => void;
  readonly showKeys: () => void;
  readonly stepBack: () => void;
}

/** Acts on a key that is for the whole window. */
export function handleWindowKey(event: KeyboardEvent, keys: WindowKeys): void {
  if (event.defaultPrevented || event.isComposing || somethingFloats()) return;
  const act = windowKey(event, keys);
  if (!act) return;
  event.preventDefault();
  act();
}

/** Menus and dialogs have keys of their own, and are closed by the browser. */
function somethingFloats(): boolean {
  return document.querySelector(":popover-open, dialog[open]") !== null;
}

function windowKey(event: KeyboardEvent, keys: WindowKeys): (() => void) | null {
  const { key, altKey } = event;
  const control = isMac ? event.metaKey : event.ctrlKey;
  if (control && !altKey && !event.shiftKey) {
    return { l: keys.focusQuery, o: keys.open, e: keys.exportResult }[key.toLowerCase()] ?? null;
  }
  if (altKey && !control && !event.shiftKey) {
    // On a Mac these move by words where one types.
    if (isMac && isTyping(event)) return null;
    if (key === "ArrowLeft") return () => window.history.back();
    if (key === "ArrowRight") return () => window.history.forward();
    return null;
  }
  if (altKey || event.ctrlKey || event.metaKey || isTyping(event)) return null;
  return { "/": keys.focusQuery, "?": keys.showKeys, Escape: keys.stepBack }[key] ?? null;
}
