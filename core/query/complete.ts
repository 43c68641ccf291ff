import { analyze } from "./analyze.ts";
import { runFieldNames, runFields } from "./fields.ts";
import { writeName } from "./names.ts";
import { infix, infixNamed, prefix, type InfixOperator, type InfixRow } from "./operators.ts";
import { tokenize, type Token } from "./tokens.ts";
import { functionNames, functions } from "./functions.ts";
import { methods, textMethods } from "./methods.ts";
import type { Vocabulary } from "./tree.ts";
import { type Kind, kindOf, type StaticType, type ValueType } from "./types.ts";

/** What can stand at a place of an expression; `from`–`to` is the piece of text that an option replaces. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  /** All that can stand there, not narrowed down to what is typed already. */
  readonly options: readonly CompletionOption[];
  /** The text condition whose values can stand there as well, as literals; null where none can. */
  readonly valuesOf: string | null;
}
export interface CompletionOption {
  readonly label: string;
  readonly kind: "condition" | "alias" | "keyword" | "operator" | "method" | "function";
  /** The type of a condition. */
  readonly type?: ValueType;
  readonly description: string | null;
  readonly insert: string;
}

/** Characters of a text in which names are completed, colored and described at each key: people write shorter ones. */
export const longestAssisted = 10_000;

