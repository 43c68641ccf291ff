import type { Progress } from "../core/api/call.ts";
import { escapeControls } from "../core/text/escapeControls.ts";

/** The shortest time between two states that are shown, in milliseconds. */
const interval = 100;
const clearLine = "\r\x1b[K";

/** Shows how far a call is. */
export interface ProgressLine {
  readonly report: (progress: Progress) => void;
  /** Removes the line. */
  readonly clear: () => void;
}

/** One line on standard error that is written anew with every state; nothing where that is no terminal. */
export function progressLine(): ProgressLine {
  const { stderr } = process;
  let last = -Infinity;
  return {
    report: (progress) => {
      const now = performance.now();
      if (!stderr.isTTY || now - last < interval) return;
      last = now;
      stderr.write(clearLine + progressText(progress).slice(0, stderr.columns - 1));
    },
    clear: () => {
      if (last > -Infinity) stderr.write(clearLine);
      last = -Infinity;
    },
  };
}

/** `Writing rows: 2000 of 30000 (6 %)`. */
function progressText({ label, done, total }: Progress): string {
  const state =
    total === null
      ? String(done)
      : `${done} of ${total} (${Math.floor((100 * done) / Math.max(total, 1))} %)`;
  return escapeControls(`${label}: ${state}`);
}
