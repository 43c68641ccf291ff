import { cut } from "./cut.ts";
import { problemInAlias } from "./aliases.ts";
import { Calls } from "./checkCalls.ts";
import { isRunField, runFieldNames, runFields, type RunField } from "./fields.ts";
import { nearest } from "./nearest.ts";
import { infix, type InfixRow } from "./operators.ts";
import { either, mostProblems, problem, replaceBy } from "./problems.ts";
import { writeName } from "./names.ts";
import { quoteText } from "./strings.ts";
import { wallClock, type DateMeaning } from "./time.ts";
import type {
  AliasDefinition,
  Arithmetic,
  Checked,
  ConditionName,
  Expression,
  Logical,
  Name,
  QueryProblem,
  Sign,
  Span,
} from "./tree.ts";
import { literalNumber } from "./literals.ts";
import { commonType, describeKind, kindOf, type StaticType, type ValueType } from "./types.ts";

/** An expression that makes sense for a database, with what it needs to know of a run. */
export interface CheckedExpression {
  /** Null selects every run. */
  readonly tree: Expression | null;
  /** The condition types it names, each once. */
  readonly conditions: readonly string[];
  /** Which of the run's own values it names. */
  readonly runFields: readonly RunField[];
  /**
   * The types of all values in it. A date text compared with a time is a `time` here; `and` and `or` over
   * different kinds of values, of which only the truth is asked, are a `bool`.
   */
  readonly types: ReadonlyMap<Expression, StaticType>;
  /** What the date texts mean that are compared with times. */
  readonly dates: ReadonlyMap<Expression, DateMeaning>;
}

/**
 * Checks that every name is known and that every part can be right for some run. Aliases must be expanded; one
 * without a body (whose problem was reported then) is passed over. The `aliases` serve suggestions only. `now` is the
 * time of the clock on the wall by which relative dates are meant. What is `asked` of the whole is its truth, or its value.
 */
export function check(
  tree: Expression | null,
  conditions: readonly ConditionName[],
  aliases: readonly AliasDefinition[] = [],
  now: string = wallClock(),
  asked: "truth" | "value" = "truth",
): Checked<CheckedExpression> {
  const checker = new Checker(conditions, aliases, now);
  if (tree !== null) {
    if (asked === "truth") checker.checkTruth(tree);
    else checker.checkValue(tree);
  }
  if (checker.problems.length > 0) return { ok: false, problems: checker.problems };
  const { types, dates, usedConditions, usedRunFields } = checker;
  return {
    ok: true,
    value: { tree, conditions: [...usedConditions], runFields: [...usedRunFields], types, dates },
  };
}

function commonTypeOrNull(left: StaticType | null, right: StaticType | null): StaticType | null {
  return left === null || right === null ? null : commonType(left, right);
}

class Checker extends Calls {
  readonly problems: QueryProblem[] = [];
  readonly usedConditions = new Set<string>();
  readonly usedRunFields = new Set<RunField>();
  private readonly conditionTypes: ReadonlyMap<string, ValueType>;
  private readonly aliasNames: ReadonlySet<string>;
  /** The aliases within which we are, the outermost first, and the place of that one in the outer text. */
  private readonly path: string[] = [];
  private outermost: Span | null = null;

  constructor(conditions: readonly ConditionName[], aliases: readonly AliasDefinition[], now: string) {
    super(now);
    this.conditionTypes = new Map(conditions.map(({ name, type }) => [name, type]));
    this.aliasNames = new Set(aliases.map(({ name }) => name));
  }

  /** Checks a node of which only the truth is asked: the operands of `and` and `or` need not be of one kind. */
  checkTruth(node: Expression): void {
    if (node.kind === "logical") {
      for (const operand of node.operands) this.checkTruth(operand);
      const types = node.operands.map((operand) => this.types.get(operand) ?? null);
      this.types.set(node, types.reduce(commonTypeOrNull) ?? "bool");
    } else if (node.kind === "alias") {
      this.within(node.name, node, () => {
        if (node.body !== undefined) this.checkTruth(node.body);
      });
      this.types.set(node, (node.body === undefined ? undefined : this.types.get(node.body)) ?? "bool");
    } else {
      this.typeOf(node);
    }
  }

  checkValue(node: Expression): void {
    this.typeOf(node);
  }

  protected override findType(node: Expression): StaticType | null {
    switch (node.kind) {
      case "integer":
        return this.typeOfInteger(node.value, node);
      case "float":
        return "float";
      case "string":
        return "string";
      case "boolean":
        return "bool";
      case "none":
        return "none";
      case "name":
        return this.typeOfName(node);
      case "alias":
        return this.within(node.name, node, () => (node.body === undefined ? null : this.typeOf(node.body)));
      case "list":
        this.report(problem("list", node, "A list can only stand to the right of in and not in."));
        return null;
      case "sign":
        return this.typeOfSign(node);
      case "arithmetic":
        return this.typeOfArithmetic(node);
      case "comparison":
        this.checkComparison(node);
        return "bool";
      case "not":
        this.checkTruth(node.operand);
        return "bool";
      case "logical":
        return this.typeOfLogical(node);
      case "call":
        return this.typeOfCall(node);
      case "function":
        return this.typeOfFunction(node);
      case "index":
      case "slice":
        return this.typeOfPart(node);
    }
  }

