/** What an expression asks, taken apart: what concerns one condition can be asked of its row by itself. */
import type { ConditionType } from "../api/catalogue.ts";
import type { CheckedValue } from "../query/analyze.ts";
import type { CheckedExpression } from "../query/check.ts";
import { partsOf } from "../query/parts.ts";
import type { Expression } from "../query/tree.ts";
import { children } from "../query/walk.ts";
import { selectsMissing } from "./missingValue.ts";

/** What is asked of one condition alone; all of it has to be true. */
export interface Test {
  readonly type: ConditionType;
  readonly asked: readonly Expression[];
  /** Whether a run without the condition passes, as with `!=`. */
  readonly passesIfMissing: boolean;
}

/** An expression as parts, all of which have to be true. */
export interface Conjuncts {
  readonly tests: readonly Test[];
  /** Parts that need several conditions of a run, or the run's own values, or a calculation for a run without the condition. */
  readonly others: readonly Expression[];
  /** Parts whose SQL would be too long in one piece: what they name several times becomes columns of `layers`. */
  readonly layered: readonly Expression[];
  /** The conditions that `others` and `layered` name. */
  readonly named: readonly ConditionType[];
  /** What the date texts in all parts mean. */
  readonly dates: CheckedExpression["dates"];
  /** Values that are calculated for each selected run, beside what is asked. */
  readonly values?: readonly CheckedValue[];
}

/** The same with values that are calculated for each selected run: what they name has to be read, too. */
export function withValues(
  parts: Conjuncts,
  values: readonly CheckedValue[],
  types: readonly ConditionType[],
): Conjuncts {
  if (values.length === 0) return parts;
  const names = new Set(values.flatMap(({ conditions }) => conditions));
  const named = types.filter((type) => parts.named.includes(type) || names.has(type.name));
  return { ...parts, named, values };
}

/**
 * Takes a checked expression apart at the `and`s of its top. A run is selected where all parts are true: where one fails or
 * is false, so is the whole, whatever its place. `layeredAmong` finds those that are too long in one piece.
 */
export function conjunctsOf(
  { tree, conditions, dates }: CheckedExpression,
  types: readonly ConditionType[],
  layeredAmong: (parts: readonly Expression[]) => ReadonlySet<Expression> = () => new Set(),
): Conjuncts {
  const typeOf = new Map(
    conditions.flatMap((name) => {
      const type = types.find((candidate) => candidate.name === name);
      return type ? [[name, type]] : [];
    }),
  );
  const tests = new Map<ConditionType, Test>();
  const others: Expression[] = [];
  const layered: Expression[] = [];
  const all = tree === null ? [] : partsOf(tree, true);
  const needLayers = layeredAmong(all);
  for (const part of all) {
    const [name = "", ...furtherNames] = namesIn(part);
    const type = furtherNames.length === 0 ? typeOf.get(name) : undefined;
    const passes = type === undefined ? null : selectsMissing(part);
    if (needLayers.has(part)) layered.push(part);
    else if (type === undefined || passes === null) others.push(part);
    else {
      const before = tests.get(type);
      tests.set(type, {
        type,
        asked: [...(before?.asked ?? []), part],
        passesIfMissing: passes && (before?.passesIfMissing ?? true),
      });
    }
  }
  const names = new Set([...others, ...layered].flatMap((part) => [...namesIn(part)]));
  return {
    tests: [...tests.values()],
    others,
    layered,
    named: [...typeOf].filter(([name]) => names.has(name)).map(([, type]) => type),
    dates,
  };
}

/** The names of conditions, and of the run's own values, that a part asks for. */
export function namesIn(node: Expression): ReadonlySet<string> {
  if (node.kind === "name") return new Set([node.name]);
  return new Set(children(node).flatMap((child) => [...namesIn(child)]));
}
