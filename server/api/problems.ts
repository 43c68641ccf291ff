/** Failures as problem documents (RFC 9457), each with an HTTP status. */
import type { Context } from "hono";
import { failureCodes, type Failure, type FailureCode } from "../../core/api/failure.ts";

export const problemType = "application/problem+json";

/** Of all codes that say something of a request; what is wrong with the server or its database is a status of 500 and more. */
const statuses: Readonly<Partial<Record<FailureCode, 400 | 401 | 403 | 404 | 409 | 410 | 413 | 422 | 429>>> =
  {
    bad_input: 400,
    expression: 400,
    no_token: 401,
    not_allowed: 403,
    unknown_call: 404,
    no_such_condition: 404,
    no_such_run: 404,
    no_value: 404,
    no_such_period: 404,
    no_such_alias: 404,
    no_such_configuration_file: 404,
    already_exists: 409,
    ambiguous: 409,
    conflict: 409,
    result_gone: 410,
    too_large: 413,
    bad_value: 422,
    too_many: 429,
  };

/** Defects, and what no repetition helps. */
const defects: readonly FailureCode[] = ["internal", "incomplete", "uncertain", "disk_full"];

/** The status of an answer with that failure. */
export function statusOf(code: FailureCode): number {
  return statuses[code] ?? (defects.includes(code) ? 500 : 503);
}

/** A failure as the answer to a request. */
export function problem(
  context: Context,
  { code, message, detail }: Failure,
  status: number = statusOf(code),
): Response {
  context.set("failure", code);
  context.header("content-type", problemType);
  if (status === 429 || status === 503) context.header("retry-after", "1");
  if (code === "no_token") context.header("www-authenticate", "Bearer");
  const document = { type: `urn:rcdb:${code}`, title: failureCodes[code], status, detail: message, code };
  return context.body(
    JSON.stringify(detail === undefined ? document : { ...document, parameters: detail }),
    status as 500,
  );
}
