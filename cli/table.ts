import { columns } from "../core/query/index.ts";
import { escapeControls } from "./escapeControls.ts";

export type Alignment = "left" | "right";

const gap = "  ";

/** Aligns texts in columns. Rows may come in parts: a part widens columns for itself and those after it. */
export class Table {
  readonly #alignments: readonly Alignment[];
  readonly #widths: number[];

  constructor(alignments: readonly Alignment[]) {
    this.#alignments = alignments;
    this.#widths = alignments.map(() => 0);
  }

  /** One line a row, without blanks at its end; control characters are shown in visible form. */
  lines(rows: readonly (readonly string[])[]): string[] {
    const visible = rows.map((row) => row.map((text) => escapeControls(text)));
    for (const row of visible) {
      row.forEach((text, column) => {
        this.#widths[column] = Math.max(this.#widths[column] ?? 0, displayWidth(text));
      });
    }
    return visible.map((row) =>
      row
        .map((text, column) => this.#padded(text, column))
        .join(gap)
        .trimEnd(),
    );
  }

  #padded(text: string, column: number): string {
    const blanks = " ".repeat((this.#widths[column] ?? 0) - displayWidth(text));
    return this.#alignments[column] === "right" ? blanks + text : text + blanks;
  }
}

/** How many columns of a terminal a text takes. */
export function displayWidth(text: string): number {
  // Nearly all texts, and far quicker than looking at each character.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return Array.from(text, columns).reduce((sum, own) => sum + own, 0);
}
