import type { Written } from "../core/api/conditions.ts";

/** What a call has written, in words. */
export function writtenLine({ runs, added, replaced, unchanged }: Written): string {
  const parts = [
    ...(runs > 0 ? [`${runs} ${runs === 1 ? "run" : "runs"} added`] : []),
    `${added} ${added === 1 ? "value" : "values"} added`,
    ...(replaced > 0 ? [`${replaced} replaced`] : []),
    ...(unchanged > 0 ? [`${unchanged} there already`] : []),
  ];
  return `${parts.join(", ")}.`;
}
