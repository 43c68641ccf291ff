import type { CallOptions } from "../../core/api/client.ts";
import { cancelled, failed, type Outcome } from "../../core/api/failure.ts";
import type { Progress } from "../../core/api/call.ts";
import { generationHeader } from "../../core/api/wire.ts";
import type { Line } from "./connection.svelte.ts";

const JSON_TYPE = "application/json";
const LINES = "application/x-ndjson";

/** One line of the server's answer. */
type AnswerLine =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "outcome"; readonly outcome: Outcome<unknown>; readonly generation: string | null };

/**
 * Calls over HTTP: `POST api/NAME`, answered by the outcome as JSON; where progress is listened to, by lines of
 * JSON of which the last is the outcome.
 */
export const httpTransport: Line = async (name, input, { signal, onProgress, onGeneration }) => {
  try {
    const response = await fetch(`api/${encodeURIComponent(name)}`, {
      method: "POST",
      headers: { "content-type": JSON_TYPE, accept: onProgress ? LINES : JSON_TYPE },
      body: JSON.stringify(input),
      ...(signal && { signal }),
    });
    const type = response.headers.get("content-type") ?? "";
    if (type.startsWith(LINES)) {
      const last = await readLines(response, onProgress);
      onGeneration?.(last?.generation ?? null);
      return last?.outcome ?? brokenOff();
    }
    if (type.startsWith(JSON_TYPE)) {
      const outcome = (await response.json()) as Outcome<unknown>;
      onGeneration?.(response.headers.get(generationHeader));
      return outcome;
    }
    return await refused(response);
  } catch (thrown) {
    if (signal?.aborted) return cancelled;
    if (thrown instanceof SyntaxError) return brokenOff();
    return failed(
      "connection_lost",
      "The server does not answer. It may have been stopped, or the network is down. Start it again, then try once more.",
    );
  }
};

async function readLines(
  response: Response,
  onProgress: CallOptions["onProgress"],
): Promise<Extract<AnswerLine, { kind: "outcome" }> | null> {
  let outcome: Extract<AnswerLine, { kind: "outcome" }> | null = null;
  const hear = (text: string) => {
    if (text.trim() === "") return;
    const line = JSON.parse(text) as AnswerLine;
    if (line.kind === "progress") onProgress?.(line.progress);
    else outcome = line;
  };

  let rest = "";
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    const lines = (rest + decoder.decode(part.value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(hear);
  }
  hear(rest);
  return outcome;
}

function brokenOff(): Outcome<never> {
  return failed("connection_lost", "The server broke off its answer. Try again.");
}

async function refused(response: Response): Promise<Outcome<never>> {
  const said = (await response.text()).slice(0, 300).trim();
  return failed(
    "not_allowed",
    `The server refused the call (HTTP ${response.status})${said ? `: ${said}` : ""}. Reload the page; if it stays so, look at the server's output.`,
  );
}
