/** The words of a report are kept until it is written again: they are lost with no window and no restart. */
import { readStored, writeStored } from "../lib/storage.ts";

type Kept = Readonly<Record<string, string>>;
const KEY = "report-words";
/** The oldest beyond these are forgotten. */
const MOST = 50;

const isKept = (value: unknown): value is Kept =>
  typeof value === "object" &&
  value !== null &&
  Object.values(value).every((text) => typeof text === "string");

/** The words for a report; empty where there are none. */
export function readWords(of: string): string {
  return readStored(KEY, isKept)?.[of] ?? "";
}

export function keepWords(of: string, words: string): void {
  const others = Object.entries(readStored(KEY, isKept) ?? {}).filter(([name]) => name !== of);
  writeStored(KEY, Object.fromEntries(words === "" ? others : [...others, [of, words]].slice(-MOST)));
}
