import { cut } from "./cut.ts";
import { writeName } from "./names.ts";
import { infix, type InfixOperator } from "./operators.ts";
import { problem, replaceBy } from "./problems.ts";
import { quoteText } from "./strings.ts";
import { readDate, type DateMeaning } from "./time.ts";
import { tokenize } from "./tokens.ts";
import type {
  Comparison,
  ComparisonLink,
  Expression,
  ListLiteral,
  QueryFix,
  QueryProblem,
  Span,
} from "./tree.ts";
import { literalNumber } from "./literals.ts";
import { describeKind, kindOf, type StaticType } from "./types.ts";

/** What values of different kinds are to each other. */
type Consequence = "never equal" | "in no order";

/** The part of the type check that is about `<`, `==`, `in`, `is` and their like. */
export abstract class Comparisons {
  readonly types = new Map<Expression, StaticType>();
  readonly dates = new Map<Expression, DateMeaning>();
  /** What a text is compared with: an unknown name there is likely a text without its quotes. */
  protected besideText: Expression | null = null;

  private readonly now: string;

  constructor(now: string) {
    this.now = now;
  }

  /** The type of a node without regard to where it stands; null where a problem has been reported. */
  protected abstract findType(node: Expression): StaticType | null;
  protected abstract report(found: QueryProblem): void;

  protected typeOf(node: Expression): StaticType | null {
    const type = this.findType(node);
    if (type !== null) this.types.set(node, type);
    return type;
  }

  protected checkComparison(node: Comparison): void {
    let left = node.first;
    let leftType = this.typeOf(left);
    for (const link of node.links) {
      if (link.right.kind === "list" && isIn(link)) {
        this.checkList(left, leftType, link.right);
        leftType = null;
      } else {
        this.besideText = leftType !== null && kindOf(leftType) === "text" ? link.right : null;
        const rightType = this.typeOf(link.right);
        if (leftType !== null && rightType !== null) this.checkLink(left, leftType, link, rightType);
        leftType = this.types.get(link.right) ?? null;
      }
      left = link.right;
      if (left.kind === "list" && link !== node.links.at(-1)) {
        this.report(problem("list", left, "After a list the comparison cannot go on. Join two with and."));
      }
    }
  }

  private checkLink(
    left: Expression,
    leftType: StaticType,
    link: ComparisonLink,
    rightType: StaticType,
  ): void {
    switch (infix[link.operator].asks) {
      case "membership":
        this.checkContained(left, leftType, link, rightType);
        return;
      case "identity":
        this.checkIdentity(link);
        return;
      case "equality":
        this.checkAlike(left, leftType, link.right, rightType, "never equal");
        return;
      case "order":
        this.checkOrder(left, leftType, link.right, rightType, link.operator);
    }
  }

  /** Reports what has no order: None, and values of different kinds. */
  protected checkOrder(
    left: Expression,
    leftType: StaticType,
    right: Expression,
    rightType: StaticType,
    operator: InfixOperator,
  ): void {
    if (leftType === "none") this.reportNoneInOrder(left, operator);
    if (rightType === "none") this.reportNoneInOrder(right, operator);
    this.checkAlike(left, leftType, right, rightType, "in no order");
  }

  /** Reports values of different kinds, None excepted; a text beside a time has to be a date. */
  private checkAlike(
    left: Expression,
    leftType: StaticType,
    right: Expression,
    rightType: StaticType,
    consequence: Consequence,
  ): void {
    if (leftType === "none" || rightType === "none") return;
    if (this.areDate(left, leftType, right, rightType)) return;
    if (kindOf(leftType) === kindOf(rightType)) return;
    const found = isLiteral(left)
      ? neverComparable(left, leftType, right, rightType, consequence)
      : neverComparable(right, rightType, left, leftType, consequence);
    this.report(found);
  }

  /** Whether one side is a time and the other a date text, which then must be a valid one. */
  private areDate(left: Expression, leftType: StaticType, right: Expression, rightType: StaticType): boolean {
    if (leftType === "time" && right.kind === "string") return this.checkDate(right, right.value);
    if (rightType === "time" && left.kind === "string") return this.checkDate(left, left.value);
    return false;
  }

