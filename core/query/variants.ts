/** Expressions that say different things of different runs: parts for ranges of runs, joined by `or`. */
import { format } from "./format.ts";
import { parse } from "./parser.ts";
import type { Comparison, Expression } from "./tree.ts";

/** A part, and the runs for which it stands; null for no end. */
export interface Variant {
  readonly from: number | null;
  readonly to: number | null;
  readonly code: string;
}

/**
 * The variants of an expression: of `(run < 5 and a) or (run >= 5 and b)` both; of any other one itself, for all runs. Null where it cannot
 * be read.
 */
export function readVariants(text: string): readonly Variant[] | null {
  const read = parse(text);
  if (!read.ok || read.value === null) return null;
  const whole = [{ from: null, to: null, code: text.trim() }];
  const tree = read.value;
  const parts = tree.kind === "logical" && tree.operator === "or" ? tree.operands : [tree];
  const variants = parts.map(readVariant);
  return variants.every((variant) => variant !== null) ? variants : whole;
}

/**
 * The expression that consists of variants. One for all runs is itself. Null where the code of another one is no expression by itself: `a) or (b` would
 * leave its range.
 */
export function writeVariants(variants: readonly Variant[]): string | null {
  const parts = variants.map(({ from, to, code }) => ({ range: rangeText(from, to), code: code.trim() }));
  if (parts.length === 1 && parts[0]?.range === "") return parts[0].code;
  if (parts.some(({ code }) => !isExpression(code))) return null;
  const texts = parts.map(({ range, code }) => (range === "" ? code : `${range} and ${operandOfAnd(code)}`));
  return texts.length === 1 ? (texts[0] ?? "") : texts.map((text) => `(${text})`).join(" or ");
}

/** What is to be known of the ranges of variants: of which runs several speak, and of which none. */
export function rangesOfVariants(variants: readonly Pick<Variant, "from" | "to">[]): {
  /** By their places in the list. */
  readonly overlaps: readonly {
    readonly first: number;
    readonly second: number;
    readonly from: number | null;
    readonly to: number | null;
  }[];
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
} {
  const sorted = variants
    .map(({ from, to }, place) => ({ from: from ?? -Infinity, to: to ?? Infinity, place }))
    .filter(({ from, to }) => from <= to)
    .sort((a, b) => a.from - b.from || a.place - b.place);
  const overlaps = sorted.flatMap((one, at) =>
    sorted
      .slice(at + 1)
      .filter((other) => other.from <= one.to)
      .map((other) => ({
        first: Math.min(one.place, other.place),
        second: Math.max(one.place, other.place),
        from: finite(other.from),
        to: finite(Math.min(one.to, other.to)),
      })),
  );
  const gaps: { from: number; to: number }[] = [];
  let reached = sorted[0]?.to ?? Infinity;
  for (const { from, to } of sorted) {
    if (from > reached + 1) gaps.push({ from: reached + 1, to: from - 1 });
    reached = Math.max(reached, to);
  }
  return { overlaps, gaps };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** A part that begins with a range of runs; null for any other. */
function readVariant(part: Expression): Variant | null {
  if (part.kind !== "logical" || part.operator !== "and") return null;
  let [from, to]: readonly [number | null, number | null] = [null, null];
  let count = 0;
  for (const operand of part.operands) {
    const range = operand.kind === "comparison" ? readRange(operand) : null;
    if (range === null) break;
    [from, to] = [latest(from, range.from), earliest(to, range.to)];
    count++;
  }
  const rest = part.operands.slice(count);
  const [first] = rest;
  if (count === 0 || first === undefined) return null;
  const code = format(rest.length === 1 ? first : { ...part, operands: rest });
  return { from, to, code };
}

/** What a comparison says of `run` and whole numbers alone: `5 <= run < 10`; null for any other. */
function readRange({ first, links }: Comparison): { from: number | null; to: number | null } | null {
  let [from, to]: readonly [number | null, number | null] = [null, null];
  let left: Expression = first;
  for (const { operator, right } of links) {
    const isRunLeft = isRun(left);
    const number = integerOf(isRunLeft ? right : left);
    if (number === null || !(isRunLeft || isRun(right))) return null;
    const meant = isRunLeft ? operator : (mirrored[operator] ?? operator);
    if (meant === ">") from = latest(from, number + 1);
    else if (meant === ">=") from = latest(from, number);
    else if (meant === "<") to = earliest(to, number - 1);
    else if (meant === "<=") to = earliest(to, number);
    else if (meant === "==") [from, to] = [latest(from, number), earliest(to, number)];
    else return null;
    left = right;
  }
  return { from, to };
}

/** The one of two bounds that leaves fewer runs; null is none. */
function latest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}

function earliest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

const mirrored: Readonly<Partial<Record<string, string>>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

function isRun(node: Expression): boolean {
  return node.kind === "name" && node.name === "run";
}

function integerOf(node: Expression): number | null {
  if (node.kind !== "integer") return null;
  const number = Number(node.value);
  return Number.isSafeInteger(number) ? number : null;
}

function rangeText(from: number | null, to: number | null): string {
  if (from === null && to === null) return "";
  if (from === null) return `run <= ${to}`;
  if (to === null) return `run >= ${from}`;
  return from === to ? `run == ${from}` : `${from} <= run <= ${to}`;
}

function isExpression(code: string): boolean {
  const read = parse(code);
  return read.ok && read.value !== null;
}

/** In brackets where it would otherwise not be one operand. */
function operandOfAnd(code: string): string {
  const read = parse(code);
  const isWhole =
    read.ok && read.value !== null && !(read.value.kind === "logical" && read.value.operator === "or");
  return isWhole ? code : `(${code})`;
}
