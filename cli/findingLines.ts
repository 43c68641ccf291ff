import type { Finding } from "../core/api/maintenance.ts";
import { escapeControls } from "../core/text/escapeControls.ts";

/** What a check of a database found, in lines. */
export function findingLines(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return ["The check found nothing wrong."];
  const lines = findings.flatMap(({ severity, message, examples, fix }) => [
    `${severity}: ${message}`,
    ...examples.map((example) => `    ${example}`),
    ...(fix === null ? [] : [`    To fix it: ${fix}`]),
  ]);
  return lines.map((line) => escapeControls(line));
}
