/** The expression language: what the rest of the program uses of it. */
export { analyze, analyzeQuery, analyzeValue } from "./analyze.ts";
export { builtInAliases } from "./builtInAliases.ts";
export { columns } from "./caret.ts";
export { complete, longestAssisted, type CompletionOption } from "./complete.ts";
export { format } from "./format.ts";
export { parse } from "./parser.ts";
export { quoteText } from "./strings.ts";
export { writeName } from "./names.ts";
export { normalizeTime } from "./time.ts";
export { tokenize, type Token } from "./tokens.ts";
export type * from "./tree.ts";
export { functionNames } from "./functions.ts";
export { rangesOfVariants, readVariants, writeVariants, type Variant } from "./variants.ts";
export type { ValueType } from "./types.ts";
