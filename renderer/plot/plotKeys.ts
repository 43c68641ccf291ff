/** What plots and strips do on keys, by the name of the key. */
export type KeyActs = Readonly<Record<string, () => void>>;

type KeyPress = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "preventDefault">;

/** Does what belongs to a key that is pressed without Ctrl, Meta and Alt; answers whether there was something. */
export function actOnKey(event: KeyPress, keys: KeyActs): boolean {
  const act = keys[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return false;
  event.preventDefault();
  act();
  return true;
}

/** Goes from what is current to the next one, from none to the first or the last. */
export type Step = (by: 1 | -1, from: number | null) => void;

/** The arrow keys go from what is current to its neighbours, Home and End to the first and the last. */
export function stepKeys(current: number | null, step: Step): KeyActs {
  return {
    ArrowLeft: () => step(-1, current),
    ArrowRight: () => step(1, current),
    Home: () => step(1, null),
    End: () => step(-1, null),
  };
}

/** Plus and minus zoom in and out by a factor; on many keyboards plus is = without Shift. */
export function zoomKeys(zoom: (factor: number) => void): KeyActs {
  return { "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2) };
}

/** Where a step leads among a number of items; null at the end. */
export function nextIndex(count: number, from: number | null, by: 1 | -1): number | null {
  const index = from === null ? (by > 0 ? 0 : count - 1) : from + by;
  return index >= 0 && index < count ? index : null;
}
