import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { encodingOf } from "../../../core/files/contentHash.ts";
import { readFile } from "../../../core/files/files.ts";
import { backends } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";

const hash = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("base64");

test.each([
  ["as UTF-8", "zwö", hash(Buffer.from("zwö")), "utf-8"],
  ["as Latin-1", "zwö", hash(Buffer.from("zwö", "latin1")), "latin-1"],
  ["as Python printed it", "one", `b'${hash(Buffer.from("one"))}'`, "utf-8"],
  ["cut as on a server", "one", `b'${hash(Buffer.from("one"))}`.slice(0, 44), "utf-8"],
  ["of another text", "one", hash(Buffer.from("two")), null],
  ["no hash at all", "one", "", null],
  ["not of characters beyond Latin-1", "Ł", hash(Buffer.from("A")), null],
])("a hash %s", (_, content, stored, encoding) => {
  expect(encodingOf(content, stored)).toBe(encoding);
});

describe.each(backends)("on $name", (backend) => {
  test("a file is read with what its hash says", async () => {
    const connection = await backend.create({
      statements: [
        `INSERT INTO files (id, path, sha256, content) VALUES
          (1, '/a', '${hash(Buffer.from("zwö"))}', 'zwö'), (2, '/a', '${hash(Buffer.from("zwö", "latin1"))}', 'zwö'),
          (3, '/a', 'h', 'zwö')`,
      ],
    });
    const database = await openForTest(connection);
    const files = await Promise.all([1, 2, 3].map((id) => readFile(database, id)));
    expect(files.map(({ hashMatches, encoding, content }) => [hashMatches, encoding, content])).toEqual([
      [true, "utf-8", "zwö"],
      [true, "latin-1", "zwö"],
      [false, "utf-8", "zwö"],
    ]);
  });
});
