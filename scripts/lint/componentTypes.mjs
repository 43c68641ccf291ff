// Rules with types for components. ESLint reads a component twice: as what it is, without types, and as the TypeScript that
// svelte2tsx makes of it (to ESLint a file of its own, `X.svelte/1_types.ts`), for the rules that need types. What these
// find is reported where the text stands in the component.
import { SourceMap } from "node:module";
import { dirname } from "node:path";
import svelte from "eslint-plugin-svelte";
import tseslint from "typescript-eslint";
import { componentProgram, moduleOf, translate } from "./componentProgram.mjs";

/** @typedef {import("eslint").Linter.LintMessage} Message */
/** @typedef {{ map: SourceMap, lines: string[] }} Translation */

const own = svelte.processors.svelte;

/** @type {Map<string, Translation>} of the components that are being linted, by their paths */
const translations = new Map();

/** @type {import("eslint").Linter.Processor} */
export const componentProcessor = {
  meta: { name: "components-with-types" },
  supportsAutofix: true,

  preprocess(text, path) {
    const { code, map } = translate(text, path);
    translations.set(path, {
      map: new SourceMap({ ...map, sourceRoot: "", sourcesContent: [text] }),
      lines: code.split("\n"),
    });
    return [...own.preprocess(text, path), { text: code, filename: "types.ts" }];
  },

  postprocess([untyped = [], typed = []], path) {
    const translation = translations.get(path);
    translations.delete(path);
    const placed = translation ? typed.flatMap((message) => inComponent(message, translation)) : typed;
    return own.postprocess([[...untyped, ...placed]], path);
  },
};

/**
 * The message at its place in the component; none for what svelte2tsx wrote by itself.
 * @param {Message} message
 * @param {Translation} translation
 * @returns {Message[]}
 */
function inComponent(message, { map, lines }) {
  if (message.fatal || isOfTranslation(message, lines)) return message.fatal ? [message] : [];
  const [line, column] = [message.line - 1, message.column - 1];
  const origin = map.findEntry(line, column);
  // Each character of the component has an entry of its own; what has none is answered by the entry before it.
  if (!("originalLine" in origin) || origin.generatedLine !== line || origin.generatedColumn !== column)
    return [];
  const { ruleId, severity, message: text } = message;
  return [
    { ruleId, severity, message: text, line: origin.originalLine + 1, column: origin.originalColumn + 1 },
  ];
}

/**
 * Whether an `any` is Svelte's: `$props()`, whose type is written before it, and the other side of a `bind:`.
 * @param {Message} message
 * @param {string[]} lines
 */
function isOfTranslation({ ruleId, endLine, endColumn }, lines) {
  if (ruleId !== "@typescript-eslint/no-unsafe-assignment" || endLine === undefined) return false;
  return /\$props\(\)$|__sveltets_2_any\(null\)$/.test(
    (lines[endLine - 1] ?? "").slice(0, (endColumn ?? 1) - 1),
  );
}

/** @type {import("typescript").Program | undefined} */
let program;
/** @type {Map<string, string>} what was linted and is not as on the disk, as in an editor */
const changed = new Map();

/** @type {{ parseForESLint: (text: string, options: object) => ReturnType<typeof tseslint.parser.parseForESLint> }} */
const parser = tseslint.parser;

/** The parser of typescript-eslint, over the program that has components as TypeScript. */
export const componentParser = {
  meta: { name: "components-with-types" },
  /**
   * @param {string} text
   * @param {{ filePath: string }} options
   */
  parseForESLint(text, options) {
    const { filePath } = options;
    const component = dirname(filePath);
    const name = component.endsWith(".svelte") ? moduleOf(component) : filePath;
    program ??= componentProgram(changed);
    if (program.getSourceFile(name)?.text !== text) {
      changed.set(name, text);
      program = componentProgram(changed, program);
    }
    return parser.parseForESLint(text, { ...options, filePath: name, programs: [program] });
  },
};
