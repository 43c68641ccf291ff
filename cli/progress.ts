import type { Progress } from "../core/api/call.ts";
import { escapeControls } from "../core/text/escapeControls.ts";

/** The shortest time between two states that are shown, in milliseconds. */
const interval = 100;
/** What takes less is not worth a word on the time that is left. */
const shortest = 2000;
const clearLine = "\r\x1b[K";

/** Shows how far a call is. */
export interface ProgressLine {
  readonly report: (progress: Progress) => void;
  /** Removes the line. */
  readonly clear: () => void;
}

/** One line on standard error that is written anew with every state; nothing where that is not a terminal. */
export function progressLine(): ProgressLine {
  const { stderr } = process;
  let last = -Infinity;
  let step = { label: "", since: 0 };
  return {
    report: (progress) => {
      const now = performance.now();
      const isSameStep = progress.label === step.label;
      if (!isSameStep) step = { label: progress.label, since: now };
      // The next step may be one long statement, in which nothing more can be said.
      if (!stderr.isTTY || (isSameStep && now - last < interval)) return;
      last = now;
      const text = progressText(progress) + paceText(progress, now - step.since);
      stderr.write(clearLine + text.slice(0, stderr.columns - 1));
    },
    clear: () => {
      if (last > -Infinity) stderr.write(clearLine);
      last = -Infinity;
    },
  };
}

/** `Writing rows: 2000 of 30000 (6 %)`. */
function progressText({ label, done, total }: Progress): string {
  if (total === null && done === 0) return escapeControls(`${label} …`);
  const state =
    total === null
      ? String(done)
      : `${done} of ${total} (${Math.floor((100 * done) / Math.max(total, 1))} %)`;
  return escapeControls(`${label}: ${state}`);
}

/** `, 12000/s, 3 min left`, once enough milliseconds have passed for an estimate. */
function paceText({ done, total }: Progress, milliseconds: number): string {
  if (milliseconds < shortest || done === 0) return "";
  const perSecond = (1000 * done) / milliseconds;
  const pace = `, ${Math.round(perSecond)}/s`;
  return total === null ? pace : `${pace}, ${timeText((total - done) / perSecond)} left`;
}

function timeText(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
