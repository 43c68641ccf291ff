/** Which database an answer comes from: when it was opened, and how often its file was replaced since. */
export interface Generation {
  readonly opened: number;
  readonly renewals: number;
}

/** Reads what a host tells with an answer; null where no database is open. */
export function readGeneration(text: string | null): Generation | null {
  const [opened, renewals] = (text ?? "").split(".").map(Number);
  if (opened === undefined || renewals === undefined) return null;
  return Number.isFinite(opened + renewals) ? { opened, renewals } : null;
}

/** What an answer tells of the database: the same, one from before, another one, or the same with its file replaced. */
export function compareGenerations(
  known: Generation | null,
  told: Generation | null,
): "same" | "older" | "other" | "replaced" {
  if (told === null) return "same";
  if (known === null) return "other";
  if (told.opened !== known.opened) return told.opened < known.opened ? "older" : "other";
  if (told.renewals === known.renewals) return "same";
  return told.renewals < known.renewals ? "older" : "replaced";
}
