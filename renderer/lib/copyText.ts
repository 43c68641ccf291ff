/**
 * Puts a text on the clipboard; answers whether it worked. The newer clipboard interface needs a
 * permission, and a secure page, which a server in the local network is not.
 */
export function copyText(text: string): boolean {
  let copied = false;
  const provide = (event: ClipboardEvent) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData?.setData("text/plain", text);
    copied = true;
  };
  document.addEventListener("copy", provide, { capture: true, once: true });
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- see above
  document.execCommand("copy");
  document.removeEventListener("copy", provide, { capture: true });
  return copied;
}

/** Copies a text; answers what to tell people: `done`, or that it did not work. */
export function copyTelling(text: string, done: string): string {
  return copyText(text) ? done : "The system did not allow copying";
}
