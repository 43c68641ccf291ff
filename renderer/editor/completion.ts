/** Offers what can stand at the cursor. */
import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  completionStatus,
  selectedCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { keymap, type Command, type EditorView } from "@codemirror/view";
import type { ValueSummary } from "../../core/api/summary.ts";
import { complete, quoteText, type CompletionOption } from "../../core/query/index.ts";
import { formatCount } from "../lib/format.ts";
import { describeAlias, describeCondition } from "./description.ts";
import { factsSource, type FactsSource } from "./facts.ts";
import { drawGlyph } from "./glyph.ts";
import { rank } from "./ranking.ts";
import { meanings, type Meanings } from "./meanings.ts";

/** The most characters of a text in a summary. */
const cutLength = 300;

interface QueryCompletion extends Completion {
  readonly option: CompletionOption;
}

/** What the list shows is taken anew with each letter, in the same moment: Enter never meets the list of the letter before. */
function source(context: CompletionContext): CompletionResult {
  const update: CompletionResult["update"] = (_current, _from, _to, next) => source(next);
  const known = context.state.facet(meanings);
  const facts = context.state.facet(factsSource);
  const text = context.state.doc.toString();
  const { from, to, options } = complete(text, context.pos, known.offered);
  const word = text.slice(from, context.pos);
  // Unasked, only where something has been begun: Enter after a blank runs the query.
  const isAsked = context.explicit || word !== "" || text.charAt(from - 1) === ".";
  if (!isAsked) return { from, options: [], update };
  const found = rank(options, word).map((option): QueryCompletion => {
    return { label: option.label, apply: option.insert, option, info: () => info(option, known, facts) };
  });
  const getMatch = ({ label }: Completion) => placesOf(word, label);
  return { from, to, options: found, filter: false, getMatch, update };
}

/** The values of a text condition behind `==`, `!=` and in a list. Where they are not known yet typing goes on meanwhile. */
function valueSource(context: CompletionContext): CompletionResult | Promise<CompletionResult | null> {
  const { state, pos } = context;
  const { valuesOf } = complete(state.doc.toString(), pos, state.facet(meanings).vocabulary);
  if (valuesOf === null) return { from: pos, options: [], update: updateValues };
  const facts = state.facet(factsSource);
  const known = facts.known(valuesOf);
  if (known !== null) return valueResult(context, known);
  return facts.ask(valuesOf).then((summary) => (summary === null ? null : valueResult(context, summary)));
}

/** As `source` does; where values must be asked for first, the list waits for them. */
function updateValues(_current: CompletionResult, _from: number, _to: number, next: CompletionContext) {
  const result = valueSource(next);
  return result instanceof Promise ? null : result;
}

function valueResult({ state, pos }: CompletionContext, { values }: ValueSummary): CompletionResult {
  const text = state.doc.toString();
  const { from, to } = complete(text, pos, state.facet(meanings).vocabulary);
  const written = text.slice(from, pos).replace(/^['"]/, "");
  // Longer texts are known by their beginning only.
  const whole = values.flatMap(({ value, runs }) =>
    typeof value === "string" && value.length < cutLength ? [{ label: value, runs }] : [],
  );
  const options = rank(whole, written).map(({ label, runs }): Completion => {
    const literal = quoteText(label);
    return { label, displayLabel: literal, apply: literal, detail: formatCount(runs, "run") };
  });
  return { from, to, options, filter: false, update: updateValues };
}

/** The part of a label that is written already, to be marked. */
function placesOf(word: string, label: string): number[] {
  const written = word.replace(/^`/, "").toLowerCase();
  const start = label.toLowerCase().indexOf(written);
  return written === "" || start < 0 ? [] : [start, start + written.length];
}

function optionOf(completion: Completion): CompletionOption | null {
  return "option" in completion ? (completion as QueryCompletion).option : null;
}

function drawOptionGlyph(completion: Completion): Node | null {
  const option = optionOf(completion);
  return option === null ? null : drawGlyph(option.kind, option.type);
}

function drawDescription(completion: Completion): Node | null {
  const description = optionOf(completion)?.description;
  if (!description) return null;
  const element = document.createElement("span");
  element.className = "query-option-description";
  element.textContent = description;
  return element;
}

/** What stands beside the list for the selected option: what the list itself has no room for. */
function info(option: CompletionOption, { conditions, aliases }: Meanings, facts: FactsSource): Node | null {
  const condition = option.kind === "condition" ? conditions.get(option.label) : undefined;
  if (condition !== undefined) return describeCondition(condition, facts.known(condition.name));
  const alias = option.kind === "alias" ? aliases.get(option.label.slice(1)) : undefined;
  return alias === undefined ? null : describeAlias(alias);
}

/** Whether the selected completion would change the text: where it would not, Enter is free to run the query. */
function isCompleting(view: EditorView): boolean {
  if (completionStatus(view.state) !== "active") return false;
  const selected = selectedCompletion(view.state);
  if (selected === null) return false;
  const head = view.state.selection.main.head;
  const insert = typeof selected.apply === "string" ? selected.apply : selected.label;
  return view.state.sliceDoc(Math.max(0, head - insert.length), head) !== insert;
}

const acceptChange: Command = (view) => isCompleting(view) && acceptCompletion(view);

export const completion: Extension = [
  autocompletion({
    override: [valueSource, source],
    defaultKeymap: false,
    icons: false,
    maxRenderedOptions: 60,
    interactionDelay: 0,
    addToOptions: [
      { render: drawOptionGlyph, position: 20 },
      { render: drawDescription, position: 80 },
    ],
  }),
  closeBrackets(),
  keymap.of([
    { key: "Tab", run: acceptCompletion },
    { key: "Enter", run: acceptChange },
    // The frame around has its own Escape: the one that closes the list is not for it.
    ...completionKeymap
      .filter(({ key }) => key !== "Enter")
      .map((key) => ({ ...key, stopPropagation: true })),
    ...closeBracketsKeymap,
  ]),
];
