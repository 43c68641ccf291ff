/** The runes of the window's models, in tests without Svelte's compiler. */
import { vi } from "vitest";

/** Makes runes plain values: nothing follows them. `vi.unstubAllGlobals` takes them away. */
export function stubRunes(): void {
  const same = <T>(value: T): T => value;
  vi.stubGlobal("$state", Object.assign(same, { raw: same }));
  vi.stubGlobal("$derived", same);
}
