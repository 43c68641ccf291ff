import { expandKnownAliases } from "./aliases.ts";
import { check, type CheckedExpression } from "./check.ts";
import { parse } from "./parser.ts";
import type { Checked, Vocabulary } from "./tree.ts";

/**
 * Reads an expression for a database: parses it, expands its aliases and checks names and types. What the
 * compiler, the command line and the editor call. Problems come in the order of their places.
 */
export function analyze(text: string, vocabulary: Vocabulary): Checked<CheckedExpression> {
  const parsed = parse(text);
  if (!parsed.ok) return parsed;
  const { tree, problems } = expandKnownAliases(parsed.value, vocabulary.aliases);
  const checked = check(tree, vocabulary.conditions, vocabulary.aliases);
  if (checked.ok && problems.length === 0) return checked;
  const all = checked.ok ? problems : [...problems, ...checked.problems];
  return { ok: false, problems: all.toSorted((a, b) => a.from - b.from || a.to - b.to) };
}
