import type { WindowClient } from "../client/client.ts";
import type { Failure } from "../../core/api/failure.ts";
import { readStored, writeStored } from "../lib/storage.ts";

type Texts = Readonly<Record<string, string>>;
const isTexts = (value: unknown): value is Texts =>
  typeof value === "object" &&
  value !== null &&
  Object.values(value).every((text) => typeof text === "string");

/** What comes right by itself: it is tried again with the next look. */
const passing: readonly Failure["code"][] = ["unreachable", "connection_lost", "locked", "interrupted"];

/** What became of the last comment. */
interface Saved {
  readonly run: number;
  readonly comment: string;
}

/**
 * Comments that people write while a run goes on: kept by the window, run by run, until they are stored in the database.
 */
export class Drafts {
  #texts = $state.raw<Texts>({});
  saving = $state<number | null>(null);
  failure = $state.raw<{ readonly run: number; readonly failure: Failure } | null>(null);
  saved = $state.raw<Saved | null>(null);
  readonly #client: WindowClient;
  #connection: string | null = null;
  /** When something was typed the last time. */
  #typed = -Infinity;

  constructor(client: WindowClient) {
    this.#client = client;
  }

  /** The runs whose comments are not stored yet. */
  get runs(): readonly number[] {
    return Object.keys(this.#texts).map(Number);
  }

  of(run: number): string {
    return this.#texts[run] ?? "";
  }

  /** Takes up what was written for a database. */
  open(connection: string): void {
    if (this.#connection === connection) return;
    this.#connection = connection;
    this.#texts = readStored(this.#key, isTexts) ?? {};
    this.failure = null;
    this.saved = null;
  }

  write(run: number, text: string): void {
    this.#typed = performance.now();
    this.#keep(run, text);
  }

  /** How long nobody has typed, in milliseconds. */
  get quiet(): number {
    return performance.now() - this.#typed;
  }

  /** Whether storing it by itself is worth a try. */
  canTry(run: number): boolean {
    return this.saving === null && (this.failure?.run !== run || passing.includes(this.failure.failure.code));
  }

  /** Stores the comment of a run; where that fails it stays. */
  async save(run: number): Promise<void> {
    const text = this.of(run);
    const connection = this.#connection;
    if (this.saving !== null || text.trim() === "") return;
    this.saving = run;
    const outcome = await this.#client.addComment({ run, text });
    this.saving = null;
    if (this.#connection !== connection) return;
    this.failure = outcome.ok ? null : { run, failure: outcome.error };
    if (!outcome.ok) return;
    this.saved = { run, comment: outcome.value.comment };
    // What was typed meanwhile is stored by the next time.
    if (this.of(run) === text) this.#keep(run, "");
  }

  get #key(): string {
    return `comments ${this.#connection ?? ""}`;
  }

  #keep(run: number, text: string): void {
    const others = Object.entries(this.#texts).filter(([key]) => key !== String(run));
    this.#texts = Object.fromEntries(text.trim() === "" ? others : [...others, [String(run), text]]);
    writeStored(this.#key, this.#texts);
  }
}
