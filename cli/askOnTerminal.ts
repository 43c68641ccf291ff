import { createInterface } from "node:readline/promises";
import { RcdbError } from "../core/api/failure.ts";
import { escapeControls } from "../core/text/escapeControls.ts";

/** What somebody types; null where standard input is no terminal. Throws `cancelled` for Ctrl-C and Ctrl-D. */
export async function askOnTerminal(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new AbortController();
  terminal.once("close", () => closed.abort());
  try {
    const text = escapeControls(question, "multi-line");
    return (await terminal.question(text, { signal: closed.signal })).trim();
  } catch (thrown) {
    if (!closed.signal.aborted) throw thrown;
    throw new RcdbError("cancelled", "Nothing was changed.");
  } finally {
    terminal.close();
  }
}
