import { compareTexts, rankOfUnit } from "../text/compareTexts.ts";
import { rowOrder } from "./rowOrder.ts";

/** The most texts that are sorted by comparing them; more of them are sorted a few characters at a time, which takes less than half as long. */
const mostCompared = 10_000;
/** The number of characters in a key, and of bits of each: 51 of the 53 of a double. */
const charactersOfKey = 3;
const valuesOfCharacter = 2 ** 17;

/** Numbers that sort as the texts, which are all different, do by code point. */
export function textRanks(texts: readonly string[]): Float64Array {
  const places = new Int32Array(texts.length);
  for (let place = 0; place < places.length; place++) places[place] = place;
  sortPlaces(texts, places);
  const ranks = new Float64Array(texts.length);
  places.forEach((place, rank) => (ranks[place] = rank));
  return ranks;
}

/** Sorts the places of some of the texts. */
function sortPlaces(texts: readonly string[], places: Int32Array): void {
  const from = lengthAlike(texts, places);
  if (places.length <= mostCompared) {
    places.sort((a, b) => compareTexts(texts[a] ?? "", texts[b] ?? "", from));
    return;
  }
  const keys = Float64Array.from(places, (place) => keyOf(texts[place] ?? "", from));
  const order = rowOrder(keys.slice(), false);
  places.set(order.map((at) => places[at] ?? 0));
  let start = 0;
  for (let end = 1; end <= order.length; end++) {
    if (keys[order[end] ?? -1] === keys[order[start] ?? -1]) continue;
    if (end - start > 1) sortPlaces(texts, places.subarray(start, end));
    start = end;
  }
}

/** How many characters all of these texts begin with alike. */
function lengthAlike(texts: readonly string[], places: Int32Array): number {
  const first = texts[places[0] ?? 0] ?? "";
  let length = first.length;
  for (const place of places) {
    const text = texts[place] ?? "";
    let alike = 0;
    while (alike < length && text.charCodeAt(alike) === first.charCodeAt(alike)) alike++;
    length = alike;
  }
  return length;
}

/** The characters from there on as a number that orders as they do; where the text is over they are zero. */
function keyOf(text: string, from: number): number {
  let key = 0;
  for (let at = from; at < from + charactersOfKey; at++) {
    key = key * valuesOfCharacter + (at < text.length ? rankOfUnit(text.charCodeAt(at)) + 1 : 0);
  }
  return key;
}
