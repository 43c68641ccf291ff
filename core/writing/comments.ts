import { RcdbError } from "../api/failure.ts";
import type { GivenComment, StoredComment } from "../api/station.ts";
import { addConditions } from "./conditions.ts";
import { createConditionType, readTypesByName } from "./conditionTypes.ts";
import { addLogRecord } from "./log.ts";
import { lockRun } from "./runs.ts";
import { readStored } from "./storedValues.ts";
import type { Writing } from "./writing.ts";

const commentCondition = "user_comment";

/**
 * Puts a comment on a run: on a new line where it has one already; once, also where it is given again. It stands in the
 * log, under the user's name. Throws `no_such_run`, `bad_value` where there is no text, `too_large`, and `conflict` where the
 * database has comments that are no texts.
 */
export async function addComment(writing: Writing, { run, text }: GivenComment): Promise<StoredComment> {
  const given = text.trim();
  if (given === "") throw new RcdbError("bad_value", "The comment is empty. Write a text.");
  const type = await commentType(writing);
  await lockRun(writing, run);
  const rows = await readStored(writing.transaction.read, [run], [type]);
  const before = (rows.at(-1)?.text_value ?? "").trimEnd();
  if (`\n${before}`.endsWith(`\n${given}`)) return { comment: before };
  const comment = before === "" ? given : `${before}\n${given}`;
  const values = [{ name: commentCondition, value: comment }];
  const { replaced } = await addConditions(writing, { run, values, replace: true });
  // What is replaced stands in the log by itself.
  if (replaced === 0) {
    await addLogRecord(writing, {
      description: `Comment on run ${run}: ${given}`,
      tables: `runs_${run}`,
      run,
    });
  }
  return { comment };
}

/** The id of the condition type, which is created where there is none. */
async function commentType(writing: Writing): Promise<number> {
  await writing.transaction.lockCatalogue();
  const found = (await readTypesByName(writing)).get(commentCondition);
  if (!found) {
    const description = "Comment of the shift at the end of the run";
    return (await createConditionType(writing, { name: commentCondition, type: "string", description })).id;
  }
  if (found.type === "string") return found.id;
  throw new RcdbError(
    "conflict",
    `The condition “${commentCondition}” of this database is of the type ${found.type}: it cannot hold a comment.`,
  );
}
