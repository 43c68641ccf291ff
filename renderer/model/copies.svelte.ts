import type { CallOptions } from "../../core/api/client.ts";
import type { CopyChoice, CopyState } from "../../core/api/copies.ts";
import type { DatabaseInfo } from "../../core/api/database.ts";
import type { Failure, Outcome } from "../../core/api/failure.ts";
import type { WindowClient } from "../client/client.ts";
import { readStored, writeStored } from "../lib/storage.ts";
import { reported, type CopyEnd, type CopyTask, type CopyWork } from "./copyWork.ts";
import type { Session } from "./session.svelte.ts";
import { isUpdateDue, updatePlansOf, type UpdatePlan } from "./updatePlan.ts";

/** So often ages are told anew, and is looked whether an update is due, in milliseconds. */
const beat = 30_000;

/** The copies of the open database, and what it is itself a copy of. One thing is done at a time. */
export class Copies {
  /** What the open database says of itself as a copy; null where it is none. */
  copy = $state.raw<CopyState | null>(null);
  work = $state.raw<CopyWork | null>(null);
  end = $state.raw<CopyEnd | null>(null);
  /** The dialog that is open: to take a copy, or that of the open one. */
  shown = $state<"take" | "open" | null>(null);
  /** Now, by a clock that goes on every half minute. */
  moment = $state(Date.now());
  /** When the open copy updates itself. */
  #plan = $state.raw<UpdatePlan>("never");

  readonly #client: WindowClient;
  readonly #session: Session;
  readonly #onupdated: () => void;
  #controller: AbortController | null = null;
  #connection: string | null = null;
  /** When the open copy was last to update itself, in milliseconds. */
  #tried: number | null = null;

  /** `onupdated` hears that the open database has another content. */
  constructor(client: WindowClient, session: Session, onupdated: () => void) {
    this.#client = client;
    this.#session = session;
    this.#onupdated = onupdated;
  }

  /** A browser has no file to write to. */
  get isPossible(): boolean {
    return this.#session.isDesktop && this.#session.database !== null;
  }

  get plan(): UpdatePlan {
    return this.#plan;
  }

  set plan(plan: UpdatePlan) {
    this.#plan = plan;
    // It is open already.
    if (plan === "opening") this.#tried ??= Date.now();
    if (this.#connection === null) return;
    writeStored("copy-updates", { ...storedPlans(), [this.#connection]: plan });
  }

  /** Learns what the open database is a copy of: it was opened, or has another content. */
  async open({ connection }: DatabaseInfo): Promise<void> {
    if (connection !== this.#connection) {
      this.cancel();
      this.copy = null;
      this.end = null;
      this.#connection = connection;
      this.#tried = null;
      this.#plan = storedPlans()[connection] ?? "never";
    }
    const outcome = await this.#client.readCopy();
    if (!outcome.ok || connection !== this.#connection) return;
    this.copy = outcome.value.copy;
    this.#beat();
  }

  /** Goes with the time until the returned function is called. */
  watch(): () => void {
    const timer = setInterval(() => this.#beat(), beat);
    return () => clearInterval(timer);
  }

  #beat(): void {
    this.moment = Date.now();
    if (this.copy === null || this.work !== null || !this.isPossible) return;
    if (isUpdateDue(this.#plan, this.copy, this.#tried, this.moment)) void this.update(null, true);
  }

  /** Takes a copy to a file that people choose. */
  async take(choice: CopyChoice): Promise<void> {
    const copied = await this.#do("take", false, (options) => this.#client.saveCopy({ choice }, options));
    if (copied) this.end = { task: "take", copied };
  }

  /** Goes on with the copy that was interrupted. */
  async resume(): Promise<void> {
    const copied = await this.#do("take", false, (options) =>
      this.#client.saveCopy({ resume: true }, options),
    );
    if (copied) this.end = { task: "take", copied };
  }

  /** Brings the open copy up to date; `password` is its source's, where that is asked for. */
  async update(password: string | null, isQuiet = false): Promise<void> {
    this.#tried = Date.now();
    const connection = this.#connection;
    const copied = await this.#do("update", isQuiet, (options) =>
      this.#client.updateOpenCopy({ password }, options),
    );
    if (!copied || connection !== this.#connection) return;
    this.end = { task: "update", copied };
    this.copy = copied.copy;
    this.moment = Date.now();
    if (copied.tables.length > 0) this.#onupdated();
  }

  /** Compares the open copy with its source. */
  async check(password: string | null): Promise<void> {
    const check = await this.#do("check", false, (options) =>
      this.#client.checkOpenCopy({ password }, options),
    );
    if (check) this.end = { task: "check", check };
  }

  cancel(): void {
    this.#controller?.abort();
  }

  /** Opens the copy that was taken. */
  async openTaken(path: string): Promise<void> {
    this.shown = null;
    await this.#session.open(path);
  }

  /** A dialog was closed: what it told has been read, but for a copy that can be resumed. */
  close(dialog: "take" | "open"): void {
    if (this.shown === dialog) this.shown = null;
    const { end } = this;
    if (end && !(end.task === "take" && "failure" in end)) this.end = null;
  }

  async showFile(path: string): Promise<void> {
    const outcome = await this.#client.showSaved({ path });
    if (!outcome.ok) this.end = { task: "take", failure: outcome.error };
  }

  async #do<T>(
    task: CopyTask,
    isQuiet: boolean,
    call: (options: CallOptions) => Promise<Outcome<T>>,
  ): Promise<T | null> {
    if (this.work) return null;
    const controller = new AbortController();
    this.#controller = controller;
    this.end = null;
    this.work = { task, isQuiet, progress: null, pace: null, began: { at: 0, done: 0 } };
    const outcome = await call({
      signal: controller.signal,
      onProgress: (progress) => {
        if (this.work) this.work = reported(this.work, progress, performance.now());
      },
    });
    this.#controller = null;
    this.work = null;
    if (outcome.ok) return outcome.value;
    this.end = { task, failure: outcome.error };
    return null;
  }
}

/** Whether a failure is that the source wants a password, or another one. */
export function wantsPassword({ code }: Failure): boolean {
  return code === "login_refused";
}

function storedPlans(): ReturnType<typeof updatePlansOf> {
  const isThere = (value: unknown): value is object => typeof value === "object" && value !== null;
  return updatePlansOf(readStored("copy-updates", isThere));
}
