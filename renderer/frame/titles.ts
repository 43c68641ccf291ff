/** What titles tell where the keyboard is: nobody can point at them there. */

/**
 * The element the keyboard is on: that with the focus, or what it names as active. Null where a mouse brought the focus, and where
 * that is not drawn, as in a table that was scrolled away from it.
 */
export function keyboardPlace(): HTMLElement | null {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLElement) || !activeElement.matches(":focus-visible")) return null;
  const active = activeElement.getAttribute("aria-activedescendant");
  return active === null ? activeElement : document.getElementById(active);
}

/** The row, cell or element that an element's titles are of. */
export function titledPart(place: HTMLElement): HTMLElement {
  // In a grid cells can be gone to one by one; of other rows only a button has the focus.
  const part = place.closest("[role='grid']") ? "td, th" : "tr, li";
  return place.closest<HTMLElement>(part) ?? place;
}

/** Rows that are picked from one after the other: a tip would cover the next ones, and says little that they do not. */
const withoutTips = "[role='option']";

/** The titles in an element and around it, each once, without those that say what is to be read anyway. */
export function titlesAt(place: HTMLElement): readonly string[] {
  if (place.querySelector(`${withoutTips}[aria-selected='true']`) || place.closest(withoutTips)) return [];
  const within = titledPart(place);
  const around = within.parentElement?.closest<HTMLElement>("label[title]");
  const titled = [...(around ? [around] : []), within, ...within.querySelectorAll<HTMLElement>("[title]")];
  return [...new Set(titled.flatMap((element) => titleOf(element) ?? []))];
}

function titleOf(element: HTMLElement): string | null {
  const title = element.title.trim();
  const shown = element.innerText.replaceAll(/\s+/g, " ").trim();
  return title === "" || shown.includes(title.replaceAll(/\s+/g, " ")) ? null : title;
}
