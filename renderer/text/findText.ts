/** Beyond it marking the places would slow a large file down. */
const MOST_PLACES = 10_000;

export interface FoundPlaces {
  /** Where they begin. */
  readonly starts: readonly number[];
  /** There are more than `starts` holds. */
  readonly cut: boolean;
}

/** Every place of `needle` in `text`, whatever its case; places do not overlap. */
export function findText(text: string, needle: string): FoundPlaces {
  const starts: number[] = [];
  if (needle === "") return { starts, cut: false };
  // A pattern and not toLowerCase(): that can change a text's length, and with it all places after.
  const pattern = new RegExp(needle.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"), "giu");
  for (const match of text.matchAll(pattern)) {
    if (starts.length === MOST_PLACES) return { starts, cut: true };
    starts.push(match.index);
  }
  return { starts, cut: false };
}
