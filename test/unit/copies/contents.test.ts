/** A copy without the contents of files answers nothing as if they were empty, and neither does a copy of it. */
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { checkFiles } from "../../../core/files/checkFiles.ts";
import { backends } from "../../support/backends.ts";
import { copyTo, quietly } from "../../support/copies.ts";
import { openForTest } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdbHere } from "../cli/command.ts";
import { content } from "../core/everyCall.ts";

describe.each(backends)("a copy without contents of a database on $name", ({ create }) => {
  let copy = "";
  let ofCopy = "";
  beforeAll(async () => {
    const folder = temporaryFolder();
    copy = join(folder, "names.sqlite");
    ofCopy = join(folder, "again.sqlite");
    await copyTo(await create(content), copy, { files: "names" });
    await copyTo(copy, ofCopy, { runs: "101-" });
  });
  const paths: readonly (readonly [string, () => string])[] = [
    ["it", () => copy],
    ["a copy of it", () => ofCopy],
  ];

  describe.each(paths)("%s", (_which, path) => {
    test.each<[args: readonly string[], code: number, says: RegExp]>([
      [
        ["file", "cat", "id:1"],
        2,
        /The content of .*id:1, SHA-256.* not in this copy.*take a copy with contents/,
      ],
      [["file", "diff", "id:1", "id:2"], 2, /These files differ: their hashes do\. .*not in this copy/],
      [["file", "diff", "id:1", "id:1"], 0, /the same: their hashes are\. .*not in this copy/],
      [["file", "search", "a"], 2, /The contents of (\d+) of \1 files are not in this copy/],
      [["run", "101", "-f"], 0, /not in this copy/],
      [["file", "versions", "/conf/a"], 0, /not in copy/],
      [["db", "check"], 0, /\d+ configuration files? ha.* no content here/],
      [["info"], 0, /files without contents/],
    ])("rcdb %s", async (args, code, says) => {
      const ended = await rcdbHere("-c", path(), ...args);
      expect(ended).toMatchObject({ code });
      expect(ended.output + ended.errors).toMatch(says);
      expect(ended.output).not.toMatch(/overwrite|\b0 bytes/);
    });

    test("the files of a run are neither intact nor damaged", async () => {
      const checked = await checkFiles(await openForTest(path()), 101, quietly.signal);
      expect(checked.length).toBeGreaterThan(0);
      expect(checked.every(({ intact }) => intact === null)).toBe(true);
    });
  });

  test("a copy of it tells the choice of both", async () => {
    expect((await rcdbHere("-c", ofCopy, "info")).output).toMatch(
      /\(runs 101-; of a copy: files without contents\)/,
    );
  });
});
