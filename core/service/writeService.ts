/** The contract's calls that change a database, over one that is open for writing. */
import type { writeCalls } from "../api/contract.ts";
import type { Handlers } from "../api/dispatch.ts";
import type { WritableDatabase } from "../db/database.ts";
import { explainingErrors } from "../db/explainErrors.ts";
import { repairDuplicates } from "../maintenance/duplicates.ts";
import { repairEvioFiles } from "../maintenance/evioFiles.ts";
import { optimizeDatabase } from "../maintenance/optimize.ts";
import { addAlias, deleteAlias } from "../writing/aliases.ts";
import { addComment } from "../writing/comments.ts";
import { addConditions, addRuns } from "../writing/conditions.ts";
import { createConditionType } from "../writing/conditionTypes.ts";
import { addFile } from "../writing/configurationFiles.ts";
import { deleteConditions } from "../writing/deletedConditions.ts";
import { addLogRecord } from "../writing/log.ts";
import { createRunPeriod, deleteRunPeriod, updateRunPeriod } from "../writing/runPeriods.ts";
import { createRun, setRunTimes } from "../writing/runs.ts";
import { inTransaction, type Writing } from "../writing/writing.ts";

export type WriteService = Handlers<typeof writeCalls>;

/** The handlers for an open database; `user` is the name under which changes are logged. Each is one transaction. */
export function createWriteService(database: WritableDatabase, user: string): WriteService {
  const whole =
    <I, O>(change: (writing: Writing, input: I) => Promise<O>) =>
    (input: I): Promise<O> =>
      inTransaction(database, user, (writing) => change(writing, input));
  return explainingErrors<WriteService>(database.dialect, {
    createRun: whole(createRun),
    setRunTimes: whole(setRunTimes),
    createConditionType: whole(createConditionType),
    addConditions: whole(addConditions),
    addRuns: whole(addRuns),
    deleteConditions: whole(deleteConditions),
    addFile: whole(addFile),
    createRunPeriod: whole(createRunPeriod),
    updateRunPeriod: whole(updateRunPeriod),
    deleteRunPeriod: whole(deleteRunPeriod),
    addAlias: whole(addAlias),
    deleteAlias: whole(deleteAlias),
    addLogRecord: whole(addLogRecord),
    addComment: whole(addComment),
    optimizeDatabase: (input, context) => optimizeDatabase(database, input, context),
    repairDuplicates: (input, context) => repairDuplicates(database, user, input, context),
    repairEvioFiles: (input, context) => repairEvioFiles(database, user, input, context),
  });
}
