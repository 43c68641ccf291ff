import { Tally } from "./findings.ts";
import { readBatches } from "../readBatches.ts";
import type { Check } from "./check.ts";

const references = ["reference", "reference", "reference", "reference"] as const;

/** Conditions whose run or type does not exist. */
export const checkOrphanConditions: Check = async (database, context) => {
  const query = database.read
    .selectFrom("conditions as condition")
    .leftJoin("runs", "runs.number", "condition.run_number")
    .leftJoin("condition_types as type", "type.id", "condition.condition_type_id")
    .select(["condition.id", "condition.run_number", "condition.condition_type_id", "type.id as known"])
    .where((eb) => eb.or([eb("runs.number", "is", null), eb("type.id", "is", null)]))
    .compile();
  const orphans = new Tally();
  const label = "Looking for conditions without a run or a type";
  for await (const batch of readBatches(database, context, label, query, references)) {
    for (const [id, run, type, known] of batch) {
      const missing = known === null ? `condition type ${type ?? "NULL"}` : `run ${run ?? "NULL"}`;
      orphans.add(`conditions row ${id ?? "NULL"}: there is no ${missing}`);
    }
  }
  return orphans.finding({
    kind: "orphan-conditions",
    severity: "warning",
    noun: ["condition belongs", "conditions belong"],
    message: (counted) => `${counted} to a run or a condition type that does not exist; no query finds them.`,
    fix: "Create a missing run with “rcdb add run NUMBER”; rows without a type are to be deleted by SQL.",
  });
};

/** Links of files to runs where one of them does not exist. */
export const checkOrphanLinks: Check = async (database, context) => {
  const query = database.read
    .selectFrom("files_have_runs as link")
    .leftJoin("runs", "runs.number", "link.run_number")
    .leftJoin("files", "files.id", "link.files_id")
    .select(["link.files_id", "link.run_number", "files.id as known"])
    .where((eb) => eb.or([eb("runs.number", "is", null), eb("files.id", "is", null)]))
    .compile();
  const orphans = new Tally();
  const label = "Looking for links without a file or a run";
  for await (const batch of readBatches(database, context, label, query, references)) {
    for (const [file, run, known] of batch) {
      const missing = known === null ? `file ${file ?? "NULL"}` : `run ${run ?? "NULL"}`;
      orphans.add(`file ${file ?? "NULL"} of run ${run ?? "NULL"}: there is no ${missing}`);
    }
  }
  return orphans.finding({
    kind: "orphan-file-links",
    severity: "warning",
    noun: ["link of a file to a run names", "links of files to runs name"],
    message: (counted) => `${counted} a file or a run that does not exist.`,
    fix: "Create a missing run with “rcdb add run NUMBER”; links without a file are to be deleted by SQL.",
  });
};
