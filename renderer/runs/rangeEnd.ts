import { normalizeTime, type ValueType } from "../../core/query/index.ts";

/** An end of a range as people type it: null for none, undefined for what is not a value of that type. */
export function parseEnd(text: string, type: ValueType): string | number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  if (type === "time") return normalizeTime(trimmed) === null ? undefined : trimmed;
  const value = Number(trimmed.replaceAll(/[\s_\u202f]/g, ""));
  return Number.isFinite(value) ? value : undefined;
}
