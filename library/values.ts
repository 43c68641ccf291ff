import { RcdbError } from "../core/api/failure.ts";
import type { GivenConditions } from "../core/api/conditions.ts";
import type { Cell } from "../core/api/values.ts";
import type { ValueType } from "../core/query/types.ts";

/**
 * A value as it is read. An int beyond 2^53 is a `bigint`, with all its digits; a time is what the clock on the wall
 * showed, as `2016-02-17 13:26:01`, in no zone; JSON and blobs are their texts. What is stored and does not fit its type is a text of it.
 */
export type Value = number | bigint | string | boolean | null;

/** A value to store. A `Date` becomes the local wall-clock time, an array or an object JSON. */
export type GivenValue = number | bigint | string | boolean | Date | readonly unknown[] | GivenObject;
/** What is written as a JSON object. */
export type GivenObject = Readonly<Record<string, unknown>>;

/** Names are any text, `__proto__` too: such an object has no prototype. */
export function byName<T>(entries: Iterable<readonly [name: string, value: T]>): Record<string, T> {
  const named = Object.create(null) as Record<string, T>;
  for (const [name, value] of entries) named[name] = value;
  return named;
}

/** A value of the contract, which has integers beyond 2^53 as texts of their digits. */
export function readValue(type: ValueType, cell: Cell | undefined): Value {
  if (type === "int" && typeof cell === "string" && /^-?\d+$/.test(cell)) return BigInt(cell);
  return cell ?? null;
}

/** A value to store as the contract takes it. Throws `bad_value` for what cannot be written as JSON. */
export function contractValue(name: string, value: GivenValue): GivenConditions[number]["value"] {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Date) return wallClockText(value);
  if (typeof value !== "object") return value;
  try {
    return { json: JSON.stringify(value) };
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new RcdbError("bad_value", `The value of “${name}” cannot be written as JSON: ${reason}`);
  }
}

/** A time as it is stored: what a clock on the wall of this machine shows. Throws `bad_value` for an invalid date. */
export function timeText(time: Date | string): string {
  if (typeof time === "string") return time;
  if (time instanceof Date) return wallClockText(time);
  throw new RcdbError("bad_input", "Give a time as a Date, or as a text: “2016-02-17 13:26:01”.");
}

function wallClockText(time: Date): string {
  if (Number.isNaN(time.getTime())) throw new RcdbError("bad_value", "An invalid Date is not a time.");
  const two = (part: number): string => String(part).padStart(2, "0");
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const milliseconds = time.getMilliseconds();
  const fraction = milliseconds === 0 ? "" : `.${String(milliseconds).padStart(3, "0")}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}${fraction}`;
}