  private checkDate(node: Expression, text: string): true {
    this.types.set(node, "time");
    const meaning = readDate(text, this.now);
    if (meaning === null) {
      const message =
        `${cut(quoteText(text))} is not a date that exists. Write '2016-02-17', '2016-02-17 13:26', ` +
        "'2016-02-17 13:26:01', '2016-02', '2016', 'today', 'yesterday', 'monday' (of this week) or 'now-24h' (m, h, d, w).";
      this.report(problem("date", node, message));
    } else this.dates.set(node, meaning);
    return true;
  }

  private reportNoneInOrder(node: Expression, operator: InfixOperator): void {
    const message = `None has no order: ${operator} fails for every run. Missing values are found with is None.`;
    this.report(problem("none-order", node, message));
  }

  private checkIdentity(link: ComparisonLink): void {
    if (link.right.kind === "none") return;
    const equality = link.operator === "is" ? "==" : "!=";
    const message = `${link.operator} stands before None only. To compare values write ${equality}.`;
    this.report(problem("is", link.operatorSpan, message, [replaceBy(link.operatorSpan, equality)]));
  }

  /** `part in text`, where the right side is not a list. */
  private checkContained(
    left: Expression,
    leftType: StaticType,
    link: ComparisonLink,
    rightType: StaticType,
  ): void {
    if (kindOf(rightType) !== "text") {
      const fixes = isLiteral(link.right) && rightType !== "none" ? [listOf(link.right)] : [];
      const message = `To the right of ${link.operator} stands a list or a text; this is ${describeKind(rightType)}.`;
      this.report(problem("in", link.right, message, fixes));
    } else if (kindOf(leftType) !== "text") {
      const message = `Only a text can be part of a text; this is ${describeKind(leftType)}.`;
      this.report(problem("in", left, message, fixKind(left, leftType, rightType)));
    }
  }

  private checkList(left: Expression, leftType: StaticType | null, list: ListLiteral): void {
    for (const item of list.items) {
      if (!isLiteral(item)) {
        const message =
          "A list holds numbers and texts only. To compare with conditions join several == with or.";
        const isText = item.kind === "name" && leftType !== null && kindOf(leftType) === "text";
        const fixes = isText ? [quoted(item, item.name)] : [];
        this.report(problem("list-element", item, message, fixes));
        continue;
      }
      const type = this.typeOf(item);
      if (type === null || leftType === null || leftType === "none" || type === "none") continue;
      if (leftType === "time" && item.kind === "string") this.checkDate(item, item.value);
      else if (kindOf(type) !== kindOf(leftType)) {
        this.report(neverComparable(item, type, left, leftType, "never equal"));
      }
    }
  }
}

function isIn({ operator }: ComparisonLink): boolean {
  return infix[operator].asks === "membership";
}

function isLiteral(node: Expression): boolean {
  return node.kind === "string" || node.kind === "none" || literalNumber(node) !== null;
}

function neverComparable(
  odd: Expression,
  oddType: StaticType,
  other: Expression,
  otherType: StaticType,
  consequence: Consequence,
): QueryProblem {
  const subject = other.kind === "name" ? writeName(other.name) : "what it is compared with";
  const message = `This is ${describeKind(oddType)}, and ${subject} is ${describeKind(otherType)}: they are ${consequence}.`;
  return problem("types", odd, message, fixKind(odd, oddType, otherType));
}

/** `5` for `'5'` and the other way round, `True` for `'true'`. */
function fixKind(node: Expression, type: StaticType, wanted: StaticType): QueryFix[] {
  const number = literalNumber(node);
  if (number !== null && kindOf(wanted) === "text" && type !== "bool") return [quoted(node, String(number))];
  if (node.kind !== "string" || kindOf(wanted) !== "number") return [];
  const text = node.value.trim();
  if (wanted === "bool" && /^(true|false)$/i.test(text)) {
    return [replaceBy(node, text.charAt(0).toUpperCase() + text.slice(1).toLowerCase())];
  }
  const [token, ...more] = tokenize(text.replace(/^-/, ""));
  const isNumber = token?.kind === "integer" || token?.kind === "float";
  return isNumber && token.problem === undefined && more.length === 0 ? [replaceBy(node, text)] : [];
}

function quoted(place: Span, text: string): QueryFix {
  return replaceBy(place, quoteText(text));
}

function listOf(node: Expression): QueryFix {
  return replaceBy(node, `[${String(literalNumber(node))}]`);
}
