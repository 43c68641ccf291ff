import { changeKey, type Change } from "../../core/api/changes.ts";
import type { Failure } from "../../core/api/failure.ts";
import type { Cell } from "../../core/api/values.ts";
import type { ValueType } from "../../core/query/types.ts";
import { plainHash } from "../../core/text/plainHash.ts";
import type { WindowClient } from "../client/client.ts";
import type { ChangeDraft } from "./changeDraft.svelte.ts";
import type { Side } from "./query.svelte.ts";
import type { Session } from "./session.svelte.ts";
import type { WriteMode } from "./writeMode.svelte.ts";

/** Where a value stands in the window, in pixels. */
export type Anchor = Pick<DOMRect, "left" | "top" | "bottom">;

/** A value that is edited. */
export interface EditedValue {
  readonly run: number;
  readonly kind: Change["kind"];
  readonly name: string;
  readonly type: ValueType;
  readonly description: string | null;
  /** As it is stored: whole. */
  readonly stored: Cell;
  /** As it stands in the draft, or as it is stored. */
  readonly value: Cell;
  readonly anchor: Anchor;
}

/** A value whose menu is open. */
export interface ValueInMenu {
  readonly run: number;
  readonly name: string;
  readonly type: ValueType;
  readonly value: Cell;
  readonly anchor: Anchor;
  /** The result that it stands in, where there is one: what is asked for from the menu is asked there. */
  readonly of?: Side;
}

/** Values are edited one at a time, wherever they are shown. */
export class Editing {
  shown = $state.raw<EditedValue | null>(null);
  menu = $state.raw<ValueInMenu | null>(null);
  /** The dialog for many runs is open. */
  isMany = $state(false);
  /** Files that are to be attached to a run: the dialog for them is open. */
  attached = $state.raw<{ readonly run: number; readonly files: readonly File[] } | null>(null);
  /** Why a value cannot be edited. */
  failure = $state.raw<Failure | null>(null);
  /** What was typed and is no change yet, by the value that it was typed for. */
  readonly #left = new Map<string, string>();
  readonly #client: WindowClient;
  readonly #session: Session;
  readonly #mode: WriteMode;
  readonly #draft: ChangeDraft;

  constructor(client: WindowClient, session: Session, mode: WriteMode, draft: ChangeDraft) {
    this.#client = client;
    this.#session = session;
    this.#mode = mode;
    this.#draft = draft;
  }

  /** A browser edits nothing. */
  get isPossible(): boolean {
    return this.#session.isDesktop && this.#session.database !== null;
  }

  /** Whether a column has values that can be edited: a condition, or one of the run's own times. */
  kindOf(name: string): Change["kind"] | null {
    if (this.#session.types.some((type) => type.name === name)) return "condition";
    return name === "started" || name === "finished" ? "time" : null;
  }

  /** Opens the field of a value, once people allow changes. A condition may be called as a time of the run: that one is of the kind `time`. */
  async edit(
    run: number,
    name: string,
    anchor: Anchor,
    kind: Change["kind"] | null = this.kindOf(name),
  ): Promise<void> {
    this.failure = null;
    if (kind === null) {
      this.failure = {
        code: "no_such_condition",
        message: `There is no condition “${name}” in this database. Create it in Settings, or choose another one there for comments and quality.`,
      };
      return;
    }
    if (!(await this.#mode.ensure())) return;
    // What a table shows may be cut, and older than what is stored.
    const outcome = await this.#client.readRun({ run });
    if (!outcome.ok) {
      this.failure = outcome.error;
      return;
    }
    const { started, finished, conditions } = outcome.value;
    const known = kind === "time" ? null : this.#session.types.find((type) => type.name === name);
    const stored =
      kind === "time"
        ? name === "started"
          ? started
          : finished
        : (conditions.find((condition) => condition.name === name)?.value ?? null);
    const changed = this.#draft.of(run, name, kind);
    this.shown = {
      run,
      kind,
      name,
      type: kind === "time" ? "time" : (known?.type ?? "string"),
      description: known?.description ?? null,
      stored,
      value: changed ? changed.new : stored,
      anchor,
    };
  }

  /** Asks under which paths files are attached to a run, once people allow changes. */
  async attach(run: number, files: readonly File[]): Promise<void> {
    if (files.length > 0 && (await this.#mode.ensure())) this.attached = { run, files };
  }

  /** Takes a file from a run, in the draft. */
  async detach(run: number, path: string, sha256: string): Promise<void> {
    if (!(await this.#mode.ensure())) return;
    this.#draft.put({ run, kind: "file", name: path, old: plainHash(sha256), new: null });
  }

  /** What was typed for a value and cannot be stored so; the field has it again when it is opened. */
  unfinished(shown: EditedValue, text: string): string | null {
    const left = this.#left.get(changeKey(shown)) ?? null;
    return left === text ? null : left;
  }

  /** Keeps what was typed for the shown value and does not fit, and says so: the field was left. */
  leave(text: string, problem: string): void {
    const { shown } = this;
    if (!shown) return;
    const { run, name } = shown;
    this.#left.set(changeKey(shown), text);
    const message = `What was typed for “${name}” of run ${run} is not a change yet: ${problem} Edit it again, the field still has it.`;
    this.failure = { code: "bad_value", message };
    this.shown = null;
  }

  /** Puts a value into the draft; null removes it. */
  keep(value: Cell): void {
    const { shown } = this;
    if (!shown) return;
    this.#forget();
    const { run, kind, name, stored } = shown;
    this.#draft.put({ run, kind, name, old: stored, new: value });
    this.shown = null;
  }

  /** Takes the value out of the draft: it stays as it is stored. */
  revert(): void {
    this.#forget();
    if (this.shown) this.#draft.drop(this.shown);
    this.shown = null;
  }

  /** Forgets what was typed. */
  cancel(): void {
    this.#forget();
    this.shown = null;
  }

  /** Forgets what was typed for the shown value, and nothing of another one. */
  #forget(): void {
    if (this.shown) this.#left.delete(changeKey(this.shown));
  }

  /** Closes all, and forgets it: the database is another one. */
  close(): void {
    this.#left.clear();
    this.attached = null;
    this.shown = null;
    this.menu = null;
  }
}
