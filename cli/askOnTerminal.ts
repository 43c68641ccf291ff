import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { RcdbError } from "../core/api/failure.ts";
import { escapeControls } from "../core/text/escapeControls.ts";

/** What somebody types; null where standard input is not a terminal. Throws `cancelled` for Ctrl-C and Ctrl-D. */
export async function askOnTerminal(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  const terminal = createInterface({
    input: process.stdin,
    output: process.stderr,
  });
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

/** The same for what nobody is to see: it is not echoed. Answers it as it is typed, with its blanks. */
export async function askForSecret(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // A terminal of its own lines echoes nothing by itself; what it would write goes nowhere.
  const terminal = createInterface({
    input: process.stdin,
    output: nowhere,
    terminal: true,
    historySize: 0,
  });
  const closed = new AbortController();
  terminal.once("close", () => closed.abort());
  try {
    process.stderr.write(escapeControls(question, "multi-line"));
    return await terminal.question("", { signal: closed.signal });
  } catch (thrown) {
    if (!closed.signal.aborted) throw thrown;
    throw new RcdbError("cancelled", "Nothing was changed.");
  } finally {
    process.stderr.write("\n");
    terminal.close();
  }
}
