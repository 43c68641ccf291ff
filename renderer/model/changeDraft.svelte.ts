import type { Progress } from "../../core/api/call.ts";
import {
  changeKey,
  isWithinContent,
  tooMuchContent,
  type Change,
  type CommitAnswer,
  type ReviewedChange,
} from "../../core/api/changes.ts";
import type { CallOptions } from "../../core/api/client.ts";
import type { DatabaseInfo } from "../../core/api/database.ts";
import type { Failure, Outcome } from "../../core/api/failure.ts";
import type { WindowClient } from "../client/client.ts";
import {
  changesText,
  resolved,
  withChange,
  withChanges,
  withFile,
  withoutChange,
  withoutStored,
  type ChangedPlace,
} from "./changeList.ts";

/** What was written last, in words, and how it is taken back. */
export interface LastCommit extends Pick<CommitAnswer, "keptRuns" | "keptRunCount"> {
  readonly commit: number;
  readonly words: string;
  readonly isUndo: boolean;
}

/** A change file, in words, and where it comes from another database than the open one which that is. */
interface ShownFile {
  readonly path: string;
  readonly words: string;
  readonly elsewhere: string | null;
}

/** What goes on. */
export interface ChangeWork {
  readonly words: string;
  readonly progress: Progress | null;
}

/**
 * What was edited and is not stored yet. It is kept in a file by the window's host, so that it outlives this window, and
 * written to the database by one commit.
 */
export class ChangeDraft {
  #changes = $state.raw<readonly Change[]>([]);
  comment = $state("");
  /** How the changes stand to what is stored; null until that is asked. */
  reviewed = $state.raw<readonly ReviewedChange[] | null>(null);
  /** The dialog of the review is open. */
  isShown = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** Why the draft is kept by this window alone. */
  keepFailure = $state.raw<Failure | null>(null);
  /** The draft is on the disk as it is shown. */
  isKept = $state(true);
  work = $state.raw<ChangeWork | null>(null);
  last = $state.raw<LastCommit | null>(null);
  /** What was discarded last, and can be put back. */
  discarded = $state.raw<{ readonly changes: readonly Change[]; readonly comment: string } | null>(null);
  /** Of an undo, the values that were changed since. */
  undoRefused = $state.raw<readonly ReviewedChange[]>([]);
  /** The change file that the draft was saved as, or that was opened. */
  file = $state.raw<ShownFile | null>(null);
  /** How many other drafts of the database closed windows have left: each is offered by the next window that opens it. */
  others = $state(0);
  /** How often something was stored: what is shown has to be read again. */
  stored = $state(0);
  readonly #client: WindowClient;
  readonly #onstored: () => void;
  readonly #byKey: ReadonlyMap<string, Change> = $derived(
    new Map(this.#changes.map((change) => [changeKey(change), change])),
  );
  #connection: string | null = null;
  #controller: AbortController | null = null;
  /** The draft that is kept is known: before that nothing is written over it. */
  #isRead = false;
  #keeping: Promise<void> | null = null;
  /** The newest draft is on its way to the disk. */
  #isSent = true;

  /** `onstored` hears that values of the open database were changed. */
  constructor(client: WindowClient, onstored: () => void) {
    this.#client = client;
    this.#onstored = onstored;
  }

  get changes(): readonly Change[] {
    return this.#changes;
  }

