/** What the texts of a run log mean. Each answers null for a text that is none of its kind. */
import { normalizeTime } from "../../query/time.ts";

/** Digits, with or without a sign, that a number keeps exactly. */
export function readInteger(text: string): number | null {
  const number = Number(text);
  return /^[+-]?\d+$/.test(text) && Number.isSafeInteger(number) ? number : null;
}

/** The same of up to 64 bits; beyond what a number keeps exactly as its digits. */
export function readLargeInteger(text: string): number | string | null {
  const number = readInteger(text);
  if (number !== null || !/^[+-]?\d{1,20}$/.test(text)) return number;
  const integer = BigInt(text.replace("+", ""));
  return BigInt.asIntN(64, integer) === integer ? integer.toString() : null;
}

/** A count of any size, as it may be written with a fraction of zeros: `5.0`. */
export function readCount(text: string): number | bigint | null {
  const [, digits] = /^([+-]?\d{1,100})(?:\.0*)?$/.exec(text) ?? [];
  return digits === undefined ? null : (readInteger(digits) ?? BigInt(digits.replace("+", "")));
}

/** A finite decimal number. */
export function readFloat(text: string): number | null {
  const number = Number(text);
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) && Number.isFinite(number) ? number : null;
}

/** `02/17/16 13:26:01` as `2016-02-17 13:26:01`. Years go from 1969 to 2068, as in C and Python. */
export function readLogTime(text: string): string | null {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d\d) (\d{1,2}):(\d{1,2}):(\d{1,2})$/.exec(text);
  if (!match) return null;
  const [month = "", day = "", year = "", hour = "", minute = "", second = ""] = match.slice(1);
  const century = Number(year) < 69 ? "20" : "19";
  const two = (part: string): string => part.padStart(2, "0");
  const time = `${century}${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
  return normalizeTime(time) === null ? null : time;
}

/** What people wrote: up to the row of dashes after which a trailer follows. The form's own text counts as nothing. */
export function readComment(text: string): string {
  const [written = ""] = text.split(/-{13,}/, 1);
  const comment = written.trim();
  return /^Add run comments here ?\.*$/.test(comment) ? "" : comment;
}

/** The name of a file without its folders; null where it is empty. */
export function baseName(path: string): string | null {
  return path.slice(path.lastIndexOf("/") + 1) || null;
}

/** The index at the end of the name of an evio file: 3 for `hd_rawdata_010340_003.evio`. */
export function evioIndex(name: string, run: number): number | null {
  const digits = /^(?:.*\D)?(\d+)(?:\.[a-z]+)?$/i.exec(name)?.[1];
  if (digits === undefined) return null;
  const before = name.slice(0, name.lastIndexOf(digits)).match(/\d+/g) ?? [];
  const isRun = Number(digits) === run && !before.some((group) => Number(group) === run);
  return isRun ? null : readInteger(digits);
}
