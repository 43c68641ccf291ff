/** Values as people type them. */
import type { Cell } from "../../core/api/values.ts";
import { normalizeTime } from "../../core/query/time.ts";
import type { ValueType } from "../../core/query/types.ts";
import { parseJson } from "../json/json.ts";

export type ReadValue = { readonly value: NonNullable<Cell> } | { readonly problem: string };

const integer = /^[+-]?\d{1,40}$/;
const float = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** The value of a text that was typed for a condition of that type, or what is wrong with it, in words. */
export function readValue(type: ValueType, text: string): ReadValue {
  const plain = text.trim();
  switch (type) {
    case "int":
      if (!integer.test(plain)) return { problem: "Type an integer, such as 42." };
      return { value: Number.isSafeInteger(Number(plain)) ? Number(plain) : plain.replace("+", "") };
    case "float":
      if (!float.test(plain) || !Number.isFinite(Number(plain)))
        return { problem: "Type a number, such as 1.25 or 1e3." };
      return { value: Number(plain) };
    case "bool":
      if (/^(true|yes|1)$/i.test(plain)) return { value: true };
      if (/^(false|no|0)$/i.test(plain)) return { value: false };
      return { problem: "Choose yes or no." };
    case "time":
      return normalizeTime(plain) === null
        ? { problem: "Type a date and time, such as 2016-02-17 13:26:01." }
        : { value: plain };
    case "json": {
      const parsed = parseJson(text);
      return parsed.ok ? { value: text } : { problem: `Not valid JSON: ${parsed.reason}.` };
    }
    case "string":
    case "blob":
      return { value: text };
  }
}

/** A value as it stands in a field. */
export function valueText(value: Cell): string {
  return value === null ? "" : String(value);
}

const lineEnd = /\r\n|\r|\n/g;

/** A text of a field of several lines, which has LF at all ends of lines, with those of the text that was opened in it, where that has one kind. */
export function withLineEnds(typed: string, opened: string): string {
  const ends = new Set(opened.match(lineEnd));
  if (typed === opened.replaceAll(lineEnd, "\n")) return opened;
  const [end = "\n"] = ends;
  return ends.size === 1 ? typed.replaceAll(lineEnd, end) : typed;
}

const endNames: Readonly<Record<string, string>> = { "\r\n": "CRLF", "\r": "CR", "\n": "LF" };

/** What becomes of the ends of lines, which are not seen: `CRLF → LF`; empty where they stay as they are, or one of both has none. */
export function lineEndChange(old: Cell, next: Cell): string {
  const [before, after] = [old, next].map((text) =>
    typeof text === "string"
      ? [...new Set(text.match(lineEnd))]
          .map((end) => endNames[end] ?? "")
          .sort()
          .join(" and ")
      : "",
  );
  return before === after || !before || !after ? "" : `${before} → ${after}`;
}
