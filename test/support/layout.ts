/** What is wrong with how a page is laid out: what is cut without a sign, covered, or scrolls with nothing to scroll. */
import type { Page } from "@playwright/test";

/** A line a fault; none where all is in order. */
export function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults = new Set<string>();
    const nameOf = (element: Element): string => {
      const named = element.closest("[data-testid]")?.getAttribute("data-testid");
      const words = element.getAttribute("aria-label") ?? element.textContent.trim().replaceAll(/\s+/g, " ");
      return `${named ?? "?"} ${element.tagName.toLowerCase()}.${element.classList[0] ?? ""} “${words.slice(0, 40)}”`;
    };
    const isSeen = (element: Element): boolean =>
      element.closest("[inert], .unseen, .cm-editor") === null &&
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

    for (const element of document.body.querySelectorAll("*")) {
      if (!(element instanceof HTMLElement) || !isSeen(element)) continue;
      const style = getComputedStyle(element);
      const hasText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? "").trim() !== "",
      );
      const isWide = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
      const isMarked = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
      if (hasText && isWide && ["hidden", "clip"].includes(style.overflowX) && !isMarked)
        faults.add(`cut without a sign: ${nameOf(element)}`);
      for (const [way, over] of [
        ["across", element.scrollWidth - element.clientWidth],
        ["down", element.scrollHeight - element.clientHeight],
      ] as const) {
        const overflow = way === "across" ? style.overflowX : style.overflowY;
        const isBar = overflow === "scroll" && over <= 0;
        // A bar for a pixel or two moves nothing that anybody could not see before.
        if (isBar || (overflow === "auto" && over > 0 && over < 3))
          faults.add(`scrolls ${way} with nothing to scroll: ${nameOf(element)}`);
      }
    }

    // A dialog has nothing of the line that it is opened from: there texts stand in one line, and small.
    const usual = getComputedStyle(document.body);
    for (const dialog of document.querySelectorAll("dialog")) {
      const { whiteSpace, fontSize, wordSpacing } = getComputedStyle(dialog);
      if (whiteSpace !== "normal" || fontSize !== usual.fontSize || wordSpacing !== usual.wordSpacing)
        faults.add(`written as what is around it: ${nameOf(dialog)}`);
    }

    const main = document.querySelector("main");
    const bottom = main?.getBoundingClientRect().bottom ?? window.innerHeight;
    for (const element of main?.querySelectorAll("*") ?? []) {
      const hasText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? "").trim() !== "",
      );
      if (
        hasText &&
        isSeen(element) &&
        isLoose(element) &&
        element.getBoundingClientRect().bottom > bottom + 1
      )
        faults.add(`falls out of the page: ${nameOf(element)}`);
    }

    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) faults.add("the page is wider than the window");

    const controls = document.body.querySelectorAll("button, a[href], input, select, [role='separator']");
    for (const control of controls) {
      if (!isSeen(control) || control.closest("[popover], dialog")) continue;
      const box = control.getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      // Out of sight, or scrolled away within a part of the page.
      if (box.width === 0 || !isWithin(control, x, y)) continue;
      const top = document.elementFromPoint(x, y);
      // What scrolls away goes under what stays in sight.
      if (top && isSticky(top)) continue;
      if (top && !control.contains(top) && !top.contains(control) && !top.closest("label")?.contains(control))
        faults.add(`covered: ${nameOf(control)} by ${nameOf(top)}`);
    }
    return [...faults];

    /** Whether nothing of the page around it cuts it, or scrolls. */
    function isLoose(element: Element): boolean {
      for (let part: Element | null = element; part && part !== main; part = part.parentElement)
        if (getComputedStyle(part).overflowY !== "visible") return false;
      return true;
    }

    function isSticky(element: Element): boolean {
      for (let part: Element | null = element; part; part = part.parentElement)
        if (getComputedStyle(part).position === "sticky") return true;
      return false;
    }

    function isWithin(control: Element, x: number, y: number): boolean {
      if (x < 0 || y < 0 || x >= window.innerWidth || y >= window.innerHeight) return false;
      for (let part = control.parentElement; part; part = part.parentElement) {
        const { left, right, top, bottom } = part.getBoundingClientRect();
        const isClipping = getComputedStyle(part).overflow !== "visible";
        if (isClipping && (x < left || x >= right || y < top || y >= bottom)) return false;
      }
      return true;
    }
  });
}
