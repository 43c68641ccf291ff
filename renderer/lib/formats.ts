/** How numbers and times are written for people, as it is set for all of the window. */
import { SvelteMap } from "svelte/reactivity";

export interface Formats {
  /** The significant digits of floats; with 17 of them none is left out. */
  readonly digits: number;
  /** What stands between groups of three digits. */
  readonly grouping: "space" | "comma" | "none";
  readonly clock: "24h" | "12h";
  /** Whether times have their seconds. */
  readonly seconds: boolean;
  /** Of moments by this computer's clock. The times of a database have no zone, and are shown as they are stored. */
  readonly zone: "local" | "UTC";
}

export const usualFormats: Formats = {
  digits: 6,
  grouping: "space",
  clock: "24h",
  seconds: false,
  zone: "local",
};

/** What is shown follows it. */
const current = new SvelteMap<"all", Formats>();

export function formats(): Formats {
  return current.get("all") ?? usualFormats;
}

export function setFormats(next: Formats): void {
  current.set("all", next);
}
