/** Of a list of buttons only one is in the Tab order; the arrow keys go to the others. */
import type { Attachment } from "svelte/attachments";

/** For the element around the buttons; `selector` finds them, in their order. */
export function roving(selector: string): Attachment<HTMLElement> {
  return (container) => {
    const items = () => [...container.querySelectorAll<HTMLElement>(selector)];
    function makeActive(active: HTMLElement | undefined): void {
      for (const item of items()) item.tabIndex = item === active ? 0 : -1;
    }
    function onfocusin(event: FocusEvent): void {
      const item = items().find((candidate) => candidate === event.target);
      if (item !== undefined) makeActive(item);
    }
    function onkeydown(event: KeyboardEvent): void {
      const all = items();
      const at = all.findIndex((item) => item === event.target);
      const target = at < 0 ? undefined : all[targetOf(event.key, at, all.length)];
      if (target === undefined) return;
      event.preventDefault();
      target.focus();
    }
    /** The list is entered at what is current in it, else at the first. */
    function makeFirstActive(): void {
      const all = items();
      makeActive(all.find((item) => item.ariaCurrent !== null) ?? all[0]);
    }
    // Rows come and go with filters and runs: the active one may have gone.
    const observer = new MutationObserver(() => {
      if (items().filter((item) => item.tabIndex === 0).length !== 1) makeFirstActive();
    });
    observer.observe(container, { childList: true, subtree: true });
    makeFirstActive();
    container.addEventListener("focusin", onfocusin);
    container.addEventListener("keydown", onkeydown);
    return () => {
      observer.disconnect();
      container.removeEventListener("focusin", onfocusin);
      container.removeEventListener("keydown", onkeydown);
    };
  };
}

function targetOf(key: string, at: number, count: number): number {
  if (key === "ArrowDown" || key === "ArrowRight") return at + 1;
  if (key === "ArrowUp" || key === "ArrowLeft") return at - 1;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : -1;
}
