/** The bytes of a configuration file, and the text that is stored of them. */
import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { RcdbError } from "../api/failure.ts";
import type { GivenFile, StoredConfigurationFile } from "../api/files.ts";
import type { StorageLimits } from "../db/database.ts";
import { checkText } from "./texts.ts";
import { quoted } from "../text/quoted.ts";

/** The most bytes that a configuration file may have, whatever the database takes: 100 MB. */
export const mostFileBytes = 100_000_000;

export interface Content extends Pick<StoredConfigurationFile, "sha256" | "bytes" | "encoding"> {
  readonly text: string;
}

/**
 * A file's content as it is stored: UTF-8 as it is, other bytes as Latin-1, a character for each. The hash is that
 * of the bytes. Throws `too_large` beyond `mostFileBytes` or what the column takes, and `bad_value` for characters that cannot be stored.
 */
export function encodeContent(
  path: string,
  given: GivenFile["content"],
  { contentBytes, characters }: StorageLimits,
): Content {
  const what = `The file ${quoted(path)}`;
  // The hash would be that of another text.
  if (typeof given === "string") checkText(what, given, Infinity);
  const bytes =
    typeof given === "string"
      ? Buffer.from(given)
      : Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  if (bytes.length > mostFileBytes) {
    throw new RcdbError(
      "too_large",
      `${what} has ${bytes.length} bytes; RCDB Desktop stores files of at most ${mostFileBytes}.`,
      { bytes: bytes.length, limit: mostFileBytes },
    );
  }
  const content = readContent(bytes);
  checkText(what, content.text, contentBytes, characters.get("files.content"));
  return content;
}

/** The text of a file's bytes, and their hash. */
export function readContent(given: Uint8Array): Content {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const encoding = isUtf8(bytes) ? "utf-8" : "latin-1";
  const text = bytes.toString(encoding === "utf-8" ? "utf8" : "latin1");
  const sha256 = createHash("sha256").update(bytes).digest("base64");
  return { text, sha256, bytes: bytes.length, encoding };
}
