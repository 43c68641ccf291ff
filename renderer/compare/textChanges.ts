/** What is other in a text than in the one it is compared with. */
import { presentableDiff } from "@codemirror/merge";

export interface TextPart {
  readonly text: string;
  /** Whether the other text does not have it. */
  readonly isNew: boolean;
}

/** Beyond it texts are shown as they are: the search for differences takes long. */
const LONGEST = 20_000;

/** A text in parts, those that `reference` does not have marked, by whole words; null where it is too long for that. */
export function changedParts(reference: string, text: string): readonly TextPart[] | null {
  if (Math.max(reference.length, text.length) > LONGEST) return null;
  const parts: TextPart[] = [];
  let end = 0;
  for (const { fromB, toB } of presentableDiff(reference, text)) {
    parts.push({ text: text.slice(end, fromB), isNew: false }, { text: text.slice(fromB, toB), isNew: true });
    end = toB;
  }
  return [...parts, { text: text.slice(end), isNew: false }].filter((part) => part.text !== "");
}
