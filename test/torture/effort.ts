/**
 * How much the torture tries. `npm run torture` does all of it; `npm test` a tenth, or what a part says. Everything is
 * decided by a seed, which a failure names: `npm run torture -- --seed 7`.
 */
const isWhole = process.env["RCDB_TORTURE"] === "whole";

export const seed = Number(process.env["RCDB_TORTURE_SEED"] ?? 1);

/** The number of rounds of a part that has `whole` of them; `share` is what `npm test` makes of them. */
export function rounds(whole: number, share = 0.1): number {
  return isWhole ? whole : Math.ceil(whole * share);
}

/** A round may take its time: this ends what hangs. */
export const roundLimit = isWhole ? 4 * 3600_000 : 1_500_000;
