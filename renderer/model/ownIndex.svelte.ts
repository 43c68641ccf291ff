import type { WindowClient } from "../client/client.ts";
import type { Failure } from "../../core/api/failure.ts";
import type { OwnIndex } from "../../core/api/maintenance.ts";

/** Making and removing our own index of the open database; goes on while its dialog is closed. */
export class OwnIndexChange {
  /** What is known of the index; null while that is asked for. */
  index = $state.raw<OwnIndex | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** What is being done: null where nothing is. */
  running = $state.raw<"making" | "removing" | null>(null);

  readonly #client: WindowClient;
  #controller: AbortController | null = null;

  constructor(client: WindowClient) {
    this.#client = client;
  }

  /** Asks how things are, unless they are just being changed. */
  async look(): Promise<void> {
    if (this.running) return;
    this.index = null;
    this.failure = null;
    await this.#describe();
  }

  /** Makes the index, or removes it where it is there. */
  async change(): Promise<void> {
    if (!this.index || this.running) return;
    const undo = this.index.exists;
    const controller = new AbortController();
    this.#controller = controller;
    this.running = undo ? "removing" : "making";
    this.failure = null;
    const outcome = await this.#client.optimizeDatabase({ undo }, { signal: controller.signal });
    this.#controller = null;
    this.running = null;
    if (!outcome.ok && outcome.error.code !== "cancelled") this.failure = outcome.error;
    // One that is cancelled may have been done already.
    else await this.#describe();
  }

  /** Ends what is being done; the database is then as it was before. */
  cancel(): void {
    this.#controller?.abort();
  }

  async #describe(): Promise<void> {
    const outcome = await this.#client.describeOwnIndex();
    if (outcome.ok) this.index = outcome.value;
    else this.failure = outcome.error;
  }
}