  get words(): string {
    return changesText(this.#changes);
  }

  /** The change of a value; undefined where it is not edited. */
  of(run: number, name: string, kind: Change["kind"] = "condition"): Change | undefined {
    return this.#byKey.size === 0 ? undefined : this.#byKey.get(changeKey({ run, kind, name }));
  }

  /** Takes up what was edited in a database and not stored. */
  async open({ connection }: DatabaseInfo, isDesktop: boolean): Promise<void> {
    if (connection === this.#connection) return;
    this.#connection = connection;
    this.#controller?.abort();
    this.#changes = [];
    this.#isRead = false;
    this.#isSent = true;
    this.isKept = true;
    this.comment = "";
    this.reviewed = null;
    this.isShown = false;
    this.failure = null;
    this.keepFailure = null;
    this.file = null;
    this.last = null;
    this.discarded = null;
    this.undoRefused = [];
    this.others = 0;
    if (!isDesktop) return;
    const outcome = await this.#client.readDraft();
    if (connection !== this.#connection) return;
    if (!outcome.ok) {
      this.keepFailure = outcome.error;
      return;
    }
    this.#isRead = true;
    // What was edited before the answer joins what was kept.
    const early = this.#changes;
    const { draft, others } = outcome.value;
    this.others = others;
    this.#changes = withChanges(draft?.changes ?? [], early);
    this.comment ||= draft?.comment ?? "";
    if (early.length > 0) this.#keepSoon();
  }

  put(change: Change): void {
    this.#set(withChange(this.#changes, change));
  }

  putAll(changes: readonly Change[]): void {
    this.#set(withChanges(this.#changes, changes));
  }

  drop(place: ChangedPlace): void {
    this.#set(withoutChange(this.#changes, place));
    const key = changeKey(place);
    this.reviewed = this.reviewed?.filter((change) => changeKey(change) !== key) ?? null;
  }

  /** Takes all changes out; until this window is closed they can be put back. */
  discard(): void {
    if (this.#changes.length > 0) this.discarded = { changes: this.#changes, comment: this.comment };
    this.#empty();
  }

  /** Puts back what was discarded, below what was edited since. */
  putBack(): void {
    if (this.discarded === null) return;
    const changes = withChanges(this.discarded.changes, this.#changes);
    if (!isWithinContent(changes)) {
      this.failure = { code: "too_large", message: tooMuchContent };
      return;
    }
    this.comment ||= this.discarded.comment;
    this.discarded = null;
    this.#set(changes);
  }

  #empty(): void {
    this.file = null;
    this.comment = "";
    this.reviewed = null;
    this.#set([]);
  }

  setComment(comment: string): void {
    this.comment = comment;
    this.#keepSoon();
  }

  /** Of values that somebody else changed meanwhile: theirs stay, or ours take their place. */
  async resolve(conflicts: readonly ReviewedChange[], choice: "mine" | "stored"): Promise<void> {
    this.#set(resolved(this.#changes, conflicts, choice));
    await this.review();
  }

  /** Shows the changes with how they stand to what is stored now. */
  async show(): Promise<void> {
    this.isShown = true;
    this.failure = null;
    await this.review();
  }

  /** Writes the draft to a change file that people choose, to be applied at the station. */
  async saveFile(): Promise<void> {
    const draft = { changes: [...this.#changes], comment: this.comment };
    const outcome = await this.#client.saveChangeFile({ draft });
    if (!outcome.ok) this.failure = outcome.error;
    else if (outcome.value) this.file = { path: outcome.value.path, words: "Saved as", elsewhere: null };
  }

  /** Takes up the changes of a change file, which people choose where no path is given, and shows them. */
  async openFile(path: string | null): Promise<void> {
    const outcome = await this.#client.openChangeFile({ path });
    if (!outcome.ok) {
      this.failure = outcome.error;
      return;
    }
    if (!outcome.value) return;
    const { file, path: opened, isElsewhere } = outcome.value;
    const changes = withFile(this.#changes, file.changes);
    if (!isWithinContent(changes)) {
      this.failure = { code: "too_large", message: tooMuchContent };
      return;
    }
    const author = file.author === null ? "" : `, by ${file.author}`;
    const copy = file.copy?.taken
      ? `, over a copy of ${file.copy.taken.slice(0, 16).replace("T", " ")} UTC`
      : "";
    const elsewhere = isElsewhere ? (file.copy?.location ?? null) : null;
    this.file = { path: opened, words: `From a change file${author}${copy}:`, elsewhere };
    if (this.comment === "") this.comment = file.comment ?? "";
    this.#set(changes);
    await this.show();
  }

  /** Takes out what is stored by now, and answers how many those were: a copy that was brought up to date has them from the station. */
  async dropStored(): Promise<number> {
    const changes = this.#changes;
    if (changes.length === 0) return 0;
    const outcome = await this.#client.reviewChanges({ changes: [...changes] });
    // What cannot be looked at now is looked at when the changes are reviewed.
    if (!outcome.ok || changes !== this.#changes) return 0;
    const done = outcome.value.filter(({ state }) => state === "done");
    const keys = new Set(done.map((change) => changeKey(change)));
    if (done.length > 0) this.#set(changes.filter((change) => !keys.has(changeKey(change))));
    return done.length;
  }

  async review(): Promise<void> {
    if (this.#changes.length === 0) {
      this.reviewed = [];
      return;
    }
    const changes = this.#changes;
    const outcome = await this.#client.reviewChanges({ changes: [...changes] });
    if (changes !== this.#changes) return;
    if (outcome.ok) this.reviewed = outcome.value;
    else this.failure = outcome.error;
  }

  /** Writes all changes of the draft, or none. */
  async commit(): Promise<void> {
    const changes = this.#changes;
    const answer = await this.#do("Writing the changes", (options) =>
      this.#client.commitChanges({ changes: [...changes], comment: this.comment.trim() || null }, options),
    );
    if (!answer) {
      // What is stored is told by the review, where nobody else can tell.
      if (this.failure?.code === "uncertain") await this.review();
      return;
    }
    if (answer.refusedCount > 0) {
      // They say which; the others are reviewed with them.
      await this.review();
      return;
    }
    this.#stored(changes);
    this.#written(answer, changesText(changes, answer.counts.unchanged), false);
  }

  /** Takes what was stored out of the draft; what was edited meanwhile stays. */
  #stored(changes: readonly Change[]): void {
    const left = withoutStored(this.#changes, changes);
    if (left.length === 0) {
      this.#empty();
      this.isShown = false;
      return;
    }
    this.reviewed = null;
    this.#set(left);
    if (this.isShown) void this.review();
  }

  /** Writes changes of many runs that are no part of the draft. Answers whether they were written. */
  async commitNow(
    changes: readonly Change[],
    comment: string,
    createRuns: boolean,
  ): Promise<CommitAnswer | null> {
    const answer = await this.#do("Writing the changes", (options) =>
      this.#client.commitChanges(
        { changes: [...changes], comment: comment.trim() || null, createRuns },
        options,
      ),
    );
    if (answer && answer.refusedCount === 0)
      this.#written(answer, changesText(changes, answer.counts.unchanged), false);
    return answer;
  }

  /** Puts back what a commit replaced. */
  async undo(commit: number): Promise<void> {
    this.undoRefused = [];
    const answer = await this.#do("Undoing the changes", (options) =>
      this.#client.undoCommit({ commit }, options),
    );
    if (!answer) return;
    this.undoRefused = answer.refused;
    if (answer.refusedCount === 0) this.#written(answer, `commit ${commit}`, true);
  }

  cancel(): void {
    this.#controller?.abort();
  }

  #written({ commit, keptRuns, keptRunCount }: CommitAnswer, words: string, isUndo: boolean): void {
    this.last = commit === null ? null : { commit, words, isUndo, keptRuns, keptRunCount };
    this.stored++;
    this.#onstored();
  }

  async #do(
    words: string,
    call: (options: CallOptions) => Promise<Outcome<CommitAnswer>>,
  ): Promise<CommitAnswer | null> {
    if (this.work !== null) return null;
    const connection = this.#connection;
    this.#controller = new AbortController();
    this.work = { words, progress: null };
    this.failure = null;
    const outcome = await call({
      signal: this.#controller.signal,
      onProgress: (progress) => (this.work = { words, progress }),
    });
    this.work = null;
    if (connection !== this.#connection) return null;
    if (!outcome.ok) this.failure = outcome.error;
    return outcome.ok ? outcome.value : null;
  }

  #set(changes: readonly Change[]): void {
    if (changes === this.#changes) return;
    this.#changes = changes;
    this.#keepSoon();
  }

  /** Keeps the draft; while that goes on only the newest counts. */
  #keepSoon(): void {
    this.isKept = false;
    if (!this.#isRead) return;
    this.#isSent = false;
    this.#keeping ??= this.#keep().finally(() => (this.#keeping = null));
  }

  async #keep(): Promise<void> {
    while (!this.#isSent) {
      this.#isSent = true;
      const [changes, comment, connection] = [this.#changes, this.comment, this.#connection];
      if (connection === null) return;
      const outcome = await this.#client.keepDraft({
        connection,
        draft: { changes: [...changes], comment },
      });
      if (connection !== this.#connection) continue;
      this.keepFailure = outcome.ok ? null : outcome.error;
      this.isKept = outcome.ok && this.#isSent;
    }
  }
}
