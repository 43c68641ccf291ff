/** Why an expression selects a run, or does not: what each of its parts is for it. */
import type { ConditionType } from "../api/catalogue.ts";
import type { ReasonNode, Reasons } from "../api/cuts.ts";
import { missingInWords, noSuchRun } from "../api/missing.ts";
import type { Selection } from "../api/search.ts";
import { cutLength, type Cell } from "../api/values.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import { readConditions } from "../conditions/runConditions.ts";
import type { Database } from "../db/database.ts";
import { fitsType } from "../query/fitsType.ts";
import { format } from "../query/format.ts";
import type { Expression } from "../query/tree.ts";
import { children } from "../query/walk.ts";
import { runFields, isRunField } from "../query/fields.ts";
import { checkExpression } from "../search/checkExpression.ts";
import { namesIn } from "../selection/conjuncts.ts";
import { relativeDates } from "../selection/selectionQuery.ts";
import { shownTime } from "../time/times.ts";
import { leavesOf } from "./leaves.ts";
import { readRuns, readTruths } from "./runTruths.ts";
import { sentenceOf, type Judged, type NamedValue } from "./sentence.ts";
import { combined, goesOn, truthNames, truths, type Truth } from "./truths.ts";

/**
 * What each part of an expression is for a run, and what it would take to select it. Throws `no_such_run`, `expression` and
 * `cancelled`. Relative times count from `now`, by default what the clock on the wall shows.
 */
export async function explainRun(
  database: Database,
  { expression, ...bounds }: Selection,
  run: number,
  signal: AbortSignal = new AbortController().signal,
  now?: string,
): Promise<Reasons> {
  const types = await listConditionTypes(database);
  const checked = await checkExpression(database, expression, types, now);
  const values = await valuesOfRun(database, run, types, signal);
  const only = { runMin: run, runMax: run, ranges: [] };
  const trees = checked.tree === null ? [] : [checked.tree];
  const leaves = leavesOf(trees, checked, types, false);
  const context = { signal, report: () => undefined };
  const known = await readRuns(database, only, false, context);
  const wanted = { leaves: [...leaves.values()], numbers: [], withLengths: false, mostRead: Infinity };
  const found = await readTruths(database, known, wanted, checked, types, only, context);
  const truthOf = (node: Expression): Truth => {
    const leaf = leaves.get(node);
    const truth = leaf ? (found.get(leaf)?.[0] as Truth | undefined) : combined(node, truthOf);
    if (truth === undefined || truth === null) throw noSuchRun(run);
    return truth;
  };
  const judged: Judged = {
    truthOf,
    isTest: (node) => leaves.has(node),
    valuesOf: (node) => [...namesIn(node)].flatMap((name) => values(name) ?? []),
  };
  const within = isWithin(run, bounds);
  const isTrue = checked.tree === null || truthOf(checked.tree) === truths.true;
  return {
    run,
    selected: within && isTrue,
    within,
    nodes: checked.tree === null ? [] : nodesOf(checked.tree, judged),
    sentence: sentenceOf(run, checked.tree, judged, within ? null : bounds),
    dates: [...relativeDates(checked)],
  };
}

function isWithin(run: number, { runMin, runMax, ranges }: Omit<Selection, "expression">): boolean {
  const all = [{ runMin, runMax }, ...[ranges].flat()];
  const isIn = (range: (typeof all)[number]): boolean =>
    (range.runMin ?? run) <= run && run <= (range.runMax ?? run);
  return isIn({ runMin, runMax }) && (ranges.length === 0 || ranges.some(isIn));
}

/** The values of a run by their names; of a name that is neither a condition nor the run's own null. Throws `no_such_run`. */
async function valuesOfRun(
  database: Database,
  run: number,
  types: readonly ConditionType[],
  signal?: AbortSignal,
): Promise<(name: string) => NamedValue | null> {
  const row = await database.read
    .selectFrom("runs")
    .select(["number", "started", "finished"])
    .where("number", "=", run)
    .executeTakeFirst();
  if (!row) throw noSuchRun(run);
  const conditions = await readConditions(database, [run], signal);
  const byName = new Map(conditions.map(({ type, value }) => [type.name, value]));
  const own = {
    run,
    started: row.started && shownTime(row.started),
    finished: row.finished && shownTime(row.finished),
  };
  return (name) => {
    const type = types.find((candidate) => candidate.name === name);
    if (type) return { name, type: type.type, value: byName.get(name) ?? null };
    return isRunField(name) ? { name, type: runFields[name].type, value: own[name] } : null;
  };
}

/** The nodes of an expression, each before those below it. */
function nodesOf(tree: Expression, judged: Judged): ReasonNode[] {
  const nodes: ReasonNode[] = [];
  const visit = (node: Expression, depth: number, evaluated: boolean): void => {
    const truth = judged.truthOf(node);
    nodes.push({
      text: format(node),
      depth,
      outcome: truthNames[truth],
      evaluated,
      reason: truth === truths.fails ? reasonOf(node, judged) : null,
      values: judged.isTest(node)
        ? judged.valuesOf(node).map(({ name, value }) => ({ name, value: cutValue(value) }))
        : [],
    });
    if (judged.isTest(node)) return;
    let isReached = evaluated;
    for (const child of children(node)) {
      visit(child, depth + 1, isReached);
      if (node.kind === "logical") isReached &&= judged.truthOf(child) === goesOn(node.operator);
    }
  };
  visit(tree, 0, true);
  return nodes;
}

/** Why the evaluation of a node fails. */
function reasonOf(node: Expression, judged: Judged): string {
  if (!judged.isTest(node)) {
    const failing = children(node).find((child) => judged.truthOf(child) === truths.fails);
    return failing ? reasonOf(failing, judged) : "it cannot be evaluated";
  }
  const values = judged.valuesOf(node);
  const missing = missingInWords(values.filter(({ value }) => value === null).map(({ name }) => name));
  if (missing !== null) return missing;
  const odd = values.find(({ type, value }) => !fitsType(type, value));
  if (odd) return `the value of ${odd.name} is not a ${odd.type}`;
  return "it cannot be calculated from these values";
}

function cutValue(value: Cell): Cell {
  return typeof value === "string" ? value.slice(0, cutLength) : value;
}
