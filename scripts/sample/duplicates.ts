import type { Condition, ConditionValue } from "./conditions.ts";
import { conditionTypes } from "./conditionTypes.ts";
import { Random } from "./random.ts";

/**
 * Duplicates as racing updaters left them. They come from a stream of their own and are always the older
 * row: the newest rows of a sample with duplicates are those of the same sample without.
 */
export class Duplicates {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(`duplicates ${seed}`);
  }

  /** An older row of the same condition with another value, for one condition in a hundred. */
  older(condition: Condition): Condition | undefined {
    if (!this.#random.chance(0.01)) return undefined;
    return { ...condition, value: otherValue(condition) };
  }

  /** Whether a run gets its configuration file a second time. */
  repeatsFile(): boolean {
    return this.#random.chance(0.03);
  }
}

function otherValue({ name, value }: Condition): ConditionValue {
  switch (conditionTypes[name].valueType) {
    case "int":
    case "float":
      return Number(value) - 1;
    case "bool":
      return value !== true;
    case "json":
      return value === "{}" ? "[]" : "{}";
    case "time":
      return value === "2016-01-01 00:00:00.000000"
        ? "2016-01-02 00:00:00.000000"
        : "2016-01-01 00:00:00.000000";
    default:
      return `${String(value)} (before)`;
  }
}
