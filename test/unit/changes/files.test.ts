/** Configuration files as changes: attached, replaced and detached by commits, and put back by undoing them. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { mostContent, type Change, type ChangeState } from "../../../core/api/changes.ts";
import { failed, succeeded } from "../../../core/api/failure.ts";
import { readStoredContent } from "../../../core/api/storedContent.ts";
import type { Cell } from "../../../core/api/values.ts";
import { readGivenFiles } from "../../../renderer/model/readAttached.ts";
import { backends } from "../../support/backends.ts";
import type { TestDatabase } from "../../support/database.ts";
import { dump } from "../writing/support.ts";
import { answerOf, openChanges, type ChangeClient } from "./support.ts";

const hash = (content: string, encoding: "utf8" | "latin1" = "utf8"): string =>
  createHash("sha256").update(Buffer.from(content, encoding)).digest("base64");

const [one, two, three] = ["trigger 1\n", "trigger 2\n", "trigger 3\n"] as const;

const stored: TestDatabase = {
  types: {},
  runs: { 1: {}, 2: {}, 3: {} },
};

async function openWithFiles(backend: (typeof backends)[number]) {
  const opened = await openChanges(backend, stored);
  const { client } = opened;
  for (const [run, path, content] of [
    [1, "/conf/a", one],
    [2, "/conf/a", one],
    [2, "/conf/b", two],
    [3, "/conf/c", one],
    [3, "/conf/c", two],
  ] as const) {
    await answerOf(client.addFile({ run, path, content, importance: "low" }));
  }
  return opened;
}

function fileChange(run: number, path: string, old: string | null, next: Cell, content?: string): Change {
  const change = { run, kind: "file" as const, name: path, old, new: next };
  return content === undefined ? change : { ...change, content };
}

async function filesOf(client: ChangeClient, runs: readonly number[]): Promise<string[]> {
  const all: string[] = [];
  for (const run of runs) {
    const { files } = await answerOf(client.readRun({ run }));
    for (const { path, sha256 } of files) all.push(`${run} ${path} ${sha256.slice(0, 6)}`);
  }
  return all.sort();
}

const bytes = "\u00b5 5\u00ff";
const standings: readonly (readonly [what: string, Change, ChangeState])[] = [
  ["a file attached", fileChange(3, "/conf/new", null, hash(three), three), "ready"],
  ["a new version of a path", fileChange(1, "/conf/a", hash(one), hash(two), two), "ready"],
  ["a version that is stored already", fileChange(1, "/conf/b", null, hash(two)), "ready"],
  ["a file that is not UTF-8", fileChange(1, "/conf/d", null, hash(bytes, "latin1"), bytes), "ready"],
  ["a file detached", fileChange(2, "/conf/a", hash(one), null), "ready"],
  ["a newer version beside older ones", fileChange(3, "/conf/c", hash(two), hash(three), three), "ready"],
  ["a file that the run has", fileChange(1, "/conf/a", null, hash(one), one), "done"],
  ["a file that the run does not have", fileChange(1, "/conf/b", hash(two), null), "done"],
  ["a file where another version is", fileChange(1, "/conf/a", hash(two), hash(three), three), "conflict"],
  ["a file where there was none", fileChange(1, "/conf/a", null, hash(three), three), "conflict"],
  ["one of several versions detached", fileChange(3, "/conf/c", hash(two), null), "unfit"],
  ["an older version of the run", fileChange(3, "/conf/c", hash(two), hash(one)), "unfit"],
  ["a version that is not stored", fileChange(1, "/conf/a", hash(one), hash(three)), "unfit"],
  ["a content of another hash", fileChange(1, "/conf/a", hash(one), hash(three), two), "unfit"],
  ["no hash", fileChange(1, "/conf/a", hash(one), 5), "unfit"],
  ["a path with a line end", fileChange(1, "/conf/\n", null, hash(three), three), "unfit"],
  ["a run that is missing", fileChange(9, "/conf/a", null, hash(one)), "no_run"],
];

describe.each(backends)("on $name", (backend) => {
  test("files are reviewed, committed all or none, and undone; no version is changed or lost", async () => {
    const { client, database } = await openWithFiles(backend);
    const before = await filesOf(client, [1, 2, 3]);
    for (const [what, given, state] of standings) {
      const [reviewed] = await answerOf(client.reviewChanges({ changes: [given] }));
      expect(reviewed, what).toMatchObject({ name: given.name, new: given.new, type: null, state });
      expect(reviewed, what).not.toHaveProperty("content");
      const all = await dump(database);
      const other = fileChange(2, "/conf/e", null, hash(two), two);
      const answer = await answerOf(client.commitChanges({ changes: [given, other] }));
      if (state !== "ready" && state !== "done") {
        expect(answer, what).toMatchObject({ commit: null, refusedCount: 1, refused: [{ state }] });
        expect(await dump(database), what).toEqual(all);
        continue;
      }
      const after = await filesOf(client, [given.run]);
      if (typeof given.new === "string") {
        expect(after, what).toContain(`${given.run} ${given.name} ${given.new.slice(0, 6)}`);
      } else expect(after.join(), what).not.toContain(given.name);
      const { list } = await answerOf(client.readCommit({ commit: answer.commit ?? 0 }));
      expect(list, what).toContainEqual(fileChange(2, "/conf/e", null, hash(two)));
      const undone = await answerOf(client.undoCommit({ commit: answer.commit ?? 0 }));
      expect(undone.refused, what).toEqual([]);
      expect(await filesOf(client, [1, 2, 3]), what).toEqual(before);
      const redone = await answerOf(client.undoCommit({ commit: undone.commit ?? 0 }));
      expect(redone.refused, what).toEqual([]);
      expect(await filesOf(client, [given.run]), what).toEqual(after);
      await answerOf(client.undoCommit({ commit: redone.commit ?? 0 }));
    }
  });

  test("a stored version is read by its path and hash, and what fails on the way is told", async () => {
    const { client } = await openWithFiles(backend);
    const wanted = { path: "/conf/c", sha256: hash(two) };
    expect(await readStoredContent(client, wanted)).toEqual(succeeded(two));
    expect(await readStoredContent(client, { path: "/conf/a", sha256: hash(two) })).toMatchObject({
      error: { code: "no_such_configuration_file", message: expect.stringMatching(/“\/conf\/a”/) as string },
    });
    const lost = failed("connection_lost", "gone");
    for (const name of ["listFileVersions", "readFile"] as const) {
      const broken = { ...client, [name]: () => Promise.resolve(lost) };
      expect(await readStoredContent(broken, wanted), name).toEqual(lost);
    }
  });

  test("files are read to be attached: each gets a path, one that is too large is sent to the command that takes it", async () => {
    const { client } = await openWithFiles(backend);
    const files = [
      new File([three], "a"),
      new File([new Uint8Array(mostContent + 1)], "large"),
      new File([two], "new"),
    ];
    const { given, leftOut, stored } = await answerOf(readGivenFiles(client, { run: 3, files }));
    expect(given.map(({ name, path, sha256 }) => [name, path, sha256])).toEqual([
      ["a", "/conf/a", hash(three)],
      ["new", "new", hash(two)],
    ]);
    expect(leftOut).toEqual([expect.stringMatching(/^large has 16 MB.*“rcdb add file”/)]);
    expect([...stored]).toEqual([["/conf/c", hash(two)]]);
    const lost = failed("connection_lost", "gone");
    for (const name of ["readRun", "listPaths"] as const) {
      const broken = { ...client, [name]: () => Promise.resolve(lost) };
      expect(await readGivenFiles(broken, { run: 3, files }), name).toEqual(lost);
    }
  });

  test("one file for several runs is stored once, and a conflict names who attached another", async () => {
    const { client } = await openWithFiles(backend);
    const changes = [1, 2, 3].map((run) => fileChange(run, "/conf/new", null, hash(three), three));
    const { counts } = await answerOf(client.commitChanges({ changes }));
    expect(counts).toMatchObject({ added: 3 });
    expect(await answerOf(client.listFileVersions({ path: "/conf/new" }))).toMatchObject([{ runs: 3 }]);
    const [reviewed] = await answerOf(
      client.reviewChanges({ changes: [fileChange(1, "/conf/new", null, hash(two), two)] }),
    );
    expect(reviewed).toMatchObject({ state: "conflict", now: hash(three), changed: { user: "tester" } });
  });
});
