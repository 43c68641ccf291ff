import { createHash } from "node:crypto";
import { canonicalNumber, jsonTokens } from "../text/jsonText.ts";

/**
 * Whether two JSON texts mean the same: blanks, the order of names, and how a text or a number is written do not matter. Numbers
 * are compared with all their digits; of a name given twice the last value counts, as for every client. False where one of
 * them is not JSON.
 */
export function isSameJson(left: string, right: string): boolean {
  return left === right || (isJson(left) && isJson(right) && canonical(left) === canonical(right));
}

/** Whether a text is JSON by its standard: without NaN and the like. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A list that is still open, or an object with the name whose value comes next. */
type Open = { readonly items: string[] } | { readonly values: Map<string, string>; name: string | null };

/** One text for all JSON texts of a meaning. It does not recurse: a text may be nested as deep as it likes. */
function canonical(json: string): string {
  const open: Open[] = [{ items: [] }];
  for (const { text } of jsonTokens(json)) {
    if (text === "," || text === ":") continue;
    if (text === "[") open.push({ items: [] });
    else if (text === "{") open.push({ values: new Map(), name: null });
    else if (text === "]" || text === "}") add(open, closed(open.pop()));
    else add(open, scalar(text));
  }
  return closed(open[0]);
}

function add(open: readonly Open[], value: string): void {
  const inner = open.at(-1);
  if (!inner) return;
  if ("items" in inner) {
    inner.items.push(value);
  } else if (inner.name === null) {
    inner.name = value;
  } else {
    inner.values.set(inner.name, value);
    inner.name = null;
  }
}

/** Longer texts are known by their hash: else what is nested deep would be copied once for each level. */
const mostCharacters = 200;

function closed(inner: Open | undefined): string {
  if (!inner) return "";
  const text =
    "items" in inner
      ? `[${inner.items.join(",")}]`
      : `{${[...inner.values]
          .map((entry) => entry.join(":"))
          .sort()
          .join(",")}}`;
  if (text.length <= mostCharacters) return text;
  return `#${createHash("sha256").update(text).digest("base64")}`;
}

function scalar(text: string): string {
  if (text.startsWith('"')) return JSON.stringify(JSON.parse(text));
  return /^[-\d]/.test(text) ? canonicalNumber(text) : text;
}
