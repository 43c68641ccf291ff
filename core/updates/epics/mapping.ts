/** Which conditions are made of slow controls, and how: a file, for every hall has its own. docs/epics.md explains it. */
import * as v from "valibot";
import { RcdbError } from "../../api/failure.ts";
import { updateReasons } from "../plugin.ts";
import { ownMembers } from "../../api/ownMembers.ts";
import { mostConfigurationBytes, readRegularText } from "../../disk/regularFile.ts";

const name = v.pipe(v.string(), v.nonEmpty("It must not be empty"));
/** No blanks, and not taken for an option of a command-line tool. */
const variable = v.pipe(
  v.string(),
  v.regex(/^[^\s-]\S*$/, "A variable's name has no blanks and begins with no hyphen"),
);
const limit = v.optional(v.number());
const decimals = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(15)));
const value = v.union([v.number(), v.string(), v.boolean()]);

const variableRange = v.strictObject({ variable, from: limit, to: limit, above: limit, below: limit });

const numbersOrTexts = v.union([
  v.pipe(v.array(v.number()), v.nonEmpty()),
  v.pipe(v.array(v.string()), v.nonEmpty()),
]);
/** What a variable says, or a condition that stands further up in the file, is one of these, or contains this. */
const test = v.union([
  v.strictObject({ variable, is: numbersOrTexts }),
  v.strictObject({ variable, contains: name }),
  v.strictObject({ condition: name, is: numbersOrTexts }),
  v.strictObject({ condition: name, contains: name }),
]);
export type Test = v.InferOutput<typeof test>;

const when = v.pipe(v.array(v.picklist(updateReasons)), v.nonEmpty("Name one of start, update, end"));
const rule = v.variant("how", [
  /** What the variable says now. */
  v.strictObject({ when, how: v.literal("value"), variable, decimals }),
  /** The average since the start of the run. */
  v.strictObject({
    when,
    how: v.literal("average"),
    variable,
    where: v.optional(v.array(variableRange), []),
    decimals,
  }),
  v.strictObject({ when, how: v.literal("constant"), value }),
  /** The value of the first case of which all tests hold. */
  v.strictObject({
    when,
    how: v.literal("first"),
    cases: v.array(v.strictObject({ where: v.pipe(v.array(test), v.nonEmpty()), value })),
    otherwise: v.union([v.strictObject({ value }), v.strictObject({ variable, decimals })]),
  }),
]);
export type Rule = v.InferOutput<typeof rule>;

const mappedCondition = v.strictObject({
  type: v.picklist(["float", "int", "string", "bool"]),
  description: v.optional(v.string()),
  rules: v.array(rule),
});
export type MappedCondition = v.InferOutput<typeof mappedCondition>;

const mapping = v.strictObject({ conditions: ownMembers(name, mappedCondition) });
/** Its conditions are in the order of the file. */
export type Mapping = v.InferOutput<typeof mapping>;

/** Reads a mapping. Throws `bad_input` for what is wrong with it, `no_such_file` and `no_permission`. */
export async function readMapping(path: string): Promise<Mapping> {
  const text = await readRegularText(path, mostConfigurationBytes);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (thrown) {
    throw wrong(path, `it is not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  return checkMapping(content, path);
}

/** The mapping that some JSON is; `path` is where it is from. Throws `bad_input`. */
export function checkMapping(content: unknown, path: string): Mapping {
  const parsed = v.safeParse(mapping, content);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const place = v.getDotPath(issue);
    throw wrong(path, `${place === null ? "" : `${place}: `}${issue.message}`);
  }
  const defect = findDefect(parsed.output);
  if (defect !== null) throw wrong(path, defect);
  return parsed.output;
}

/** Two rules for one occasion, or a test of a condition that is not known when it is made. */
function findDefect({ conditions }: Mapping): string | null {
  const madeAt = new Map(updateReasons.map((reason) => [reason, new Set<string>()]));
  for (const [condition, { rules }] of Object.entries(conditions)) {
    for (const [reason, made] of madeAt) {
      const [first, second] = rules.filter((rule) => rule.when.includes(reason));
      if (second) return `${condition}: two of its rules are for “${reason}”. There can be one`;
      if (!first) continue;
      const unknown = testsOf(first).find((test) => "condition" in test && !made.has(test.condition));
      if (unknown && "condition" in unknown) {
        return `${condition}: it asks for ${unknown.condition} at “${reason}”, which must be made there, and stand above it`;
      }
      made.add(condition);
    }
  }
  return null;
}

export function testsOf(rule: Rule): Test[] {
  return rule.how === "first" ? rule.cases.flatMap(({ where }) => where) : [];
}

function wrong(path: string, what: string): RcdbError {
  return new RcdbError("bad_input", `The mapping of slow controls “${path}” cannot be used: ${what}.`);
}
