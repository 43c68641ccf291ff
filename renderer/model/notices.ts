/** What is worth a sound: something happened to the run that is being taken. */
import { type RunState, mostSilence } from "../../core/api/runs.ts";
import type { JudgedValue } from "./watchedValues.ts";

/** A run, and its state. */
export interface SeenRun {
  readonly run: number;
  readonly state: RunState;
}

export interface Notice {
  readonly kind: "started" | "ended" | "silent" | "limit";
  readonly words: string;
}

/** What happened between two looks; null where nothing did, and at the first look. */
export function noticeBetween(before: SeenRun | null, now: SeenRun): Notice | null {
  if (before === null || now.run < before.run) return null;
  if (now.run > before.run) return { kind: "started", words: `Run ${now.run} has started.` };
  if (before.state === now.state) return null;
  if (now.state === "finished") return { kind: "ended", words: `Run ${now.run} has ended.` };
  if (now.state !== "stale") return null;
  return { kind: "silent", words: `No news of run ${now.run} for ${mostSilence / 60} minutes.` };
}

/** Both of two notices as one, with the sound and colour of the second; null where there is neither. */
export function joinNotices(first: Notice | null, second: Notice | null): Notice | null {
  return first && second ? { kind: second.kind, words: `${first.words} ${second.words}` } : (first ?? second);
}

/** What has gone beyond its limits since the last look, whose names `before` has; null where nothing did, and at the first look. */
export function limitNotice(
  before: ReadonlySet<string> | null,
  beyond: readonly JudgedValue[],
): Notice | null {
  const gone = before === null ? [] : beyond.filter(({ name }) => !before.has(name));
  if (gone.length === 0) return null;
  const words = gone.map(({ name, text, words: limit }) => `${name} is ${text}, ${limit}`).join("; ");
  return { kind: "limit", words: `${words}.` };
}
