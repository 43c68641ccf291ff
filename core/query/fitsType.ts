import { normalizeTime } from "./time.ts";
import type { ValueType } from "./types.ts";

const wholeNumber = /^-?\d+$/;
/** How bytes that are no text are shown. */
const bytes = /^x'(?:[0-9a-f]{2})*…?'$/;

/**
 * Whether a value, as it is shown, is one of its type. Databases hold others, which come as a text of what is stored:
 * anything may stand in any column of an SQLite file. Of JSON it is only told whether it is a text at all.
 */
export function fitsType(type: ValueType, value: string | number | boolean | null): boolean {
  if (value === null) return true;
  switch (type) {
    case "int":
      // Beyond 2^53 integers are texts of their digits.
      return typeof value === "string" ? wholeNumber.test(value) : Number.isInteger(value);
    case "float":
      return typeof value === "number" && Number.isFinite(value);
    case "bool":
      return typeof value === "boolean";
    case "time":
      return typeof value === "string" && normalizeTime(value) !== null;
    case "blob":
      return typeof value === "string";
    default:
      return typeof value === "string" && !bytes.test(value);
  }
}
