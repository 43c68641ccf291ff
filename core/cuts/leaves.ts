/** The tests that an expression combines by `and`, `or` and `not`: what a database is asked for. */
import type { ConditionType } from "../api/catalogue.ts";
import { withoutAliases } from "../query/aliases.ts";
import type { CheckedExpression } from "../query/check.ts";
import { format } from "../query/format.ts";
import type { Expression } from "../query/tree.ts";
import { children } from "../query/walk.ts";
import { namesIn } from "../selection/conjuncts.ts";
import { outcomeOfMissing } from "../selection/missingValue.ts";
import { truths, type Truth } from "./truths.ts";

/** A test. */
export interface Leaf {
  readonly node: Expression;
  /** The same for the same test in another expression; null where it means something else at another moment. */
  readonly key: string | null;
  /** The conditions that it names. */
  readonly types: readonly ConditionType[];
  /** Where it names one condition and nothing else: what it is for a run without that. Null else. */
  readonly ofMissing: Truth | null;
}

/** The leaves of trees by their nodes. */
export type Leaves = ReadonlyMap<Expression, Leaf>;

/**
 * The leaves of some trees; with `whole` what asks for one condition alone stays in one piece, so that there are fewer of them.
 */
export function leavesOf(
  trees: readonly Expression[],
  { dates }: Pick<CheckedExpression, "dates">,
  types: readonly ConditionType[],
  whole: boolean,
): Leaves {
  const typeOf = new Map(types.map((type) => [type.name, type]));
  const leaves = new Map<Expression, Leaf>();
  const visit = (node: Expression): void => {
    const isCombined = node.kind === "logical" || node.kind === "not" || node.kind === "alias";
    const leaf = isCombined && !whole ? null : leafOf(node, dates, typeOf);
    if (leaf !== null && (!isCombined || leaf.ofMissing !== null)) leaves.set(node, leaf);
    else for (const child of children(node)) visit(child);
  };
  for (const tree of trees) visit(tree);
  return leaves;
}

function leafOf(
  node: Expression,
  dates: CheckedExpression["dates"],
  typeOf: ReadonlyMap<string, ConditionType>,
): Leaf {
  const names = [...namesIn(node)];
  const types = names.flatMap((name) => typeOf.get(name) ?? []);
  const isOfOne = names.length === 1 && types.length === 1;
  const ofMissing = isOfOne ? outcomeOfMissing(node) : null;
  return {
    node,
    key: isRelative(node, dates) ? null : format(withoutAliases(node)),
    types,
    ofMissing: ofMissing === null ? null : truths[ofMissing],
  };
}

function isRelative(node: Expression, dates: CheckedExpression["dates"]): boolean {
  return dates.get(node)?.isRelative === true || children(node).some((child) => isRelative(child, dates));
}
