import { otherColours } from "./legend.ts";

/** The colours that plots are drawn with: those of the theme. */
export interface Palette {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly border: string;
  readonly line: string;
  readonly band: string;
  readonly active: string;
  /** Of groups, by the colour of a legend's entry. */
  readonly groups: readonly string[];
  readonly font: string;
}

/** Reads the theme that is on. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    background: read("--background"),
    text: read("--text"),
    muted: read("--text-faint"),
    grid: read("--border"),
    border: read("--border-strong"),
    line: read("--accent"),
    band: read("--neutral-2"),
    active: read("--running"),
    groups: Array.from({ length: otherColours.missing + 1 }, (_, at) => read(`--group-${at}`)),
    font: read("--font-interface"),
  };
}
