import type { CallContext } from "../api/dispatch.ts";
import type { Duplicate, Duplicates } from "../api/maintenance.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import type { Database, ReadHandle, WritableDatabase } from "../db/database.ts";
import { batches } from "../text/batches.ts";
import { inTransaction } from "../writing/writing.ts";
import { showStep } from "../db/progress.ts";
import { removeConditions, removeLinks } from "./removeSurplus.ts";
import {
  findSurplusConditions,
  findSurplusLinks,
  type SurplusCondition,
  type SurplusLink,
} from "./surplus.ts";
import { perStatement, readOlderValues, type Types } from "./surplusValues.ts";

/**
 * Lists what is stored more than once, and with `execute` removes all rows but the newest, in one transaction; what
 * is removed is logged. Throws `cancelled`.
 */
export async function repairDuplicates(
  database: WritableDatabase,
  user: string,
  { execute }: { execute: boolean },
  context: CallContext,
): Promise<Duplicates> {
  const { conditions, links, types } = await findSurplus(database, context);
  const runs = new Set([...conditions, ...links].map(({ run }) => run));
  if (!execute || runs.size === 0) {
    return { duplicates: await list(database.read, conditions, links, types), removed: 0 };
  }
  return inTransaction(
    database,
    user,
    async (writing) => {
      const { transaction } = writing;
      await transaction.lockRuns([...runs]);
      // Somebody may have fixed some of it before the runs were locked. What came later is left for the next time.
      const lockedLinks = (await findSurplusLinks(transaction.read)).filter(({ run }) => runs.has(run));
      const duplicates = await list(transaction.read, conditions, lockedLinks, types);
      const removed =
        (await removeConditions(writing, conditions, types, context)) +
        (await removeLinks(writing, lockedLinks, context));
      return { duplicates, removed };
    },
    context.mayCommit,
  );
}

/** What is stored more than once in a database that is open for reading. Throws `cancelled`. */
export async function listDuplicates(database: Database, context: CallContext): Promise<Duplicates> {
  const { conditions, links, types } = await findSurplus(database, context);
  return { duplicates: await list(database.read, conditions, links, types), removed: 0 };
}

async function findSurplus(database: Database, context: CallContext) {
  const types: Types = new Map((await listConditionTypes(database)).map((type) => [type.id, type]));
  const conditions = await findSurplusConditions(database, context);
  showStep(context, 0, null, "Looking for files that a run has twice");
  return { types, conditions, links: await findSurplusLinks(database.read) };
}

/** What people are told of it. */
async function list(
  read: ReadHandle,
  conditions: readonly SurplusCondition[],
  links: readonly SurplusLink[],
  types: Types,
): Promise<Duplicate[]> {
  const listed: Duplicate[] = [];
  for (const batch of batches(conditions, perStatement)) {
    for (const older of await readOlderValues(read, batch, types)) {
      const [first] = older;
      if (!first) continue;
      const different = older.some(({ differs }) => differs);
      const { run, type } = first;
      listed.push({ table: "conditions", run, name: type.name, surplus: older.length, different });
    }
  }
  for (const { run, path, surplus } of links) {
    listed.push({ table: "files_have_runs", run, name: path, surplus, different: false });
  }
  return listed;
}
