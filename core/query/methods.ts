/**
 * The methods that texts have, a row each: parser, check, completion, “Query as Python” and docs/query-language.md take them from
 * here. `core/compile/methods.ts` has their SQL. All fail where the text or the argument is missing.
 */

interface MethodRow {
  /** What stands between the brackets; a pattern is a regular expression, written out. */
  readonly argument: "text" | "pattern" | null;
  readonly gives: "bool" | "string";
  /** For completion and the documentation. */
  readonly detail: string;
  /** Of one that is written like an operator, as in SQL: what to write. */
  readonly asOperator?: string;
  /** How the Python client says it: by comparing the beginning of the text, or not at all. */
  readonly python: "slice" | "refused";
}

export const methods = {
  startswith: {
    argument: "text",
    gives: "bool",
    detail: "begins with a text",
    asOperator: "Write run_config.startswith('…').",
    python: "slice",
  },
  endswith: {
    argument: "text",
    gives: "bool",
    detail: "ends with a text",
    asOperator: "Write run_config.endswith('…').",
    python: "refused",
  },
  contains: {
    argument: "text",
    gives: "bool",
    detail: "has a text in it",
    asOperator: "Write run_config.contains('part'), or 'part' in run_config.",
    python: "refused",
  },
  matches: {
    argument: "pattern",
    gives: "bool",
    detail: "fits a regular expression",
    asOperator: "Write run_config.matches('…').",
    python: "refused",
  },
  lower: { argument: null, gives: "string", detail: "in small letters", python: "refused" },
  upper: { argument: null, gives: "string", detail: "in capital letters", python: "refused" },
} as const satisfies Readonly<Record<string, MethodRow>>;

export type TextMethod = keyof typeof methods;
/** The methods whose value is of a type. */
export type MethodGiving<Type extends MethodRow["gives"]> = {
  [Name in TextMethod]: (typeof methods)[Name]["gives"] extends Type ? Name : never;
}[TextMethod];

export const textMethods = Object.keys(methods) as readonly TextMethod[];

/** Whether a method tells something of a text; the others change it. */
export function isTest(method: TextMethod): method is MethodGiving<"bool"> {
  return methods[method].gives === "bool";
}
