import type { CallContext } from "../api/dispatch.ts";
import { logChanges } from "../writing/log.ts";
import { logValueChanges } from "../writing/valueChanges.ts";
import { batches } from "../text/batches.ts";
import type { Writing } from "../writing/writing.ts";
import { showStep } from "../db/progress.ts";
import type { SurplusCondition, SurplusLink } from "./surplus.ts";
import { perStatement, readOlderValues, type OlderValue, type Types } from "./surplusValues.ts";

/** Removes the older rows, and logs them; the values among them that differ as deleted values. Answers how many they were. */
export async function removeConditions(
  writing: Writing,
  conditions: readonly SurplusCondition[],
  types: Types,
  context: CallContext,
): Promise<number> {
  const { read, write } = writing.transaction;
  let removed = 0;
  for (const [at, batch] of batches(conditions, perStatement).entries()) {
    showStep(context, at * perStatement, conditions.length, "Removing older values");
    const values = await readOlderValues(read, batch, types);
    await logRows(writing, values);
    const ids = values.flat().map(({ id }) => id);
    for (const some of batches(ids, perStatement)) {
      await write.deleteFrom("conditions").where("id", "in", some).execute();
    }
    removed += ids.length;
  }
  return removed;
}

/** One record for each value that is nowhere else now, and one for the rows of a condition that hold the newest's. */
async function logRows(writing: Writing, values: readonly OlderValue[][]): Promise<void> {
  const lost = values.flat().filter(({ differs }) => differs);
  await logValueChanges(
    writing,
    lost.map(({ id, run, type, old }) => ({ id, run, type, old })),
  );
  const repeated = values.map((older) => older.filter(({ differs }) => !differs));
  await logChanges(
    writing,
    repeated.flatMap((rows) => {
      const [first] = rows;
      if (!first) return [];
      const { id, run, type } = first;
      return {
        title: `Removed repeated rows of condition ${JSON.stringify(type.name)} of run ${run}`,
        data: { condition: type.name, ids: rows.map((row) => row.id) },
        row: `conditions_${id}`,
        run,
      };
    }),
  );
}

/**
 * Removes the surplus links, and logs them. The table has no key: all links between the files and the runs of a
 * batch are taken out, and each is put back once. Answers how many rows are gone.
 */
export async function removeLinks(
  writing: Writing,
  links: readonly SurplusLink[],
  context: CallContext,
): Promise<number> {
  const { transaction } = writing;
  const { read, write } = transaction;
  let removed = 0;
  for (const [at, batch] of batches(links, perStatement).entries()) {
    showStep(context, at * perStatement, links.length, "Removing surplus links of files");
    const files = batch.map(({ file }) => file);
    const runs = batch.map(({ run }) => run);
    const needed = await read
      .selectFrom("files_have_runs")
      .select(["files_id", "run_number"])
      .where("files_id", "in", files)
      .where("run_number", "in", runs)
      .distinct()
      .execute();
    await write
      .deleteFrom("files_have_runs")
      .where("files_id", "in", files)
      .where("run_number", "in", runs)
      .execute();
    const rows = needed.map(({ files_id, run_number }) => [files_id, run_number]);
    await transaction.insertRows("files_have_runs", ["files_id", "run_number"], rows);
    await logLinks(writing, batch);
    removed += batch.reduce((sum, { surplus }) => sum + surplus, 0);
  }
  return removed;
}

function logLinks(writing: Writing, links: readonly SurplusLink[]): Promise<void> {
  return logChanges(
    writing,
    links.map(({ file, path, run, surplus }) => ({
      title: `Removed repeated links of file ${JSON.stringify(path)} to run ${run}`,
      data: { file, path, run, removed: surplus },
      row: `files_${file}`,
      run,
    })),
  );
}
