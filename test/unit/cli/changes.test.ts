/** `rcdb changes`, `rcdb set` and `rcdb undo`, on each kind of database. */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { backends } from "../../support/backends.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { runCommand } from "../../../cli/runCommand.ts";
import { rcdbHere, written } from "./command.ts";

beforeEach(() => {
  vi.stubEnv("RCDB_USER", "ann");
  return () => vi.unstubAllEnvs();
});

describe.each(backends)("on $name", ({ create }) => {
  let station: string;
  let folder: string;
  beforeEach(async () => {
    folder = temporaryFolder();
    station = await create({
      types: { status: "int", comment: "string", good: "bool" },
      runs: { 9: { conditions: { status: 5, comment: "old" } }, 10: { conditions: { status: 6 } }, 11: {} },
    });
  });

  const output = async (...args: string[]): Promise<string> => {
    const ended = await rcdbHere(...args);
    expect(ended).toMatchObject({ code: 0, errors: "" });
    return ended.output;
  };
  const valueOf = async (run: number, name: string): Promise<string> => {
    return (await rcdbHere("-c", station, "run", String(run), name)).output.trim();
  };

  test("files are attached to a run and detached, which is tried before and undone", async () => {
    const path = join(folder, "trigger.conf");
    const files = async (): Promise<string> => output("-c", station, "run", "9");
    writeFileSync(path, "BEAM 1\nGATE 2\n");
    expect(await output("file", "attach", "9", path, "--as", "/conf/t", "-c", station)).toMatch(
      /^Attached \/conf\/t to run 9\.\nCommit \d+\./,
    );
    writeFileSync(path, "BEAM 1\nGATE 3\n");
    const attach = ["file", "attach", "9", path, "--as", "/conf/t", "-c", station] as const;
    expect(await output(...attach, "--dry-run")).toMatch(/new version of run 9:\n@@[^]*\n-GATE 2\n\+GATE 3/);
    expect(await output("file", "cat", "/conf/t", "--run", "9", "-c", station)).toContain("GATE 2");
    const made = await output(...attach);
    expect(await output("file", "cat", "/conf/t", "--run", "9", "-c", station)).toContain("GATE 3");
    const [commit = ""] = /(?<=Commit )\d+/.exec(made) ?? [];
    await output("undo", commit, "-c", station);
    expect(await output("file", "cat", "/conf/t", "--run", "9", "-c", station)).toContain("GATE 2");
    const [id = ""] = /id:\d+/.exec(await output("file", "versions", "/conf/t", "-c", station)) ?? [];
    await output("file", "attach", "10", id, "-c", station);
    expect(await output("file", "runs", id, "-c", station)).toMatch(/9[^]*10/);
    const detached = await output("file", "detach", "9", "/conf/t", "--comment", "no", "-c", station);
    expect(detached).toMatch(/^Detached \/conf\/t from run 9\.\nCommit/);
    expect(await files()).not.toContain("/conf/t");
    expect(await rcdbHere("file", "detach", "9", "/conf/t", "-c", station)).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/Run 9 has no file “\/conf\/t”/) as string,
    });
  });

  test("one of several versions of a path is detached by a call of its own", async () => {
    const [first, second] = [join(folder, "first.conf"), join(folder, "second.conf")];
    for (const [at, path] of [first, second].entries()) {
      writeFileSync(path, `GATE ${at}\n`);
      await output("add", "file", "9", path, "--as", "/conf/t", "-c", station);
    }
    await output("add", "file", "9", first, "--as", "/conf/b", "-c", station);
    const versions = await output("file", "versions", "/conf/t", "-c", station);
    const [one = "", other = ""] = [...versions.matchAll(/id:\d+/g)].map(([id]) => id);
    const before = await output("-c", station, "run", "9");
    for (const [args, says] of [
      [[one, "/conf/b"], `Detach ${one} by a call of its own`],
      [["/conf/b", one], `Detach ${one} by a call of its own`],
      [[one, other], `Detach ${one} by a call of its own`],
      [[one, "--comment", "why"], `Detach ${one} without --comment`],
    ] as const) {
      const ended = await rcdbHere("file", "detach", "9", ...args, "-c", station);
      expect(ended).toMatchObject({ code: 2, errors: expect.stringContaining(says) as string });
      expect(await output("-c", station, "run", "9")).toBe(before);
    }
    expect(await output("file", "detach", "9", one, "-c", station)).toBe(
      `Detached /conf/t ${one} from run 9.\n`,
    );
  });

  test("changes over a copy go to a file, which is applied at its source; the copy stays as it is", async () => {
    const copy = join(folder, "copy.sqlite");
    const file = join(folder, "shift.rcdbchange");
    await output("copy", station, copy);
    const bytes = readFileSync(copy);
    await output("changes", "add", file, "9", "status=7", "comment=beam lost", "good=true", "-c", copy);
    const text = await output("changes", "add", file, "9", "status=8", "--remove", "comment", "-c", copy);
    expect(text).toMatch(/^3 changes by ann\.\nMade over a copy of /);
    await output("changes", "add", file, "11", "finished=2016-02-17 14:20", "--comment", "train", "-c", copy);
    expect(readFileSync(copy).equals(bytes)).toBe(true);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
      rcdbchange: 1,
      author: "ann",
      comment: "train",
      copy: { name: expect.any(String) as string, taken: expect.stringMatching(/^\d{4}-/) as string },
      changes: [
        { run: 9, kind: "condition", name: "good", old: null, new: true },
        { run: 9, kind: "condition", name: "status", old: 5, new: 8 },
        { run: 9, kind: "condition", name: "comment", old: "old", new: null },
        { run: 11, kind: "time", name: "finished", old: null, new: "2016-02-17 14:20:00" },
      ],
    });
    expect(await rcdbHere("changes", "apply", file, "-c", copy)).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/is a copy of .*Name the source/) as string,
    });

    await output("set", "status", "1", "--runs", "9", "-c", station);
    const conflict = /1: conflict/;
    expect(await output("changes", "show", file, "--against", station)).toMatch(conflict);
    expect(await output("changes", "apply", file, "-c", station, "--dry-run")).toMatch(conflict);
    const refused = await rcdbHere("changes", "apply", file, "-c", station);
    expect(refused.code).toBe(2);
    expect(refused.errors).toMatch(
      /Nothing was written: 1 change is refused\.\n.*“status” of run 9 was “5” and is “1” now\. The change would make it 8\. Changed by ann, \d{4}-/,
    );
    expect(await valueOf(9, "comment")).toBe("old");
    // The value of a program that leaves no record.
    const unlogged = join(folder, "unlogged.rcdbchange");
    const changes = [{ run: 10, kind: "condition", name: "status", old: 5, new: 8 }];
    writeFileSync(
      unlogged,
      JSON.stringify({ ...(JSON.parse(readFileSync(file, "utf8")) as object), changes }),
    );
    expect((await rcdbHere("changes", "apply", unlogged, "-c", station)).errors).toMatch(
      /is “6” now\. The change would make it 8\.( It was stored \d{4}-.*\.)?\n$/,
    );
    const elsewhere = await create({ types: { status: "int" }, runs: { 9: {} } });
    const otherDatabase = /made over a copy of .*; this database is /;
    expect((await rcdbHere("changes", "show", file, "--against", elsewhere)).errors).toMatch(otherDatabase);
    expect(await rcdbHere("changes", "add", file, "9", "status=1", "-c", elsewhere)).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/has changes of .*; this is .*Name another file/) as string,
    });

    // A value that was missing in the copy fits any database.
    const added = join(folder, "added.rcdbchange");
    await output("changes", "add", added, "11", "status=3", "-c", copy);
    const other = await create({ types: { status: "int" }, runs: { 11: {} } });
    expect(await rcdbHere("changes", "apply", added, "-c", other)).toMatchObject({
      code: 2,
      errors: expect.stringMatching(otherDatabase) as string,
    });
    expect(await output("changes", "apply", added, "-c", other, "--force")).toMatch(/^1 value added\./);

    // Over what is stored now a conflict is none any more.
    const decided = join(folder, "decided.rcdbchange");
    copyFileSync(file, decided);
    await output("changes", "add", decided, "9", "status=8", "-c", station);
    expect(await output("changes", "apply", decided, "-c", station, "--dry-run")).toMatch(
      /4: can be written\n$/,
    );

    await output("set", "status", "5", "--runs", "9", "-c", station);
    expect(await output("changes", "apply", file, "-c", station)).toMatch(
      /^2 values added, 1 replaced, 1 removed\.\nCommit (\d+)\. To undo it: rcdb undo \1\n$/,
    );
    expect(await valueOf(9, "status")).toBe("8");
    expect(await output("changes", "apply", file, "-c", station)).toBe("4 there already.\n");
    expect(await output("undo", "-c", station)).toMatch(/train \(by ann\)/);
  });

  test("two who add to one file at once both find their changes in it", async () => {
    const file = join(folder, "both.rcdbchange");
    const add = (run: number) => output("changes", "add", file, String(run), "status=1", "-c", station);
    // Not by `rcdbHere` twice: each watches all that this process writes.
    const runs = [9, 10, 11];
    await written(async () => {
      const codes = await Promise.all(
        runs.map((run) => runCommand(["changes", "add", file, String(run), "status=1", "-c", station])),
      );
      return Math.max(...codes);
    });
    expect(await add(9)).toMatch(/^3 changes by ann\./);
  });

  test("what is wrong with a change is told with its reason, on one line of its own", async () => {
    const file = join(folder, "hostile.rcdbchange");
    const changes = [
      { run: 9, name: "good", old: null, new: 3 },
      { run: 9, name: "x\n  Run 9, good: is fine\u001b[2J", old: null, new: 3 },
      { run: 9, name: "n".repeat(100_000), old: null, new: 3 },
    ];
    const head = { rcdbchange: 1, author: "b\nc", written: "", comment: "d\u0007", copy: null };
    writeFileSync(file, JSON.stringify({ ...head, changes }));
    expect(await output("changes", "show", file)).toMatch(/^3 changes by b\\nc: d\\x07\n/);
    const { code, errors } = await rcdbHere("changes", "apply", file, "-c", station);
    expect(code).toBe(2);
    expect(errors.split("\n")).toHaveLength(5);
    expect(errors).toContain("Run 9, x\\n  Run 9, good: is fine\\x1b[2J: There is no condition");
    expect(errors.length).toBeLessThan(1000);
    expect(await output("changes", "apply", file, "-c", station, "--dry-run")).toMatch(
      /type bool: 3 does not fit.*\n1: does not fit, 2: no such condition\n$/,
    );
    writeFileSync(file, JSON.stringify({ ...head, changes: [] }));
    expect(await output("changes", "apply", file, "-c", station, "--dry-run")).toBe(
      "There are no changes in it.\n",
    );
  });

  test("a condition of many runs is set, added, cleared and undone", async () => {
    const here = ["-c", station];
    expect(await output("set", "status", "1", "--where", "status > 5", "--dry-run", ...here)).toMatch(
      /^1 replaced\.\n.*\n +10 +status +6 +1\n$/,
    );
    expect(await output("set", "good", "true", "--all", "--json", ...here)).toMatch(/"added":3/);
    const added = await output("set", "status", "0", "--missing", "--all", "--comment", "why", ...here);
    const commit = /Commit (\d+)/.exec(added)?.[1] ?? "";
    expect(added).toMatch(/^1 value added\./);
    expect(await output("set", "status", "0", "--missing", "--all", ...here)).toMatch(/2 other values stay/);
    await output("set", "status", "3", "--runs", "11", ...here);
    expect(await rcdbHere("undo", commit, ...here)).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/“status” of run 11 was “0” and is “3” now/) as string,
    });
    await output("set", "status", "0", "--runs", "11", ...here);
    expect(await output("undo", commit, "--dry-run", ...here)).toMatch(/1: can be written\n$/);
    expect(await output("undo", commit, ...here)).toMatch(/^1 removed\./);
    expect(await output("set", "status", "--clear", "--all", ...here)).toMatch(/^2 removed\./);
    expect(await output("undo", ...here)).toMatch(/why/);
    const table = join(folder, "new.csv");
    writeFileSync(table, "run,status\n70,1\n71,1\n");
    const made =
      /Commit (\d+)/.exec(await output("set", "--from", table, "--create-runs", ...here))?.[1] ?? "";
    await output("set", "good", "true", "--runs", "71", ...here);
    const tried = await output("undo", made, "--dry-run", ...here);
    expect(tried).toMatch(/2: can be written\n1 run would be removed: 70\nRun 71 stays: it has 1 value /);
    const undone = /Commit (\d+)/.exec(await output("undo", made, ...here))?.[1] ?? "";
    expect(await output("undo", undone, "--dry-run", ...here)).toMatch(
      /2: can be written\n1 run would be created again: 70\n$/,
    );
  });

  test("a condition type is shown, renamed, and removed with as many values as are named", async () => {
    const here = ["-c", station];
    await output("alias", "add", "set", "status > 0", ...here);
    expect(await output("type", "show", "status", ...here)).toMatch(
      /^status: int, id 1, about status\n2 values of 2 runs\nnamed by @set\n$/,
    );
    const renamed = await rcdbHere("type", "change", "status", "--name", "flag", ...here);
    expect(renamed).toMatchObject({
      code: 0,
      output: "flag is changed.\n",
      errors: expect.stringMatching(/@set names it/) as string,
    });
    expect(await rcdbHere("type", "rm", "flag", ...here)).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/has 2 values of 2 runs/) as string,
    });
    expect(await output("type", "rm", "flag", "--values", "2", ...here)).toBe(
      "flag is removed, with 2 values.\n",
    );
    expect(await output("ls", ...here)).not.toMatch(/flag|status/);
  });

  test("a table is read as a whole: what cannot be used is told, and left out only with --skip", async () => {
    const table = join(folder, "values.csv");
    writeFileSync(table, "run,statsu,status,good\n9,1,1,\n12,,2,\n10,,x,1\n");
    const here = ["-c", station];
    const problems =
      /1 column cannot be used: “statsu”: .* Did you mean status\?\n1 unknown run: run 12 \(line 3\)\n1 value does not fit: The condition “status” is of type int.*\(line 4\)/s;
    expect(await output("set", "--from", table, "--dry-run", ...here)).toMatch(problems);
    const refused = await rcdbHere("set", "--from", table, ...here);
    expect(refused).toMatchObject({ code: 2, errors: expect.stringMatching(problems) as string });
    expect(await valueOf(9, "status")).toBe("5");
    expect((await rcdbHere("set", "--from", table, "--skip", ...here)).output).toMatch(
      /^1 value added, 1 replaced/,
    );
    writeFileSync(table, "run,status\n12,2\n");
    expect(await output("set", "--from", table, "--create-runs", ...here)).toMatch(
      /^1 run added, 1 value added/,
    );
    expect(await valueOf(12, "status")).toBe("2");
  });
});

