/**
 * Opens a menu that was asked for by a right click or by a key, in place of the browser's own: once the button is up. On Linux and
 * macOS the event comes when it goes down; when it goes up, the browser closes what floats.
 */
export function openByRightClick(event: MouseEvent, open: () => void): void {
  event.preventDefault();
  if (event.buttons === 0) open();
  else window.addEventListener("pointerup", () => setTimeout(open), { once: true });
}
