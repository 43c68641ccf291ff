/** Configuration files: one row for one content of a path, and never another run's file changed. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { FailureCode, Outcome } from "../../../core/api/failure.ts";
import type { GivenFile } from "../../../core/api/files.ts";
import type { Database } from "../../../core/db/database.ts";
import { readFile } from "../../../core/files/files.ts";
import { mostFileBytes } from "../../../core/writing/contents.ts";
import { backends, type Backend } from "../../support/backends.ts";
import type { TestDatabase } from "../../support/database.ts";
import type { WriteClient } from "./client.ts";
import { dump, expectRefused, logOf, open, openForAll } from "./support.ts";

const hashOf = (bytes: string | Uint8Array): string => createHash("sha256").update(bytes).digest("base64");

/** As old clients stored it; what a server's column has no room for was cut. */
const oldHash = { sqlite: `b'${hashOf("four")}'`, mariadb: `b'${hashOf("four")}'`.slice(0, 44) };

/** Run 1 alone has file 1 of /own; runs 1 and 2 share file 2 of /shared; nobody has file 3; file 4 has the old form of a hash. */
const contentOf = ({ name }: Backend): TestDatabase => ({
  runs: { 1: {}, 2: {}, 3: {} },
  statements: [
    `INSERT INTO files (id, path, sha256, content, description, importance) VALUES
      (1, '/own', '${hashOf("one")}', 'one', 'mine', 1), (2, '/shared', '${hashOf("two")}', 'two', NULL, 0),
      (3, '/shared', '${hashOf("three")}', 'three', NULL, 0),
      (4, '/old', '${oldHash[name].replaceAll("'", "''")}', 'four', NULL, 0)`,
    "INSERT INTO files_have_runs (files_id, run_number) VALUES (1, 1), (2, 1), (2, 2), (2, 1), (4, 1)",
  ],
});

/** Ids of the files of each run. */
async function links({ read }: Database): Promise<Record<number, number[]>> {
  const rows = await read.selectFrom("files_have_runs").selectAll().distinct().orderBy("files_id").execute();
  const byRun: Record<number, number[]> = {};
  for (const { run_number, files_id } of rows) (byRun[run_number ?? -1] ??= []).push(files_id ?? -1);
  return byRun;
}

const before = { 1: [1, 2, 4], 2: [2] };