const [sqlite] = backends;

test.each([
  ["no runs", ["set", "status", "1"], /Say which runs/],
  ["no value", ["set", "status", "--all"], /Give the value of “status”/],
  ["a value to clear", ["set", "status", "1", "--clear", "--all"], /leave out the value/],
  ["a table and runs", ["set", "--from", "x.csv", "--all"], /Leave out the others/],
  ["an unknown condition", ["set", "stats", "1", "--all"], /status/],
  [
    "a time of the run",
    ["set", "finished", "--clear", "--all"],
    /“finished” is a time of the run, and no condition/,
  ],
  ["an empty path", ["file", "attach", "9", "a.conf", "--as", ""], /--as is empty/],
  ["a wrong expression", ["set", "status", "1", "--where", "status >"], /\^/],
  ["a commit that is none", ["undo", "5"], /no commit 5/],
  ["a change file that is none", ["changes", "show", "none.rcdbchange"], /none.rcdbchange/],
  ["a change that is none", ["changes", "add", "x.rcdbchange", "9", "status"], /Write NAME=VALUE/],
  ["a run that is missing", ["changes", "add", "x.rcdbchange", "99", "status=1"], /Run 99/],
  ["a value that does not fit", ["changes", "add", "x.rcdbchange", "9", "status=x"], /of type int/],
])("refused: %s", async (_what, args, message) => {
  const station = await sqlite?.create({ types: { status: "int" }, runs: { 9: {} } });
  const ended = await rcdbHere(...args, ...(args[1] === "show" ? [] : ["-c", station ?? ""]));
  expect(ended.output).toBe("");
  expect(ended.code).toBeGreaterThan(1);
  expect(ended.errors).toMatch(message);
});
