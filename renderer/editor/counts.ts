/** The number of runs of each part of the text, behind it. */
import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, type DecorationSet } from "@codemirror/view";
import { formatInteger } from "../lib/format.ts";

/** A number of runs, behind the character at `to`. */
export interface PartCount {
  readonly to: number;
  readonly runs: number;
}

/** Puts numbers in place of those that are there. */
export const setCounts = StateEffect.define<readonly PartCount[]>();

class CountWidget extends WidgetType {
  readonly runs: number;

  constructor(runs: number) {
    super();
    this.runs = runs;
  }

  override eq(other: CountWidget): boolean {
    return other.runs === this.runs;
  }

  override toDOM(): HTMLElement {
    const element = document.createElement("span");
    element.className = "query-count";
    // Painted from an attribute: what is read, found and copied is the expression alone.
    element.setAttribute("aria-hidden", "true");
    element.dataset["runs"] = formatInteger(this.runs);
    return element;
  }
}

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    // Until they are counted anew they stay behind their parts.
    let next = shown.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setCounts)) continue;
      const { length } = transaction.newDoc;
      const placed = effect.value.filter(({ to }) => to <= length);
      next = Decoration.set(
        placed.map(({ to, runs }) => Decoration.widget({ widget: new CountWidget(runs), side: 1 }).range(to)),
        true,
      );
    }
    return next;
  },
  provide: (own) => EditorView.decorations.from(own),
});

const theme = EditorView.theme({
  ".query-count": {
    margin: "0 2px 0 5px",
    padding: "0 4px",
    borderRadius: "4px",
    background: "var(--neutral-3)",
    color: "var(--text-muted)",
    fontFamily: "var(--font-interface)",
    fontSize: "11px",
    fontVariantNumeric: "tabular-nums",
    userSelect: "none",
  },
  ".query-count::before": { content: "attr(data-runs)" },
});

export const counts: Extension = [field, theme];
