import type { Finding } from "../../api/maintenance.ts";

const mostExamples = 5;

/** Counts what is wrong, and keeps the first examples. */
export class Tally {
  #count = 0;
  readonly #examples: string[] = [];

  add(example: string, count = 1): void {
    this.#count += count;
    if (this.#examples.length < mostExamples) this.#examples.push(example);
  }

  /** The finding, or none where nothing was counted. `message` gets the count with its noun, as “3 rows”. */
  finding({
    noun,
    message,
    ...finding
  }: Pick<Finding, "kind" | "severity" | "fix"> & {
    readonly noun: readonly [one: string, many: string];
    readonly message: (counted: string) => string;
  }): Finding[] {
    if (this.#count === 0) return [];
    const counted = `${this.#count} ${noun[this.#count === 1 ? 0 : 1]}`;
    return [{ ...finding, message: message(counted), count: this.#count, examples: this.#examples }];
  }
}
