/**
 * Which database an answer comes from, told with every answer: a window that has seen a newer generation takes no
 * answer of an older one. Two numbers: when the database was opened, and how often its file was replaced since.
 */
export class Generation {
  readonly #opened = Date.now();
  #renewals = 0;

  renew(): void {
    this.#renewals++;
  }

  get text(): string {
    return `${this.#opened}.${this.#renewals}`;
  }
}
