import type { RunPeriod, GivenRunPeriod } from "../../core/api/catalogue.ts";

/** A run period as it stands in the fields of a form. */
export type PeriodTexts = Record<keyof GivenRunPeriod, string>;

/** What the form begins with. */
export function textsOf(period: RunPeriod | null): PeriodTexts {
  return {
    name: period?.name ?? "",
    runMin: period ? String(period.runMin) : "",
    runMax: period ? String(period.runMax) : "",
    startDate: period?.startDate ?? "",
    endDate: period?.endDate ?? "",
    description: period?.description ?? "",
  };
}

/** The period that the fields give, or what is wrong with them, in words; the core checks the rest. */
export function readPeriod(texts: PeriodTexts): GivenRunPeriod | string {
  const runMin = runOf(texts.runMin);
  const runMax = runOf(texts.runMax);
  if (texts.name.trim() === "") return "Give it a name.";
  if (runMin === null) return "Give the number of its first run.";
  if (runMax === null) return "Give the number of its last run.";
  return {
    name: texts.name.trim(),
    runMin,
    runMax,
    startDate: texts.startDate.trim() || null,
    endDate: texts.endDate.trim() || null,
    description: texts.description.trim() || null,
  };
}

function runOf(text: string): number | null {
  return /^\s*\d{1,15}\s*$/.test(text) ? Number(text) : null;
}
