import { AsyncLocalStorage } from "node:async_hooks";
import { RcdbError } from "../core/api/failure.ts";

/**
 * Makes calls one after the other, for a database with one connection: what one call has begun another would see, or
 * disturb. A transaction holds the queue, so that its own calls must not wait in it.
 */
export class CallQueue {
  readonly #isOneConnection: boolean;
  readonly #inside = new AsyncLocalStorage<CallQueue>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(isOneConnection: boolean) {
    this.#isOneConnection = isOneConnection;
  }

  /** Does work when all before it is done. Rejects with `bad_input` within a transaction of this database. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    this.checkOutside();
    if (!this.#isOneConnection) return work();
    const done = this.#last.then(work, work);
    this.#last = done;
    return done;
  }

  /** The same for a transaction: what it calls must be asked of the transaction. */
  runAlone<T>(work: () => Promise<T>): Promise<T> {
    return this.run(() => this.#inside.run(this, work));
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
