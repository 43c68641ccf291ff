import type { Finding } from "../../api/maintenance.ts";
import { listConditionTypes } from "../../catalogue/conditionTypes.ts";
import { showStep } from "../../db/progress.ts";
import { findSurplusConditions, findSurplusLinks } from "../surplus.ts";
import { Tally } from "./findings.ts";
import type { Check } from "./check.ts";

const fix = "rcdb repair duplicates --execute";

/** Conditions of a run, and links of a file to a run, that are stored more than once. */
export const checkDuplicates: Check = async (database, context) => {
  const names = new Map((await listConditionTypes(database)).map(({ id, name }) => [id, name]));
  const conditions = new Tally();
  for (const { run, typeId, older } of await findSurplusConditions(database, context)) {
    const name = names.get(typeId);
    if (name !== undefined) conditions.add(`run ${run}: ${name}, ${older.length + 1} rows`, older.length);
  }
  showStep(context, 0, null, "Looking for files that a run has twice");
  const links = new Tally();
  for (const { run, path, surplus } of await findSurplusLinks(database.read)) {
    links.add(`run ${run}: ${path}, ${surplus + 1} rows`, surplus);
  }
  return [...conditionsFinding(conditions), ...linksFinding(links)];
};

function conditionsFinding(found: Tally): Finding[] {
  return found.finding({
    kind: "duplicate-conditions",
    severity: "warning",
    noun: ["older row", "older rows"],
    message: (counted) =>
      `The conditions have ${counted} beside the newest of the same run and type, which is the one that counts.`,
    fix,
  });
}

function linksFinding(found: Tally): Finding[] {
  return found.finding({
    kind: "duplicate-file-links",
    severity: "warning",
    noun: ["row", "rows"],
    message: (counted) => `Files are linked to the same run more than once: ${counted} too many.`,
    fix,
  });
}
