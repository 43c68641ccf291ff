/** What titles tell where the keyboard is: nobody can point at them there. */

/** The element the keyboard is on: that with the focus, or what it names as active. Null where a mouse brought the focus. */
export function keyboardPlace(): HTMLElement | null {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLElement) || !activeElement.matches(":focus-visible")) return null;
  const active = activeElement.getAttribute("aria-activedescendant");
  return (active === null ? null : document.getElementById(active)) ?? activeElement;
}

/** The row, cell or element that an element's titles are of. */
export function titledPart(place: HTMLElement): HTMLElement {
  // In a grid cells can be gone to one by one; of other rows only a button has the focus.
  const part = place.closest("[role='grid']") ? "td, th" : "tr, li";
  return place.closest<HTMLElement>(part) ?? place;
}

/** The titles in an element and around it, each once, without those that say what is to be read anyway. */
export function titlesAt(place: HTMLElement): readonly string[] {
  const within = titledPart(place);
  const around = within.parentElement?.closest<HTMLElement>("label[title]");
  const titled = [...(around ? [around] : []), within, ...within.querySelectorAll<HTMLElement>("[title]")];
  return [...new Set(titled.flatMap((element) => titleOf(element) ?? []))];
}

function titleOf(element: HTMLElement): string | null {
  const title = element.title.trim();
  return title === "" || title === element.innerText.trim() ? null : title;
}
