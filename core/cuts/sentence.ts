/** In a sentence: which change would select a run. */
import { formatRunBounds, type RunBounds } from "../api/runRange.ts";
import type { Cell } from "../api/values.ts";
import { cut } from "../query/cut.ts";
import { format } from "../query/format.ts";
import { quoteText } from "../query/strings.ts";
import type { Expression } from "../query/tree.ts";
import type { ValueType } from "../query/types.ts";
import { goesOn, truths, type Truth } from "./truths.ts";

/** A value of the run, and the type that it should be of. */
export interface NamedValue {
  readonly name: string;
  readonly type: ValueType;
  readonly value: Cell;
}

/** What the parts of an expression are for a run. */
export interface Judged {
  readonly truthOf: (node: Expression) => Truth;
  /** Whether a node is asked of the database: it is no combination of others. */
  readonly isTest: (node: Expression) => boolean;
  /** The values that a node names. */
  readonly valuesOf: (node: Expression) => readonly NamedValue[];
}

type Wanted = typeof truths.true | typeof truths.false;

/** A test that has to come out otherwise. */
interface Change {
  readonly node: Expression;
  readonly wanted: Wanted;
}

/** Changes named in the sentence; who needs more of them reads the tree. */
const mostNamed = 4;

/** `outside` are the bounds that the run lies outside of; null where it lies within. */
export function sentenceOf(
  run: number,
  tree: Expression | null,
  judged: Judged,
  outside: RunBounds | null,
): string {
  const changes = tree === null ? [] : changesFor(tree, truths.true, judged);
  const isOutside = outside !== null;
  const bounds = isOutside ? `it were within ${formatRunBounds(outside)}` : null;
  if (changes === null)
    return `Run ${run} is not selected, and no other values of its conditions would select it.`;
  const wanted = [...(bounds === null ? [] : [bounds]), ...changes.map((change) => inWords(change, judged))];
  if (wanted.length === 0) return `Run ${run} is selected.`;
  const named = wanted.slice(0, mostNamed);
  const more = wanted.length - named.length;
  const rest =
    more === 0 ? "" : `, and ${more} more ${more === 1 ? "part" : "parts"} of the expression changed`;
  const last = more === 0 && named.length > 1 ? ` and ${named.pop() ?? ""}` : "";
  return `Run ${run} would be selected if ${named.join(", ")}${last}${rest}.`;
}

function inWords({ node, wanted }: Change, judged: Judged): string {
  const values = judged.valuesOf(node).map(({ name, value }) => `${name} is ${valueInWords(value)}`);
  const now = values.length === 0 ? "" : ` (${values.join(", ")})`;
  return `${cut(format(node))} were ${wanted === truths.true ? "true" : "false"}${now}`;
}

function valueInWords(value: Cell): string {
  if (value === null) return "missing";
  if (typeof value === "string") return cut(quoteText(value));
  return typeof value === "boolean" ? (value ? "True" : "False") : String(value);
}

/** The fewest tests that have to come out otherwise for a node to be what is wanted; null where none would do. */
function changesFor(node: Expression, wanted: Wanted, judged: Judged): readonly Change[] | null {
  if (judged.isTest(node)) {
    if (judged.truthOf(node) === wanted) return [];
    return judged.valuesOf(node).length === 0 ? null : [{ node, wanted }];
  }
  if (node.kind === "alias") return node.body === undefined ? null : changesFor(node.body, wanted, judged);
  if (node.kind === "not") return changesFor(node.operand, contrary(wanted), judged);
  if (node.kind !== "logical") return null;
  return changesForChain(node.operands, goesOn(node.operator) === wanted, wanted, judged);
}

function contrary(truth: Truth): Wanted {
  return truth === truths.true ? truths.false : truths.true;
}

/** Either all operands have to be what is wanted, or one of them, before which none fails. */
function changesForChain(
  operands: readonly Expression[],
  needsAll: boolean,
  wanted: Wanted,
  judged: Judged,
): readonly Change[] | null {
  if (needsAll) return together(operands.map((operand) => changesFor(operand, wanted, judged)));
  let before: readonly Change[] | null = [];
  let best: readonly Change[] | null = null;
  for (const operand of operands) {
    const all = together([before, changesFor(operand, wanted, judged)]);
    if (all !== null && (best === null || all.length < best.length)) best = all;
    before = together([before, changesFor(operand, contrary(wanted), judged)]);
  }
  return best;
}

function together(all: readonly (readonly Change[] | null)[]): readonly Change[] | null {
  return all.some((changes) => changes === null) ? null : all.flatMap((changes) => changes ?? []);
}
