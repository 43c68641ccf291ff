import type { Progress } from "../core/api/call.ts";
import { sparseProgress } from "../core/api/sparseProgress.ts";
import { escapeControls } from "../core/text/escapeControls.ts";

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
  let isShown = false;
  let step = { label: "", since: 0 };
  const show = (progress: Progress): void => {
    const now = performance.now();
    if (progress.label !== step.label) step = { label: progress.label, since: now };
    if (!stderr.isTTY) return;
    isShown = true;
    const text = progressText(progress) + paceText(progress, now - step.since);
    stderr.write(clearLine + text.slice(0, stderr.columns - 1));
  };
  return {
    report: sparseProgress(show),
    clear: () => {
      if (isShown) stderr.write(clearLine);
      isShown = false;
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
