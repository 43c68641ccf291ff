/** Which completions fit what is written, the likeliest first. */

export interface Rankable {
  readonly label: string;
}

/**
 * Labels beginning with the word, then those with a part beginning with it (`current` in
 * `beam_current`), then those that hold it anywhere; within each the order given.
 */
export function rank<Option extends Rankable>(options: readonly Option[], word: string): Option[] {
  const wanted = comparable(word);
  return options
    .map((option) => ({ option, place: placeOf(comparable(option.label), wanted) }))
    .filter(({ place }) => place < Infinity)
    .sort((a, b) => a.place - b.place)
    .map(({ option }) => option);
}

/** An alias is found without its `@` as well, a name without its back quotes. */
function comparable(label: string): string {
  return label.replace(/^[@`]/, "").toLowerCase();
}

function placeOf(label: string, wanted: string): number {
  if (label.startsWith(wanted)) return 0;
  if (label.includes(`_${wanted}`)) return 1;
  return label.includes(wanted) ? 2 : Infinity;
}
