/** From readings to the values of conditions. */
import type { UpdateReason, UpdateValues } from "../plugin.ts";
import { testsOf, type MappedCondition, type Mapping, type Rule, type Test } from "./mapping.ts";
import type { AverageRequest, Form, Reading, ValueRequest } from "./readings.ts";

type Value = NonNullable<UpdateValues["conditions"]>[number]["value"];

/** A condition with the rule that makes it. */
interface Due {
  readonly name: string;
  readonly type: MappedCondition["type"];
  readonly rule: Rule;
}

/** What the rules for one occasion need to be read. */
export interface Needs {
  readonly values: readonly ValueRequest[];
  readonly averages: readonly AverageRequest[];
}

/** What was read, by `valueKey` and `averageKey`. */
export interface Readings {
  readonly values: ReadonlyMap<string, Reading<number | string>>;
  readonly averages: ReadonlyMap<string, Reading<number>>;
}

/** A condition that has no value now, for something else could not be read. */
export interface LeftAlone {
  readonly condition: string;
  readonly source: string;
  readonly problem: string;
}

export interface Evaluated {
  readonly values: ReadonlyMap<string, Value>;
  readonly leftAlone: readonly LeftAlone[];
}

export function valueKey({ variable, form }: ValueRequest): string {
  return `${form} ${variable}`;
}

export function averageKey(request: AverageRequest): string {
  return JSON.stringify([request.variable, request.where]);
}

/** What has to be read at a reason, each once. */
export function needsOf(mapping: Mapping, reason: UpdateReason): Needs {
  const values = new Map<string, ValueRequest>();
  const averages = new Map<string, AverageRequest>();
  for (const { rule, type } of dueAt(mapping, reason)) {
    for (const request of valuesFor(rule, type)) values.set(valueKey(request), request);
    if (rule.how === "average")
      averages.set(averageKey(rule), { variable: rule.variable, where: rule.where });
  }
  return { values: [...values.values()], averages: [...averages.values()] };
}

/** The values of all conditions that have a rule for a reason, of what was read for it. */
export function evaluate(mapping: Mapping, reason: UpdateReason, readings: Readings): Evaluated {
  const outcomes = new Map<string, Outcome>();
  for (const due of dueAt(mapping, reason)) outcomes.set(due.name, outcomeOf(due, readings, outcomes));
  const values = new Map<string, Value>();
  const leftAlone: LeftAlone[] = [];
  for (const [condition, outcome] of outcomes) {
    if ("value" in outcome) values.set(condition, outcome.value);
    else leftAlone.push({ condition, ...outcome });
  }
  return { values, leftAlone };
}

function dueAt({ conditions }: Mapping, reason: UpdateReason): Due[] {
  return Object.entries(conditions).flatMap(([name, { type, rules }]) =>
    rules.filter(({ when }) => when.includes(reason)).map((rule) => ({ name, type, rule })),
  );
}

function valuesFor(rule: Rule, type: MappedCondition["type"]): ValueRequest[] {
  const form = formOf(type);
  if (rule.how === "value") return [{ variable: rule.variable, form }];
  if (rule.how !== "first") return [];
  const tested = testsOf(rule).flatMap((test) =>
    "variable" in test ? [{ variable: test.variable, form: formOfTest(test) }] : [],
  );
  const { otherwise } = rule;
  return "variable" in otherwise ? [...tested, { variable: otherwise.variable, form }] : tested;
}

function formOf(type: MappedCondition["type"]): Form {
  return type === "string" ? "text" : "number";
}

function formOfTest(test: Test): Form {
  return "is" in test && typeof test.is[0] === "number" ? "number" : "text";
}

type Outcome = { readonly value: Value } | Omit<LeftAlone, "condition">;

function outcomeOf(due: Due, readings: Readings, known: ReadonlyMap<string, Outcome>): Outcome {
  const { rule, type } = due;
  switch (rule.how) {
    case "constant":
      return { value: rule.value };
    case "value":
      return rounded(readValue({ variable: rule.variable, form: formOf(type) }, readings), rule.decimals);
    case "average":
      return rounded(sourced(rule.variable, readings.averages.get(averageKey(rule))), rule.decimals);
    case "first":
      return firstCase(rule, formOf(type), readings, known);
  }
}

function firstCase(
  { cases, otherwise }: Extract<Rule, { how: "first" }>,
  form: Form,
  readings: Readings,
  known: ReadonlyMap<string, Outcome>,
): Outcome {
  for (const { where, value } of cases) {
    const results = where.map((test) => passes(test, readings, known));
    if (results.includes(false)) continue;
    // Were it known, this might be the case.
    const unknown = results.find((result) => typeof result === "object");
    return unknown ?? { value };
  }
  if ("value" in otherwise) return { value: otherwise.value };
  return rounded(readValue({ variable: otherwise.variable, form }, readings), otherwise.decimals);
}

/** Whether a test holds; or why that is not known. */
function passes(
  test: Test,
  readings: Readings,
  known: ReadonlyMap<string, Outcome>,
): boolean | Omit<LeftAlone, "condition"> {
  const outcome: Outcome =
    "variable" in test
      ? readValue({ variable: test.variable, form: formOfTest(test) }, readings)
      : (known.get(test.condition) ?? notRead(test.condition));
  if (!("value" in outcome)) return outcome;
  const { value } = outcome;
  if ("contains" in test) return typeof value !== "object" && String(value).includes(test.contains);
  return test.is.some((one) => one === value);
}

function readValue(request: ValueRequest, readings: Readings): Outcome {
  return sourced(request.variable, readings.values.get(valueKey(request)));
}

function sourced(source: string, reading: Reading<number | string> | undefined): Outcome {
  if (!reading) return notRead(source);
  return "value" in reading ? reading : { source, problem: reading.problem };
}

function notRead(source: string): Outcome {
  return { source, problem: "it was not read" };
}

function rounded(outcome: Outcome, decimals: number | undefined): Outcome {
  if (decimals === undefined || !("value" in outcome) || typeof outcome.value !== "number") return outcome;
  return { value: Number(outcome.value.toFixed(decimals)) };
}
