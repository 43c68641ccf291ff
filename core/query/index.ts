/** The expression language: what the rest of the program uses of it. */
export { expandAliases, mergeAliases } from "./aliases.ts";
export { analyze, analyzeQuery } from "./analyze.ts";
export { builtInAliases } from "./builtInAliases.ts";
export { caret, columns } from "./caret.ts";
export { check, type CheckedExpression, type RunField } from "./check.ts";
export { complete, longestAssisted, type Completion, type CompletionOption } from "./complete.ts";
export { format } from "./format.ts";
export { nearest } from "./nearest.ts";
export { parse } from "./parser.ts";
export { quoteText } from "./strings.ts";
export { writeName } from "./names.ts";
export { normalizeTime } from "./time.ts";
export { tokenize, type Token, type TokenKind } from "./tokens.ts";
export type * from "./tree.ts";
export { functionNames, textMethods, valueTypes } from "./tree.ts";
export { kindOf, type Kind, type StaticType } from "./types.ts";
