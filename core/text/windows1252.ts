/** Windows-1252, which servers call latin1. Written out, for Node's own decoder takes it for Latin-1 in some versions. */

/** From 0x80 to 0x9F; five bytes are free, and control characters. */
const from80 =
  "\u20AC\x81\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\x8D\u017D\x8F" +
  "\x90\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\x9D\u017E\u0178";
/** The characters of all bytes, in their order. */
export const windows1252 = Array.from({ length: 256 }, (_, code) =>
  code >= 0x80 && code <= 0x9f ? from80.charAt(code - 0x80) : String.fromCharCode(code),
).join("");

/** The text of bytes. */
export function decodeWindows1252(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => windows1252.charAt(byte)).join("");
}
