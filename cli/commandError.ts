import type { Failure, Outcome } from "../core/api/failure.ts";
import { caret } from "../core/query/caret.ts";
import type { QueryProblem } from "../core/query/tree.ts";

export const exitCodes = { fine: 0, defect: 1, badInput: 2 } as const;

/** Ends the command: the message goes to standard error. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.badInput) {
    super(message);
    this.name = "CommandError";
    this.exitCode = exitCode;
  }
}

/** The value of an outcome. A failure ends the command; one in `expression` is shown at its place. */
export function unwrap<T>(outcome: Outcome<T>, expression = ""): T {
  if (outcome.ok) return outcome.value;
  throw failureError(outcome.error, expression);
}

/** The end of a command that a failure brings about. */
export function failureError(failure: Failure, expression = ""): CommandError {
  const isDefect = failure.code === "internal";
  const text = failure.code === "expression" ? problemsText(failure, expression) : failure.message;
  return new CommandError(text, isDefect ? exitCodes.defect : exitCodes.badInput);
}

function problemsText({ message, detail }: Failure, expression: string): string {
  const problems = (detail?.problems ?? []) as readonly QueryProblem[];
  const texts = problems.map((problem) => `${problem.message}\n${indented(caret(expression, problem))}`);
  return texts.length > 0 ? texts.join("\n") : message;
}

function indented(lines: string): string {
  return lines.replace(/^/gm, "    ");
}