/** What can stand at `position` of a text, which may be unfinished; nothing where it is longer than `longestAssisted`. */
export function complete(text: string, position: number, vocabulary: Vocabulary): Completion {
  const nothing = { from: position, to: position, options: [], valuesOf: null };
  if (text.length > longestAssisted) return nothing;
  const tokens = tokenize(text);
  const current = tokens.find((token) => token.from < position && position <= token.to);
  const before = tokens.filter((token) => token.to <= position && token !== current);
  if (current?.kind === "string") {
    const isOpen = current.problem?.code === "unterminated-string";
    if (position === current.to && !isOpen) {
      return { ...nothing, options: afterOperand(text, [...before, current], vocabulary) };
    }
    // A text that is not closed yet has taken in what follows it.
    const to = isOpen ? position : current.to;
    return { from: current.from, to, options: [], valuesOf: comparedText(before, vocabulary) };
  }
  if (current?.kind === "integer" || current?.kind === "float") return nothing;
  if (current?.kind === "alias" || (current?.kind === "problem" && current.text === "@")) {
    return { ...nothing, from: current.from, to: current.to, options: aliasOptions(vocabulary) };
  }
  const isTyping = current !== undefined && /^[\w`]/.test(text.slice(current.from));
  const preceding = current === undefined || isTyping ? before : [...before, current];
  return {
    from: isTyping ? current.from : position,
    // A name that is not closed yet has taken in what follows it.
    to: isTyping && current.problem?.code !== "unterminated-name" ? current.to : position,
    options: optionsAfter(text, preceding, vocabulary),
    valuesOf: comparedText(preceding, vocabulary),
  };
}

/** The text condition that is compared with what comes after these tokens: after `==`, `!=`, and in a list. */
function comparedText(before: readonly Token[], { conditions }: Vocabulary): string | null {
  const last = before.at(-1);
  const asks = last?.kind === "operator" ? infixRow(last)?.asks : undefined;
  const subject = asks === "equality" ? before.at(-2) : subjectOfList(before);
  if (subject?.kind !== "name") return null;
  const type = conditions.find(({ name }) => name === subject.text)?.type;
  return type === "string" ? subject.text : null;
}

/** What is looked for in the list within which the tokens end, where an element is to come next. */
function subjectOfList(before: readonly Token[]): Token | undefined {
  const open = before.findLastIndex(({ kind }) => kind === "bracket");
  const elements = before.slice(open + 1);
  const isBegun = before[open]?.text === "[" || before[open]?.text === "(";
  const isInOrder = elements.every(
    ({ kind, text }, at) => (text === ",") === (at % 2 === 1) && kind !== "name",
  );
  if (!isBegun || !isInOrder || elements.length % 2 === 1) return undefined;
  if (before[open - 1]?.text !== "in") return undefined;
  return before[open - 2]?.text === "not" ? before[open - 3] : before[open - 2];
}

function optionsAfter(text: string, before: readonly Token[], vocabulary: Vocabulary): CompletionOption[] {
  const last = before.at(-1);
  if (last === undefined) return valueOptions(vocabulary, null);
  if (last.kind === "punctuation") return last.text === "." ? methodOptions(text, before, vocabulary) : [];
  if (last.kind === "bracket" && last.text === "[") return [];
  if (last.kind === "problem") return [];
  if (last.kind === "keyword") return afterKeyword(text, before, vocabulary);
  if (last.kind === "operator") {
    const row = infixRow(last);
    if (row?.takes !== "alike") {
      return [...conditionOptions(vocabulary, "number"), ...functionOptions("number")];
    }
    return comparedOptions(vocabulary, row, typeBefore(text, before.slice(0, -1), vocabulary));
  }
  if (last.kind === "bracket" && last.text === "(") return valueOptions(vocabulary, null);
  return afterOperand(text, before, vocabulary);
}

function afterKeyword(text: string, before: readonly Token[], vocabulary: Vocabulary): CompletionOption[] {
  const last = before.at(-1);
  const keyword = last?.text;
  const previous = before.at(-2);
  const negated = previous?.kind === "keyword" && previous.text === "is";
  if (keyword === "is")
    return [keywordOption("None", "a missing value"), keywordOption("not None", "a value")];
  if (keyword === "not" && negated) return [keywordOption("None", "a missing value")];
  if (keyword === "not" && endsOperand(previous)) return [operatorOption("in", infix.in.detail)];
  const takes = last && infixRow(last)?.takes;
  if (takes !== "list" && takes !== "list or text") return valueOptions(vocabulary, null);
  const negation = previous?.kind === "keyword" && previous.text === "not" ? 2 : 1;
  const type = typeBefore(text, before.slice(0, -negation), vocabulary);
  const list = operatorOption("[", "a list of values");
  const isListOnly = takes === "list" || (type !== null && kindOf(type) !== "text");
  return isListOnly ? [list] : [list, ...conditionOptions(vocabulary, "text")];
}

function afterOperand(text: string, before: readonly Token[], vocabulary: Vocabulary): CompletionOption[] {
  const type = typeBefore(text, before, vocabulary);
  const kind = type === null ? null : kindOf(type);
  const rows = Object.entries(infix) as readonly (readonly [InfixOperator, InfixRow])[];
  const logical = rows
    .filter(([, { gives }]) => gives === "operand")
    .map(([operator, { detail }]) => keywordOption(operator, detail));
  const operators = rows
    .filter(
      ([, { gives, offeredAfter }]) => gives !== "operand" && (kind === null || offeredAfter.includes(kind)),
    )
    .map(([operator, { takes, detail }]) =>
      operatorOption(takes === "None" ? `${operator} None` : operator, detail),
    );
  return isCompared(before) ? [...logical, ...operators] : [...operators, ...logical];
}

/** Whether the last operand has been compared already, as in `a > 5 |`. */
function isCompared(before: readonly Token[]): boolean {
  const last = before.findLast((token) => {
    const gives = infixRow(token)?.gives;
    return gives === "truth" || gives === "operand" || (token.kind === "bracket" && token.text === "(");
  });
  return last !== undefined && infixRow(last)?.gives === "truth";
}

/** What is known of the operator that a token is, or is the last word of. */
function infixRow({ kind, text }: Token): InfixRow | undefined {
  const operator = kind === "operator" || kind === "keyword" ? infixNamed(text) : null;
  return operator === null ? undefined : infix[operator];
}

function methodOptions(text: string, before: readonly Token[], vocabulary: Vocabulary): CompletionOption[] {
  const type = typeBefore(text, before.slice(0, -1), vocabulary);
  if (type === null || kindOf(type) !== "text") return [];
  return textMethods.map((label) => {
    const { argument, detail } = methods[label];
    const insert = argument === null ? `${label}()` : `${label}(`;
    return { label, kind: "method", description: detail, insert };
  });
}

/** What can begin an operand: conditions, aliases, `not`. */
function valueOptions(vocabulary: Vocabulary, kind: Kind | null): CompletionOption[] {
  const not = keywordOption("not", prefix.not.detail);
  return [...conditionOptions(vocabulary, kind), ...aliasOptions(vocabulary), not, ...functionOptions(kind)];
}

/** What a value of a type can be compared with. */
function comparedOptions(
  vocabulary: Vocabulary,
  { asks }: InfixRow,
  type: StaticType | null,
): CompletionOption[] {
  const options = conditionOptions(vocabulary, type === null ? null : kindOf(type));
  const constants =
    type === "bool"
      ? [keywordOption("True", "1 among numbers"), keywordOption("False", "0 among numbers")]
      : [];
  if (asks === "equality") constants.push(keywordOption("None", "a missing value"));
  return [...constants, ...options, ...functionOptions(type === null ? null : kindOf(type))];
}

function conditionOptions(vocabulary: Vocabulary, kind: Kind | null): CompletionOption[] {
  const taken = new Set(vocabulary.conditions.map(({ name }) => name));
  const own = runFieldNames
    .filter((name) => !taken.has(name))
    .map((name) => ({ name, type: runFields[name].type, description: runFields[name].meaning }));
  return [...vocabulary.conditions, ...own]
    .filter(({ type }) => kind === null || kindOf(type) === kind)
    .map(({ name, type, description }) => ({
      label: name,
      kind: "condition",
      type,
      description,
      insert: writeName(name),
    }));
}

function functionOptions(kind: Kind | null): CompletionOption[] {
  return functionNames
    .filter((name) => kind === null || functions[name].kind === null || functions[name].kind === kind)
    .map((label) => ({
      label,
      kind: "function",
      description: functions[label].detail,
      insert: `${label}(`,
    }));
}

function aliasOptions({ aliases }: Vocabulary): CompletionOption[] {
  return aliases.map(({ name, code, description }) => ({
    label: `@${name}`,
    kind: "alias",
    description: description ?? code,
    insert: `@${name}`,
  }));
}

function keywordOption(label: string, description: string): CompletionOption {
  return { label, kind: "keyword", description, insert: label };
}

function operatorOption(label: string, description: string): CompletionOption {
  return { label, kind: "operator", description, insert: label };
}

/** The type of the operand that the tokens end with; null where it cannot be told. */
function typeBefore(text: string, before: readonly Token[], vocabulary: Vocabulary): StaticType | null {
  const last = before.at(-1);
  const first = before[operandStart(before)];
  if (last === undefined || first === undefined) return null;
  const analyzed = analyze(text.slice(first.from, last.to), vocabulary);
  if (!analyzed.ok || analyzed.value.tree === null) return null;
  return analyzed.value.types.get(analyzed.value.tree) ?? null;
}

/** The index of the token with which the last operand (a name, a literal, a bracket, a call, a part) begins. */
function operandStart(before: readonly Token[]): number {
  let index = before.length - 1;
  for (;;) {
    const closing = before[index];
    if (closing?.kind !== "bracket" || (closing.text !== ")" && closing.text !== "]")) return index;
    index = opening(before, index);
    const previous = before[index - 1];
    // A part of what stands before, a method of it, a function; else brackets by themselves.
    if (closing.text === "]" && endsOperand(previous)) index -= 1;
    else if (closing.text === ")" && previous?.kind === "name") {
      if (before[index - 2]?.text !== ".") return index - 1;
      index -= 3;
    } else return index;
  }
}

/** The index of the bracket that the one at `closing` closes. */
function opening(before: readonly Token[], closing: number): number {
  let open = 0;
  let index = closing;
  do {
    const token = before[index];
    if (token?.kind === "bracket") open += token.text === ")" || token.text === "]" ? 1 : -1;
    index -= 1;
  } while (open > 0 && index >= 0);
  return index + 1;
}

function endsOperand(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === "bracket") return token.text === ")" || token.text === "]";
  return ["name", "alias", "integer", "float", "string", "constant"].includes(token.kind);
}
