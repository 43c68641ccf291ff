import { cut } from "./cut.ts";
import { Comparisons } from "./checkComparison.ts";
import { methods } from "./methods.ts";
import type { ProblemCode } from "./problemCodes.ts";
import { either, problem } from "./problems.ts";
import type { Expression, FunctionCall, Index, MethodCall, Slice } from "./tree.ts";
import { functions } from "./functions.ts";
import { literalNumber } from "./literals.ts";
import { commonType, describeKind, kindOf, kindWords, type Kind, type StaticType } from "./types.ts";

/** Digits that `round` keeps at most behind the point, or takes away before it: as many as a float is exact for. */
const mostDigits = 22;

/** The part of the type check that is about methods, functions and parts of texts. */
export abstract class Calls extends Comparisons {
  protected typeOfCall(node: MethodCall): StaticType | null {
    this.needsText(node.target, `${node.method} is for texts`, "types");
    if (node.argument !== null) this.checkArgument(node, node.argument);
    return methods[node.method].gives;
  }

  /** One character of a text, or some in a row. */
  protected typeOfPart(node: Index | Slice): StaticType | null {
    return this.needsText(node.target, "Parts are taken of texts only", "indexing") ? "string" : null;
  }

  protected typeOfFunction(node: FunctionCall): StaticType | null {
    const { name, arguments: args } = node;
    const { arguments: takes, gives } = functions[name];
    if (takes === "several") return this.typeOfExtreme(node);
    const [first, second] = args;
    if (first === undefined || args.length > (takes === "digits" ? 2 : 1)) {
      const wanted = takes === "digits" ? "a number, and how many digits to keep" : "one value";
      this.report(problem("argument", node, `${name} takes ${wanted}; here are ${args.length} values.`));
      return null;
    }
    const type = this.typeOf(first);
    if (second !== undefined) this.checkDigits(second);
    if (type === null || !this.isTakenBy(node, first, type)) return null;
    return gives(type, second !== undefined);
  }

  private needsText(target: Expression, rule: string, code: ProblemCode): boolean {
    const type = this.typeOf(target);
    if (type === null || kindOf(type) === "text") return type !== null;
    this.report(problem(code, target, `${rule}; this is ${describeKind(type)}.`));
    return false;
  }

  private isTakenBy({ name }: FunctionCall, argument: Expression, type: StaticType): boolean {
    const takes: readonly Kind[] = functions[name].takes;
    if (takes.includes(kindOf(type))) return true;
    const taken = either(takes.map((kind) => kindWords[kind]));
    this.report(problem("argument", argument, `${name} takes ${taken}; this is ${describeKind(type)}.`));
    return false;
  }

  private checkDigits(digits: Expression): void {
    const number = this.typeOf(digits) === "int" ? literalNumber(digits) : null;
    if (typeof number === "bigint" && number >= -mostDigits && number <= mostDigits) return;
    const message = `How many digits round keeps is a whole number from -${mostDigits} to ${mostDigits}, written out: round(beam_current, 1).`;
    this.report(problem("argument", digits, message));
  }

  /** `min` and `max` of several values, or of the values in a list. */
  private typeOfExtreme({ name, nameSpan, arguments: args }: FunctionCall): StaticType | null {
    const values = argumentsOf(args);
    if (values.length === 0 || (values === args && values.length === 1)) {
      const message = `${name} compares several values: ${name}(event_count, 1000).`;
      this.report(problem("argument", values[0] ?? nameSpan, message));
      return null;
    }
    const takes: readonly Kind[] = functions[name].takes;
    let result: StaticType | null = null;
    for (const value of values) {
      const type = this.typeOf(value);
      if (type === null) return null;
      const common: StaticType | null = result === null ? type : commonType(result, type);
      if (!takes.includes(kindOf(type)) || common === null) {
        const others = result === null ? "" : `, before stands ${describeKind(result)}`;
        const message = `${name} compares values of one kind; this is ${describeKind(type)}${others}.`;
        this.report(problem("types", value, message));
        return null;
      }
      result = common;
    }
    return result;
  }

  private checkArgument(node: MethodCall, argument: Expression): void {
    if (methods[node.method].argument === "pattern") {
      this.checkPattern(argument);
      return;
    }
    if (argument.kind === "list") {
      const message = `${node.method} takes one text only. Join two tests with or.`;
      this.report(problem("argument", argument, message));
      return;
    }
    const type = this.typeOf(argument);
    if (type === null || kindOf(type) === "text") return;
    const message = `${node.method} needs a text between its brackets; this is ${describeKind(type)}.`;
    this.report(problem("argument", argument, message));
  }

  private checkPattern(argument: Expression): void {
    if (argument.kind !== "string") {
      const message = "matches needs a regular expression as a literal text: run_config.matches('^FCAL').";
      this.report(problem("argument", argument, message));
      return;
    }
    this.types.set(argument, "string");
    try {
      new RegExp(argument.value, "u");
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/^.*: /, "") : String(error);
      this.report(problem("pattern", argument, `This is not a valid regular expression: ${cut(reason)}.`));
    }
  }
}

/** The values that `min` and `max` compare: those of a list where it is the one argument. */
export function argumentsOf(args: readonly Expression[]): readonly Expression[] {
  const [only] = args;
  return args.length === 1 && only?.kind === "list" ? only.items : args;
}
