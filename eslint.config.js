// ESLint reads the components; `oxlint` reads all else, by the same rules.
import { defineConfig } from "eslint/config";
import prettier from "eslint-config-prettier";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import tseslint from "typescript-eslint";
import { componentParser, componentProcessor } from "./scripts/lint/componentTypes.mjs";
import walks from "./scripts/lint/walks.mjs";
import { readJson } from "./scripts/setup/project.mjs";

const { rules } = /** @type {{ rules: import("eslint").Linter.RulesRecord }} */ (readJson(".oxlintrc.json"));
/** Rules of ESLint that know no types; typescript-eslint's of the same names do. */
const extended = /^(?=no-array-constructor$|no-unused-expressions$|no-unused-vars$|no-useless-constructor$)/;
/** The rules of `.oxlintrc.json`, by the names they have here. */
const shared = Object.fromEntries(
  Object.entries(rules)
    // Of modules; a component has no exports but its own.
    .filter(([name]) => !name.startsWith("import/"))
    .map(([name, setting]) => [
      name.replace(/^typescript\//, "@typescript-eslint/").replace(extended, "@typescript-eslint/"),
      setting,
    ]),
);
const needsTypes = new Set(Object.keys(tseslint.configs.disableTypeChecked.rules ?? {}));
const off = (/** @type {(name: string) => boolean} */ isOff) =>
  Object.fromEntries(
    Object.keys(shared)
      .filter(isOff)
      .map((name) => [name, "off"]),
  );

export default defineConfig(
  tseslint.configs.base,
  svelte.configs.recommended,
  { plugins: { walks }, rules: shared, languageOptions: { globals: globals.browser } },
  {
    // Without types, for this parser would have the whole program checked anew for each component: those are for what
    // `componentProcessor` makes of it.
    files: ["**/*.svelte"],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    processor: componentProcessor,
    rules: {
      ...off((name) => needsTypes.has(name)),
      // What is bound from outside is declared by `let`.
      "prefer-const": "off",
    },
  },
  prettier,
  svelte.configs.prettier,
  {
    // A component as TypeScript is for the rules with types alone. One program has the whole renderer in this form, so that it
    // is checked once.
    files: ["**/*.svelte/*.ts"],
    languageOptions: { parser: componentParser },
    linterOptions: { reportUnusedDisableDirectives: "off" },
    rules: {
      ...off((name) => !needsTypes.has(name)),
      // In an effect `void value` says what the effect depends on.
      "@typescript-eslint/no-meaningless-void-operator": "off",
    },
  },
);
