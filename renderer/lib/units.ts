/** Units of conditions, as their descriptions tell them. */
import { escapeControls } from "../../core/text/escapeControls.ts";

/** What stands in brackets, and is a unit only with a letter or a sign: no list of values, no index. */
const unitPattern = /\[([^[\],;=\p{Cc}]{1,16})\](?=\s*(?:[.,;(]|$))/gu;
const signOfUnit = /[\p{L}%°‰]/u;

/**
 * The unit that stands in brackets at the end of a description, or of its first clauses: `nA` of “Beam current [nA]”; null
 * where there is none. The last one counts.
 */
export function unitOf(description: string | null | undefined): string | null {
  const found = [...(description ?? "").matchAll(unitPattern)].at(-1)?.[1]?.trim() ?? "";
  return signOfUnit.test(found) ? escapeControls(found) : null;
}

/** A name with its unit as an axis has it: `beam_current [nA]`. */
export function nameWithUnit(name: string, unit: string | null): string {
  return unit === null ? name : `${name} [${unit}]`;
}

/** A value that is read off, with its unit: `101.3 nA`. */
export function valueWithUnit(value: string, unit: string | null): string {
  return unit === null || value === "" ? value : `${value}\u00a0${unit}`;
}
