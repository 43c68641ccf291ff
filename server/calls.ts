import type { IncomingMessage, ServerResponse } from "node:http";
import type { Context } from "hono";
import { stream } from "hono/streaming";
import { failed, type FailureCode, type Outcome } from "../core/api/failure.ts";
import type { Progress } from "../core/api/call.ts";
import { generationHeader } from "../core/api/wire.ts";
import { dispatchWindowCall, type WindowHost } from "../core/api/dispatch.ts";

export interface ServerEnvironment {
  readonly Bindings: { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse };
  /** What a request failed with, for the log. */
  Variables: { failure?: FailureCode };
}

/**
 * Answers `POST /api/NAME` with the outcome as JSON; to one who accepts `application/x-ndjson` with a line
 * for each report of progress and, as the last, one for the outcome. A failure is an answer: status 200.
 */
export async function answerCall(
  context: Context<ServerEnvironment>,
  host: WindowHost,
  name: string,
): Promise<Response> {
  const input = parseJson(await context.req.text());
  const signal = disconnectSignal(context.env.outgoing);
  const outcome = (report: (progress: Progress) => void): Promise<Outcome<unknown>> =>
    input.ok ? dispatchWindowCall(host, name, input.value, { signal, report }) : Promise.resolve(input);

  if (!context.req.header("accept")?.includes("application/x-ndjson")) {
    const only = await outcome(() => undefined);
    context.header(generationHeader, host.generation ?? undefined);
    return context.json(only);
  }
  context.header("content-type", "application/x-ndjson; charset=utf-8");
  return stream(context, async (lines) => {
    const write = (line: object) => lines.write(`${JSON.stringify(line)}\n`);
    const last = await outcome((progress) => void write({ kind: "progress", progress }));
    await write({ kind: "outcome", outcome: last, generation: host.generation });
  });
}

/** Aborts when the connection is closed: after the answer, which does no harm, or before it. */
export function disconnectSignal(outgoing: ServerResponse): AbortSignal {
  const controller = new AbortController();
  outgoing.once("close", () => controller.abort());
  return controller.signal;
}

/** What calls take is flat; what checks and passes it on recurses. */
const mostLevels = 100;

export function parseJson(text: string): Outcome<unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isDeeper(value, mostLevels))
      return failed("bad_input", `The body of the call nests more than ${mostLevels} levels.`);
    return { ok: true, value };
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return failed("bad_input", `The body of the call is not JSON: ${reason}`);
  }
}

/** Whether a value nests `levels` levels or more, found level by level. */
function isDeeper(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true;
    level = level.flatMap((one): unknown[] =>
      typeof one === "object" && one !== null ? Object.values(one) : [],
    );
  }
  return false;
}
