/** Which colour each part of an expression gets: by the language's own tokenizer. */
import { functionNames, longestAssisted, tokenize, type Span, type Token } from "../../core/query/index.ts";
import { isLoaded, type Meanings } from "./meanings.ts";

export interface ColouredSpan extends Span {
  readonly className: string;
}

/** The coloured parts of a text in their order; what keeps the colour of plain text is left out, as all of a text longer than `longestAssisted`. */
export function colourText(text: string, known: Meanings): ColouredSpan[] {
  if (text.length > longestAssisted) return [];
  const tokens = tokenize(text);
  return tokens.flatMap((token, index) => {
    const className = classOf(token, tokens[index - 1], tokens[index + 1], known);
    return className === null ? [] : [{ from: token.from, to: token.to, className }];
  });
}

function classOf(
  token: Token,
  previous: Token | undefined,
  next: Token | undefined,
  known: Meanings,
): string | null {
  switch (token.kind) {
    case "string":
      return "query-string";
    case "integer":
    case "float":
      return "query-number";
    case "keyword":
    case "constant":
      return "query-keyword";
    case "operator":
    case "bracket":
    case "punctuation":
      return "query-operator";
    case "alias":
      return isKnown(known.aliases, token.text.slice(1), known) ? "query-alias" : "query-unknown";
    case "name":
      if (previous?.kind === "punctuation" && previous.text === ".") return "query-method";
      if (next?.text === "(" && functionNames.some((name) => name === token.text)) return "query-method";
      return isKnown(known.conditions, token.text, known) ? "query-name" : "query-unknown";
    case "problem":
      return null;
  }
}

function isKnown(names: ReadonlyMap<string, unknown>, name: string, known: Meanings): boolean {
  return names.has(name) || !isLoaded(known);
}
