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
  /** Of a character of the code font, for one of its size. */
  readonly codeWidth: number;
}

/** Reads them from the style sheet. */
export function readPaper(): Paper {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  const codeFont = read("--font-code");
  return {
    ground: read("--paper"),
    text: read("--paper-text"),
    faint: read("--paper-faint"),
    fold: read("--paper-fold"),
    added: read("--paper-added"),
    removed: read("--paper-removed"),
    font: read("--font-interface"),
    codeFont,
    codeWidth: widthOfCode(codeFont),
  };
}

function widthOfCode(font: string): number {
  const context = document.createElement("canvas").getContext("2d");
  if (!context) throw new Error("This window has no canvas to paint on.");
  context.font = `100px ${font}`;
  return context.measureText("0").width / 100;
}
