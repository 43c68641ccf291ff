import type { CallContext } from "../api/dispatch.ts";
import type { Finding } from "../api/maintenance.ts";
import type { Database } from "../db/database.ts";
import { checkCatalogue } from "./check/catalogue.ts";
import { checkDuplicates } from "./check/duplicates.ts";
import { checkHashes } from "./check/hashes.ts";
import { checkIntegrity } from "./check/integrity.ts";
import { checkOrphanConditions, checkOrphanLinks } from "./check/orphans.ts";
import { checkRuns } from "./check/runs.ts";
import { checkSchemaParts } from "./check/schema.ts";
import { checkSoundness } from "./check/soundness.ts";
import { checkStorage } from "./check/storage.ts";
import { checkValues } from "./check/values.ts";

const checks = [
  checkSchemaParts,
  checkSoundness,
  checkCatalogue,
  checkRuns,
  checkDuplicates,
  checkOrphanConditions,
  checkOrphanLinks,
  checkValues,
  checkStorage,
  checkHashes,
];

/**
 * Reads the whole database and tells what is wrong in it, with how to fix it. Where the file itself is damaged
 * nothing else is looked at. Throws `cancelled`.
 */
export async function checkDatabase(database: Database, context: CallContext): Promise<Finding[]> {
  const findings = await checkIntegrity(database, context);
  if (findings.length > 0) return findings;
  for (const check of checks) findings.push(...(await check(database, context)));
  return findings;
}