describe.each(backends)("on $name", (backend) => {
  const content = contentOf(backend);
  const unchanged = openForAll(backend, content);

  test.each<[string, Partial<GivenFile> & Pick<GivenFile, "run" | "path">, object, Record<number, number[]>]>(
    [
      [
        "a new path",
        { run: 3, path: "/new", content: "n" },
        { id: 5, outcome: "added" },
        { ...before, 3: [5] },
      ],
      [
        "a path in other letters is another one",
        { run: 3, path: "/OWN", content: "one" },
        { id: 5, outcome: "added" },
        { ...before, 3: [5] },
      ],
      [
        "another content of a path that the run has",
        { run: 1, path: "/own", content: "new" },
        { id: 5, outcome: "added" },
        { ...before, 1: [1, 2, 4, 5] },
      ],
      ["what the run has", { run: 1, path: "/own", content: "one" }, { id: 1, outcome: "unchanged" }, before],
      [
        "what the run has, with overwrite",
        { run: 1, path: "/shared", content: "two", overwrite: true },
        { id: 2, outcome: "unchanged" },
        before,
      ],
      [
        "what another run has",
        { run: 3, path: "/own", content: "one" },
        { id: 1, outcome: "associated" },
        { ...before, 3: [1] },
      ],
      [
        "what another run has, with overwrite and nothing to overwrite",
        { run: 3, path: "/own", content: "one", overwrite: true },
        { id: 1, outcome: "associated" },
        { ...before, 3: [1] },
      ],
      [
        "what is stored with the old form of a hash",
        { run: 2, path: "/old", content: "four" },
        { id: 4, outcome: "associated" },
        { ...before, 2: [2, 4] },
      ],
      [
        "the same of the run itself",
        { run: 1, path: "/old", content: "four" },
        { id: 4, outcome: "unchanged" },
        before,
      ],
      [
        "overwriting what the run has alone",
        { run: 1, path: "/own", content: "new", overwrite: true },
        { id: 1, outcome: "replaced" },
        before,
      ],
      [
        "overwriting what runs share, by something new",
        { run: 1, path: "/shared", content: "new", overwrite: true },
        { id: 5, outcome: "replaced" },
        { 1: [1, 4, 5], 2: [2] },
      ],
      [
        "overwriting what runs share, by something known",
        { run: 2, path: "/shared", content: "three", overwrite: true },
        { id: 3, outcome: "replaced" },
        { 1: [1, 2, 4], 2: [3] },
      ],
    ],
  )("%s", async (_, given, expected, linksAfter) => {
    const { database, client } = await open(backend, content);
    const file = { content: "", ...given };
    const outcome = await client.addFile(file);
    const { length: bytes } = Buffer.from(file.content);
    expect(outcome).toEqual({
      ok: true,
      value: { ...expected, sha256: hashOf(file.content), bytes, encoding: "utf-8" },
    });
    expect(await links(database)).toEqual(linksAfter);
    // Files of other runs are what they were.
    expect(await readFile(database, 2)).toMatchObject({ content: "two", sha256: hashOf("two") });

    const once = await dump(database);
    expect(await client.addFile(file)).toMatchObject({ ok: true, value: { outcome: "unchanged" } });
    expect(await dump(database)).toEqual(once);
  });

  test("overwriting takes all that is newer than the row of the content, or it would not count", async () => {
    const { database, client } = await open(backend, content);
    const give = (text: string, overwrite = false) =>
      client.addFile({ run: 3, path: "/shared", content: text, overwrite });
    for (const text of ["three", "five", "six"]) await give(text);
    expect(await links(database)).toMatchObject({ 3: [3, 5, 6] });
    expect(await give("three", true)).toMatchObject({ ok: true, value: { id: 3, outcome: "replaced" } });
    expect(await links(database)).toMatchObject({ 3: [3] });
    expect(await give("three", true)).toMatchObject({ ok: true, value: { outcome: "unchanged" } });
    // What nobody uses any more is kept, and found again.
    expect(await give("six", true)).toMatchObject({ ok: true, value: { id: 6, outcome: "replaced" } });
    expect(await links(database)).toMatchObject({ 3: [6] });
  });

  test("importance and description, also of a row that is changed in place", async () => {
    const { database, client } = await open(backend, content);
    const given = { run: 3, path: "/new", content: "n", importance: "low", description: "ü" } as const;
    await client.addFile(given);
    expect(await readFile(database, 5)).toMatchObject({ importance: "low", description: "ü", content: "n" });
    await client.addFile({ run: 1, path: "/own", content: "new", overwrite: true });
    expect(await readFile(database, 1)).toMatchObject({
      importance: "high",
      description: "mine",
      content: "new",
      sha256: hashOf("new"),
    });
    await client.addFile({ run: 1, path: "/own", content: "x", overwrite: true, description: "yours" });
    expect(await readFile(database, 1)).toMatchObject({ description: "yours" });
  });

  test("adding, associating and replacing are logged", async () => {
    const { database, client } = await open(backend, content);
    await client.addFile({ run: 3, path: "/new file", content: "n" });
    await client.addFile({ run: 2, path: "/new file", content: "n" });
    await client.addFile({ run: 1, path: "/own", content: "n", overwrite: true });
    const sha256 = hashOf("n");
    expect(await logOf(database)).toEqual([
      `tester files_5 3 Added configuration file /new file of run 3: {"new":{"id":5,"sha256":"${sha256}","bytes":1}}`,
      `tester files_5 2 Associated configuration file /new file of run 2: {"new":{"id":5,"sha256":"${sha256}","bytes":1}}`,
      `tester files_1 1 Replaced configuration file /own of run 1: {"old":{"id":1,"sha256":"${hashOf("one")}"},"new":{"id":1,"sha256":"${sha256}","bytes":1}}`,
    ]);
  });

  test.each([
    ["UTF-8", Buffer.from("Größe 😀\r\n"), "Größe 😀\r\n", "utf-8"],
    ["a byte order mark", Buffer.from([0xef, 0xbb, 0xbf, 0x61]), "\u{feff}a", "utf-8"],
    ["Latin-1", Buffer.from([0x47, 0xf6, 0xdf, 0x80, 0x9f]), "Göß\u0080\u009f", "latin-1"],
    ["a cut character", Buffer.from([0x61, 0xf0, 0x9f, 0x98]), "að\u009f\u0098", "latin-1"],
    ["nothing", new Uint8Array(), "", "utf-8"],
    ["a piece of a larger array", new Uint8Array([1, 97, 98, 2]).subarray(1, 3), "ab", "utf-8"],
  ])("bytes that are %s", async (_, bytes, text, encoding) => {
    const { database, client } = await open(backend, content);
    const added = await client.addFile({ run: 3, path: "/bytes", content: bytes });
    expect(added).toEqual({
      ok: true,
      value: { id: 5, sha256: hashOf(bytes), bytes: bytes.length, encoding, outcome: "added" },
    });
    expect(await readFile(database, 5)).toMatchObject({ content: text, sha256: hashOf(bytes) });
  });

  test.each<[string, (client: WriteClient) => Promise<Outcome<unknown>>, FailureCode, RegExp]>([
    [
      "a run that is not there",
      (c) => c.addFile({ run: 9, path: "/f", content: "" }),
      "no_such_run",
      /Run 9 is not in this database/,
    ],
    ["no path", (c) => c.addFile({ run: 1, path: "", content: "" }), "bad_value", /The path is empty/],
    [
      "a line break in the path",
      (c) => c.addFile({ run: 1, path: "/a\nb", content: "" }),
      "bad_value",
      /The path has a control character at position 3/,
    ],
    [
      "an endless path",
      (c) => c.addFile({ run: 1, path: "/".repeat(4097), content: "" }),
      "too_large",
      /The path has 4097 bytes/,
    ],
    [
      "a description that is too long",
      (c) => c.addFile({ run: 1, path: "/f", content: "", description: "d".repeat(256) }),
      "too_large",
      /256 characters/,
    ],
    [
      "a text with NUL",
      (c) => c.addFile({ run: 1, path: "/f", content: "ab\0" }),
      "bad_value",
      /“\/f” has the character NUL at position 3/,
    ],
    [
      "bytes with NUL, though no UTF-8",
      (c) => c.addFile({ run: 1, path: "/f", content: new Uint8Array([0xff, 0]) }),
      "bad_value",
      /NUL at position 2/,
    ],
    [
      "half a character",
      (c) => c.addFile({ run: 1, path: "/f", content: "\ud83d" }),
      "bad_value",
      /lone surrogate/,
    ],
    [
      "more than 100 MB",
      (c) => c.addFile({ run: 1, path: "/f", content: new Uint8Array(mostFileBytes + 1).fill(97) }),
      "too_large",
      /100000001 bytes; RCDB Desktop stores files of at most 100000000/,
    ],
    ["other things", (c) => c.addFile({ run: 1, path: "/f", content: 1 as never }), "bad_input", /content/],
  ])("refuses %s", async (_, call, code, message) => {
    const { database, client } = unchanged();
    await expectRefused(database, () => call(client), code, message);
  });

  test("20 MB are stored where the column takes them", async () => {
    const { database, client } = await open(backend, content);
    const add = () => client.addFile({ run: 1, path: "/large", content: "x".repeat(20_000_000) });
    if (backend.name === "sqlite") {
      expect(await add()).toMatchObject({ ok: true, value: { bytes: 20_000_000 } });
    } else {
      await expectRefused(database, add, "too_large", /has 20000000 bytes; at most 65535 can be stored here/);
    }
  });
});
