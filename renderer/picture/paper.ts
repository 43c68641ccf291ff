/** The colours and fonts of a picture that is to hold in print: light in both themes. */
export interface Paper {
  readonly ground: string;
  readonly text: string;
  readonly faint: string;
  readonly fold: string;
  readonly added: string;
  readonly removed: string;
  readonly font: string;
  readonly codeFont: string;
}

/** Reads them from the style sheet. */
export function readPaper(): Paper {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ground: read("--paper"),
    text: read("--paper-text"),
    faint: read("--paper-faint"),
    fold: read("--paper-fold"),
    added: read("--paper-added"),
    removed: read("--paper-removed"),
    font: read("--font-interface"),
    codeFont: read("--font-code"),
  };
}