  protected override report(found: QueryProblem): void {
    this.problems.push(this.outermost === null ? found : problemInAlias(found, this.path, this.outermost));
  }

  private within<T>(alias: string, place: Span, work: () => T): T {
    const before = this.outermost;
    this.path.push(alias);
    this.outermost ??= place;
    const result = work();
    this.path.pop();
    this.outermost = before;
    return result;
  }

  private typeOfInteger(value: bigint, place: Span): StaticType {
    if (value <= 0x7fff_ffff_ffff_ffffn) return "int";
    const message = "This integer is too large: integers have 64 bits, the largest is 9223372036854775807.";
    this.report(problem("too-large", place, message));
    return "int";
  }

  private typeOfName(node: Name): StaticType | null {
    const type = this.conditionTypes.get(node.name);
    if (type !== undefined) {
      this.usedConditions.add(node.name);
      return type;
    }
    if (isRunField(node.name)) {
      this.usedRunFields.add(node.name);
      return runFields[node.name].type;
    }
    // The search for near names takes its time; nobody reads hundreds of them.
    if (this.problems.length < mostProblems) this.report(this.unknownName(node));
    return null;
  }

  private unknownName(node: Name): QueryProblem {
    const names = [...this.conditionTypes.keys(), ...runFieldNames];
    const suggestions = nearest(node.name, names).map(writeName);
    if (this.aliasNames.has(node.name)) suggestions.unshift(`@${node.name}`);
    const fixes = suggestions.map((name) => replaceBy(node, name));
    let hint = suggestions.length > 0 ? ` Did you mean ${either(suggestions.map(cut))}?` : "";
    if (node === this.besideText) {
      const text = quoteText(node.name);
      hint += ` If it is meant as a text, put it in quotes: ${cut(text)}.`;
      fixes.push(replaceBy(node, text));
    }
    return problem("unknown-name", node, `There is no condition ${cut(node.name)}.${hint}`, fixes);
  }

  private typeOfSign(node: Sign): StaticType | null {
    const type = this.typeOf(node.operand);
    if (type === null || !this.isCalculable(type, node.operand, node.operator)) return null;
    return type === "float" ? "float" : "int";
  }

  private typeOfArithmetic(node: Arithmetic): StaticType | null {
    const left = this.typeOf(node.left);
    const right = this.typeOf(node.right);
    if (left === null || right === null) return null;
    if (node.operator === "+" && kindOf(left) === "text" && kindOf(right) === "text") {
      const message =
        "Texts cannot be joined with +. Compare with the whole text, or test its parts one by one.";
      this.report(problem("arithmetic", node, message));
      return null;
    }
    const leftFits = this.isCalculable(left, node.left, node.operator);
    const rightFits = this.isCalculable(right, node.right, node.operator);
    if (!leftFits || !rightFits) return null;
    const { divides }: InfixRow = infix[node.operator];
    const divisor = literalNumber(node.right);
    // Both 0 and 0n, and -0.
    if (divides === true && divisor !== null && Number(divisor) === 0) {
      this.report(
        problem("division-by-zero", node.right, "Division by zero: it fails for every run that comes to it."),
      );
    }
    if (node.operator === "/" || left === "float" || right === "float") return "float";
    // An integer to a negative power is not an integer.
    return node.operator === "**" && !(divisor !== null && divisor >= 0) ? "float" : "int";
  }

  private isCalculable(type: StaticType, operand: Expression, operator: string): boolean {
    if (kindOf(type) === "number") return true;
    const message = `${operator} calculates with numbers only; this is ${describeKind(type)}.`;
    this.report(problem("arithmetic", operand, message));
    return false;
  }

  /** `and` and `or` as a value: the value of one of the operands. */
  private typeOfLogical(node: Logical): StaticType | null {
    const types = node.operands.map((operand) => this.typeOf(operand));
    let result: StaticType | null = "none";
    for (const [index, type] of types.entries()) {
      if (type === null || result === null) return null;
      const common = commonType(result, type);
      const operand = node.operands[index];
      if (common === null && operand !== undefined) {
        const message =
          `The value of this ${node.operator} is used, so that its operands must be of one kind; ` +
          `this is ${describeKind(type)}, before stands ${describeKind(result)}.`;
        this.report(problem("mixed-kinds", operand, message));
      }
      result = common;
    }
    return result;
  }
}
