/** The name under the pointer, or by a key at the cursor: type, description and values of a condition, the expression of an alias. */
import { Prec, StateEffect, StateField, type Extension } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap, showTooltip, type Command, type Tooltip } from "@codemirror/view";
import { longestAssisted, tokenize, type Token } from "../../core/query/index.ts";
import { describeAlias, describeCondition, describeFunction } from "./description.ts";
import { factsSource, type FactsSource } from "./facts.ts";
import { meanings, type Meanings } from "./meanings.ts";

function describeToken(
  token: Token,
  next: Token | undefined,
  { conditions, aliases, functions }: Meanings,
  facts: FactsSource,
): HTMLElement | null {
  if (token.kind === "name" && next?.text === "(") {
    const gives = functions.get(token.text);
    return gives === undefined ? null : describeFunction(token.text, gives);
  }
  if (token.kind === "alias") {
    const alias = aliases.get(token.text.slice(1));
    return alias === undefined ? null : describeAlias(alias);
  }
  const condition = token.kind === "name" ? conditions.get(token.text) : undefined;
  if (condition === undefined) return null;
  // The run's own number is not a condition.
  const asked = condition.name === "run" ? null : (facts.known(condition.name) ?? facts.ask(condition.name));
  return describeCondition(condition, asked);
}

function tooltipAt(view: EditorView, place: number): Tooltip | null {
  if (view.state.doc.length > longestAssisted) return null;
  const tokens = tokenize(view.state.doc.toString());
  const index = tokens.findIndex(({ from, to }) => from <= place && place < to);
  const token = tokens[index];
  const { state } = view;
  const dom =
    token === undefined
      ? null
      : describeToken(token, tokens[index + 1], state.facet(meanings), state.facet(factsSource));
  if (token === undefined || dom === null) return null;
  return { pos: token.from, end: token.to, above: false, create: () => ({ dom }) };
}

const tell = StateEffect.define<Tooltip | null>();

/** What was asked for by a key: until something is typed, or the cursor moves or leaves. */
const told = StateField.define<Tooltip | null>({
  create: () => null,
  update(tooltip, transaction) {
    const asked = transaction.effects.find((effect) => effect.is(tell));
    if (asked) return asked.value;
    return transaction.docChanged || transaction.selection ? null : tooltip;
  },
  provide: (field) => showTooltip.from(field),
});

/** Tells of the name at the cursor, or before it. */
const tellAtCursor: Command = (view) => {
  const { head } = view.state.selection.main;
  view.dispatch({ effects: tell.of(tooltipAt(view, head) ?? tooltipAt(view, head - 1)) });
  return true;
};

export const hover: Extension = [
  hoverTooltip(tooltipAt, { hoverTime: 350 }),
  told,
  EditorView.focusChangeEffect.of((_state, hasFocus) => (hasFocus ? null : tell.of(null))),
  Prec.high(keymap.of([{ key: "Mod-i", run: tellAtCursor }])),
];
