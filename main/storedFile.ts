import { faultOf } from "../core/disk/faults.ts";
import { mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import * as v from "valibot";
import { writeWholeTextNow } from "../core/disk/wholeFile.ts";

/** A small JSON file of the program's own. What is not there or does not fit is as if it were never written. */
export class StoredFile<T> {
  readonly #path: string;
  readonly #isPrivate: boolean;
  #value: T;

  /** `isPrivate` keeps others from reading it. */
  constructor(path: string, schema: v.GenericSchema<unknown, T>, initial: T, isPrivate = false) {
    this.#path = path;
    this.#isPrivate = isPrivate;
    this.#value = read(path, schema) ?? initial;
  }

  get value(): T {
    return this.#value;
  }

  write(value: T): void {
    this.#value = value;
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      writeWholeTextNow(this.#path, JSON.stringify(value, null, 2), { isPrivate: this.#isPrivate });
    } catch (thrown) {
      // The program works without it; somebody who looks for the reason finds it in the terminal.
      console.warn(`Could not write ${this.#path}:`, thrown);
    }
  }
}

function read<T>(path: string, schema: v.GenericSchema<unknown, T>): T | null {
  try {
    const parsed = v.safeParse(schema, JSON.parse(readFileSync(path, "utf8")));
    return parsed.success ? parsed.output : null;
  } catch (thrown) {
    if (faultOf(thrown) !== "missing") console.warn(`Could not read ${path}:`, thrown);
    return null;
  }
}
