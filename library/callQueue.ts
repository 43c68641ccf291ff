import { AsyncLocalStorage } from "node:async_hooks";
import { RcdbError } from "../core/api/failure.ts";

/**
 * The calls of an open database, or of one transaction. Over one connection they are made one after the other: what one
 * call has begun another would see, or disturb. A transaction holds the queue, so that its own calls must not wait in it.
 */
export class CallQueue {
  readonly #isOneConnection: boolean;
  readonly #inside = new AsyncLocalStorage<CallQueue>();
  #last: Promise<unknown> = Promise.resolve();
  readonly #running = new Set<Promise<unknown>>();
  #ended = false;

  constructor(isOneConnection: boolean) {
    this.#isOneConnection = isOneConnection;
  }

  /** Does work when all before it is done. Rejects with `bad_input` within a transaction of this database, and after the end. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    this.check();
    const done = this.#isOneConnection ? this.#last.then(work, work) : work();
    this.#last = done;
    this.#running.add(done);
    try {
      return await done;
    } finally {
      this.#running.delete(done);
    }
  }

  /** Refuses further calls, and waits until those that were made before are done. */
  async end(): Promise<void> {
    this.#ended = true;
    await Promise.allSettled(this.#running);
  }

  /** The same for a transaction: what it calls must be asked of the transaction. */
  runAlone<T>(work: () => Promise<T>): Promise<T> {
    return this.run(() => this.#inside.run(this, work));
  }

  /** Throws `bad_input` where no call can be made: within a transaction, and after the end. */
  check(): void {
    this.checkOutside();
    if (!this.#ended) return;
    throw new RcdbError(
      "bad_input",
      "This transaction has ended, or the database was closed. Await each call before that.",
    );
  }

  /** Throws `bad_input` within a transaction, whose calls over another connection would not see it, or wait for its end. */
  checkOutside(): void {
    if (this.#inside.getStore() !== this) return;
    throw new RcdbError(
      "bad_input",
      "This call was made of the database within one of its transactions. Call the methods of what the transaction's function is given: db.transaction(async (tx) => tx.createRun(10340)).",
    );
  }
}
