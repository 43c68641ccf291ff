import type { Cell } from "../core/api/values.ts";
import { columns } from "../core/query/index.ts";
import { escapeControls } from "../core/text/escapeControls.ts";
import { heading } from "./output.ts";

export type Alignment = "left" | "right";

const gap = "  ";
/** Characters of a text that a table shows, unless a column says otherwise. */
const shownLength = 60;

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

/** A column of a table; texts longer than `mostCharacters` are cut, of which names should not be. */
export type TableColumn = readonly [name: string, alignment: Alignment, mostCharacters?: number];

/** The lines of a table with a header; nothing without rows. */
export function tableLines(header: readonly TableColumn[], rows: readonly (readonly Cell[])[]): string[] {
  if (rows.length === 0) return [];
  const table = new Table(header.map(([, alignment]) => alignment));
  const [first = "", ...others] = table.lines([
    header.map(([name]) => name),
    ...rows.map((row) => row.map((cell, column) => shownCell(cell, header[column]?.[2]))),
  ]);
  return [heading(first), ...others];
}

/** Names and what they are, one a line. */
export function factLines(facts: readonly (readonly [name: string, value: Cell])[]): string[] {
  return new Table(["left", "left"]).lines(facts.map(([name, value]) => [name, String(value ?? "")]));
}

/** A value for a table: a missing one is empty, a long text is cut. */
export function shownCell(cell: Cell, mostCharacters = shownLength): string {
  const text = cell === null ? "" : String(cell);
  if (text.length <= mostCharacters) return text;
  const characters = Array.from(text);
  return characters.length <= mostCharacters ? text : `${characters.slice(0, mostCharacters - 1).join("")}…`;
}

/** How many columns of a terminal a text takes. */
export function displayWidth(text: string): number {
  // Nearly all texts, and far quicker than looking at each character.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return Array.from(text, columns).reduce((sum, own) => sum + own, 0);
}
