import { ESLint, type Linter } from "eslint";
import { expect, test } from "vitest";
import { componentProcessor } from "../../../scripts/lint/componentTypes.mjs";
import { readProjectFile } from "../../support/projectFiles.ts";

const path = "renderer/App.svelte";
const component = `<script lang="ts">
  const { load, name }: { load: () => Promise<void>; name: string } = $props();
  load();
</script>

{#if name.length}
  <button onclick={load}>{name}</button>
{/if}
`;

/** What the rules with types say of the component as TypeScript, where `find` leads in it, at its place in the component. */
function placed(find: RegExp, ruleId: string): readonly (readonly [number, number, string | null])[] {
  const [, block] = componentProcessor.preprocess?.(component, path) ?? [];
  if (typeof block !== "object") throw new Error("The component is not made into TypeScript.");
  const found = find.exec(block.text);
  if (!found) throw new Error(`There is no ${String(find)} in ${block.text}`);
  const at = (end: number): { line: number; column: number } => {
    const lines = block.text.slice(0, end).split("\n");
    return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  };
  const start = at(found.index);
  const { line: endLine, column: endColumn } = at(found.index + found[0].length);
  const message: Linter.LintMessage = { ruleId, severity: 2, message: "x", ...start, endLine, endColumn };
  const messages = componentProcessor.postprocess?.([[], [message]], path) ?? [];
  return messages.map((one) => [one.line, one.column, one.ruleId]);
}

const floating = "@typescript-eslint/no-floating-promises";
const unsafe = "@typescript-eslint/no-unsafe-assignment";

test.each([
  ["a statement of the script", /load\(\);/, floating, [[3, 3, floating]]],
  ["a condition of the markup", /name\.length/, floating, [[6, 6, floating]]],
  ["a handler of the markup", /load,\}/, floating, [[7, 20, floating]]],
  ["what is of the translation alone", /svelteHTML\.createElement/, floating, []],
  ["the type of $props(), which is Svelte's", /\{ load, name \}:.* = \$props\(\)/, unsafe, []],
])("what is found in %s is told at its place", (_, find, ruleId, expected) => {
  expect(placed(find, ruleId)).toEqual(expected);
});

test("components are linted with types, by the rules of all else", async () => {
  const { rules } = JSON.parse(readProjectFile(".oxlintrc.json")) as {
    rules: Record<string, Linter.RuleEntry>;
  };
  const configuration = (await new ESLint().calculateConfigForFile(`${path}/1_types.ts`)) as {
    rules: Record<string, unknown[]>;
  };
  for (const rule of ["no-floating-promises", "no-misused-promises", "await-thenable", "no-unsafe-call"]) {
    expect(rules[`typescript/${rule}`], rule).toBe("error");
    expect(configuration.rules[`@typescript-eslint/${rule}`]?.[0], rule).toBe(2);
  }
});
