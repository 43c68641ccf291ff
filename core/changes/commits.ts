/** The commits that stand in the log. */
import { changeKey, type Change, type CommitDetail, type CommitSummary } from "../api/changes.ts";
import { RcdbError } from "../api/failure.ts";
import type { Database, ReadHandle } from "../db/database.ts";
import { asText } from "../db/sqlParts.ts";
import { shownTime } from "../time/times.ts";
import {
  ChangeReader,
  changeBeginnings,
  commitBeginnings,
  readCommitData,
  readRunRecord,
  runBeginnings,
  type CommitData,
} from "./changeLog.ts";

/** The newest commits first, those before one or of all. */
export async function listCommits(
  { read }: Pick<Database, "read">,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<{ commits: CommitSummary[]; more: boolean }> {
  const query = records(read, commitBeginnings).orderBy("id", "desc");
  const rows = await (before === null ? query : query.where("id", "<", before)).limit(limit + 1).execute();
  const found = rows.slice(0, limit).flatMap((row) => asCommit(row) ?? []);
  const undone = await readUndone(read, found.at(-1)?.id ?? 0);
  return { commits: found.map((commit) => toSummary(commit, undone)), more: rows.length > limit };
}

/** A commit and its changes. Throws `no_such_commit`, also where records of its changes are gone from the log. */
export async function readCommit({ read }: { read: ReadHandle }, id: number): Promise<CommitDetail> {
  const commit = await findCommit(read, id);
  const { list } = await readChanges(read, commit);
  return { ...toSummary(commit, await readUndone(read, id)), list };
}

interface FoundCommit {
  readonly id: number;
  readonly user: string | null;
  readonly created: string | null;
  readonly run: number | null;
  readonly data: CommitData;
}

type Row = Awaited<ReturnType<ReturnType<typeof records>["execute"]>>[number];

function records(read: ReadHandle, beginnings: readonly string[]) {
  return read
    .selectFrom("logs")
    .select(["id", "description", "related_run", "created", "user_name"])
    .where((is) => is.or(beginnings.map((words) => is(asText("description"), "like", `${words}%`))));
}

/** Null for a record that is none of a commit. */
function asCommit({ id, description, related_run: run, created, user_name: user }: Row): FoundCommit | null {
  const data = readCommitData(description ?? "");
  return data && { id, user, created: created && shownTime(created), run, data };
}

/** Throws `no_such_commit`. */
export async function findCommit(read: ReadHandle, id: number): Promise<FoundCommit> {
  const row = await records(read, commitBeginnings).where("id", "=", id).executeTakeFirst();
  const commit = row && asCommit(row);
  if (commit) return commit;
  throw new RcdbError(
    "no_such_commit",
    `The log has no commit ${id}. “rcdb log --text Committed” lists them.`,
    {
      commit: id,
    },
  );
}

function toSummary({ data, id, ...commit }: FoundCommit, undone: ReadonlyMap<number, number>): CommitSummary {
  const { comment, changes, runs, undoes } = data;
  return { commit: id, ...commit, comment, changes, runs, undoes, undoneBy: undone.get(id) ?? null };
}

/** By the id of a commit that of the last one that undid it, for those after `since`. */
async function readUndone(read: ReadHandle, since: number): Promise<Map<number, number>> {
  const rows = await records(read, ["Undid commit "]).where("id", ">", since).orderBy("id").execute();
  const undone = new Map<number, number>();
  for (const row of rows) {
    const undoes = asCommit(row)?.data.undoes ?? null;
    if (undoes !== null) undone.set(undoes, row.id);
  }
  return undone;
}

const recordsAtOnce = 5000;

/** What a commit did. */
interface Done {
  readonly list: Change[];
  /** By `changeKey`, the texts of old times that were stored in a form of their own. */
  readonly ownForms: ReadonlyMap<string, string>;
  readonly createdRuns: number[];
  readonly removedRuns: number[];
}

/**
 * The runs that were removed after a commit, by whichever undoing, and that no later commit created again. One that another program made
 * anew has no record, and counts as removed.
 */
export async function readLaterRemoved(read: ReadHandle, id: number): Promise<ReadonlySet<number>> {
  const rows = await records(read, runBeginnings).where("id", ">", id).orderBy("id").execute();
  const removed = new Set<number>();
  for (const { description } of rows) {
    const record = readRunRecord(description ?? "");
    if (record?.isRemoved) removed.add(record.run);
    else if (record) removed.delete(record.run);
  }
  return removed;
}

/** The changes of a commit: its records follow the commit's own, between those of others. Throws `no_such_commit`. */
export async function readChanges(read: ReadHandle, { id, data }: FoundCommit): Promise<Done> {
  const reader = new ChangeReader();
  const changes = new Map<string, Change>();
  const ownForms = new Map<string, string>();
  const createdRuns: number[] = [];
  const removedRuns: number[] = [];
  const total = data.records + data.createdRuns + data.removedRuns;
  let count = 0;
  let after = id;
  while (count < total) {
    const rows = await records(read, [...changeBeginnings, ...runBeginnings])
      .where("id", ">", after)
      .orderBy("id")
      .limit(recordsAtOnce)
      .execute();
    for (const row of rows) {
      const ofRun = readRunRecord(row.description ?? "");
      if (ofRun?.commit === id) {
        count++;
        (ofRun.isRemoved ? removedRuns : createdRuns).push(ofRun.run);
      }
      const logged = reader.add(row);
      if (logged?.commit !== id) continue;
      count++;
      // Where old programs had stored a value twice the newest row, which counts, comes last.
      const key = changeKey(logged.change);
      changes.set(key, logged.change);
      if (logged.stored === null) ownForms.delete(key);
      else ownForms.set(key, logged.stored);
    }
    const last = rows.at(-1);
    if (!last || rows.length < recordsAtOnce) break;
    after = last.id;
  }
  if (count >= total) return { list: [...changes.values()], ownForms, createdRuns, removedRuns };
  throw new RcdbError(
    "no_such_commit",
    `Commit ${id} cannot be read: of its ${total} records in the log ${total - count} are missing.`,
    { commit: id },
  );
}
