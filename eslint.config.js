import { defineConfig } from "eslint/config";
import prettier from "eslint-config-prettier";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import tseslint from "typescript-eslint";
import { componentParser, componentProcessor } from "./scripts/lint/componentTypes.mjs";
import { noDefaultInWalks } from "./scripts/lint/walks.mjs";

// Configuration files must export a default by the rules of the tools that read them, plug-ins by ours.
const CONFIGURATION_FILES = ["*.config.{js,ts}", "docs/examples/*.mjs"];

const noExportDefault = {
  selector: "ExportDefaultDeclaration",
  message: "Export by name, so that a search finds every use.",
};

const configuration = defineConfig(
  {
    ignores: ["out/", "dist/", "data/", "coverage/", "test-results/", "playwright-report/", "test/fixtures/"],
  },
  ...tseslint.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: [".svelte"],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-console": "off",
      "no-restricted-syntax": ["error", noExportDefault, noDefaultInWalks],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      // `{}` is how the schemas say that a call has no input.
      "@typescript-eslint/no-generated-empty-object-type": "off",
      // Slow, and wrong about Electron's factories; enums are ruled out by the compiler.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      "@typescript-eslint/no-unsafe-enum-assignment": "off",
      // Splitting a text into its code points is what we mean by it.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    // Without types, for this parser would have the whole program checked anew for each component: those are for what
    // `componentProcessor` makes of it, below.
    files: ["**/*.svelte"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: tseslint.parser, projectService: false },
    },
  },
  {
    files: ["**/*.mjs"],
    rules: {
      // ESLint's tree has no place for casts written as comments; `tsc` checks these files with them.
      "@typescript-eslint/no-unsafe-assignment": "off",
    },
  },
  {
    // Walks the statements of Kysely, whose kinds are not ours.
    files: ["core/db/shapePlugin.ts"],
    rules: { "no-restricted-syntax": ["error", noExportDefault] },
  },
  {
    files: CONFIGURATION_FILES,
    rules: { "no-restricted-syntax": "off" },
  },
  prettier,
  ...svelte.configs.prettier,
  {
    // One program has the whole renderer, its components as TypeScript: `.svelte` files, and what they import, are checked once.
    files: ["renderer/**/*.ts"],
    languageOptions: {
      globals: globals.browser,
      parser: componentParser,
      parserOptions: { projectService: false },
    },
  },
  { files: ["renderer/**/*.svelte"], processor: componentProcessor },
);

const rulesWithTypes = tseslint.configs.disableTypeChecked.rules ?? {};
const rulesWithoutTypes = configuration
  .flatMap(({ rules = {} }) => Object.keys(rules))
  .filter((name) => !(name in rulesWithTypes));

export default defineConfig(...configuration, {
  // A component as TypeScript is for the rules with types alone; the others read the component itself.
  files: ["renderer/**/*.svelte/*.ts"],
  linterOptions: { reportUnusedDisableDirectives: "off" },
  rules: {
    ...Object.fromEntries(rulesWithoutTypes.map((name) => [name, "off"])),
    // In an effect `void value` says what the effect depends on.
    "@typescript-eslint/no-meaningless-void-operator": "off",
  },
});
