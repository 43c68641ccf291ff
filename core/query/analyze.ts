import { expandKnownAliases } from "./aliases.ts";
import { check, type CheckedExpression } from "./check.ts";
import { parse } from "./parser.ts";
import { mostProblems } from "./problems.ts";
import type { Checked, Vocabulary } from "./tree.ts";

/**
 * Reads an expression for a database: parses it, expands its aliases and checks names and types. What the
 * compiler, the command line and the editor call. Problems come in the order of their places, the first twenty.
 * Relative times count from `now`, by default what the clock on the wall shows.
 */
export function analyze(text: string, vocabulary: Vocabulary, now?: string): Checked<CheckedExpression> {
  const parsed = parse(text);
  if (!parsed.ok) return { ok: false, problems: parsed.problems.slice(0, mostProblems) };
  const { tree, problems } = expandKnownAliases(parsed.value, vocabulary.aliases);
  const checked = check(tree, vocabulary.conditions, vocabulary.aliases, now);
  if (checked.ok && problems.length === 0) return checked;
  const all = checked.ok ? problems : [...problems, ...checked.problems];
  const inOrder = all.toSorted((a, b) => a.from - b.from || a.to - b.to);
  return { ok: false, problems: inOrder.slice(0, mostProblems) };
}
