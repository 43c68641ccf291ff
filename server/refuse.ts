import type { Context } from "hono";
import { failed, type FailureCode } from "../core/api/failure.ts";
import { problem, statusOf } from "./api/problems.ts";

/** Whether a request is a program's, which is answered with documents and not with texts. */
export function isOfProgram(context: Context): boolean {
  return /^\/api\/v\d+(\/|$)/.test(context.req.path);
}

/** Answers a request that is not let through: a program by a problem document, others by the words alone. */
export function refuse(
  context: Context,
  code: FailureCode,
  message: string,
  status: number = statusOf(code),
): Response {
  const outcome = failed(code, message);
  if (!outcome.ok && isOfProgram(context)) return problem(context, outcome.error, status);
  if (code === "no_token") context.header("www-authenticate", "Bearer");
  return context.text(message, status as 400);
}
