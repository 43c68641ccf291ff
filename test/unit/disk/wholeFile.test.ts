import { execFileSync } from "node:child_process";
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  lchownSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
  type WriteStream,
} from "node:fs";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import { writeWholeFile, writeWholeText, writeWholeTextNow } from "../../../core/disk/wholeFile.ts";
import { temporaryFolder } from "../../support/temporary.ts";

function writing(text: string): (file: WriteStream) => Promise<void> {
  return (file) => pipeline(Readable.from([text]), file);
}

function failureOf(path: string, write: (file: WriteStream) => Promise<void>, replace: boolean) {
  return writeWholeFile(path, write, { replace }).then(() => null, toFailure);
}

describe("a file is there when it is whole", () => {
  test("and nothing else is left beside it", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "list.csv");
    await writeWholeFile(
      path,
      async (file) => {
        file.write("first half,");
        await new Promise<void>((resolve) => file.write(" ", () => resolve()));
        expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.rcdb-[0-9a-f]{16}\.part$/)]);
        await new Promise<void>((resolve) => file.end("second half", () => resolve()));
      },
      { replace: false },
    );
    expect(readdirSync(folder)).toEqual(["list.csv"]);
    expect(readFileSync(path, "utf8")).toBe("first half, second half");
  });

  test.each<[string, (file: WriteStream) => Promise<void>, string]>([
    ["what writes it throws", () => Promise.reject(new Error("no more rows")), "internal"],
    ["the disk is full", (file) => onFullDisk(file), "disk_full"],
  ])("not where %s", async (_, write, code) => {
    const folder = temporaryFolder();
    const path = join(folder, "list.csv");
    writeFileSync(path, "what was there");
    expect(await failureOf(path, write, true)).toMatchObject({ code });
    expect(readdirSync(folder)).toEqual(["list.csv"]);
    expect(readFileSync(path, "utf8")).toBe("what was there");
  });
});

/** What the system says of a full disk, from a device that is always full. */
async function onFullDisk(file: WriteStream): Promise<void> {
  file.write("begun");
  await pipeline(Readable.from(["more"]), createWriteStream("/dev/full"));
}

describe("what has the name already", () => {
  test("stays where it may not be replaced", async () => {
    const path = join(temporaryFolder(), "list.csv");
    writeFileSync(path, "old");
    expect(await failureOf(path, writing("new"), false)).toMatchObject({ code: "already_exists" });
    expect(readFileSync(path, "utf8")).toBe("old");
  });

  test("stays where it came while the file was written", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "list.csv");
    const write = async (file: WriteStream): Promise<void> => {
      writeFileSync(path, "from another program");
      await writing("new")(file);
    };
    expect(await failureOf(path, write, false)).toMatchObject({
      code: "already_exists",
      message: expect.stringContaining(`“${path}” exists already.`) as string,
    });
    expect(readFileSync(path, "utf8")).toBe("from another program");
    expect(readdirSync(folder)).toEqual(["list.csv"]);
  });

  test("is replaced with its permissions kept", async () => {
    const path = join(temporaryFolder(), "list.csv");
    writeFileSync(path, "old");
    chmodSync(path, 0o640);
    await writeWholeFile(path, writing("new"), { replace: true });
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  test("is followed where it is a link, which stays", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "real.csv"), "old");
    symlinkSync("real.csv", join(folder, "latest.csv"));
    await writeWholeFile(join(folder, "latest.csv"), writing("new"), { replace: true });
    expect(readlinkSync(join(folder, "latest.csv"))).toBe("real.csv");
    expect(readFileSync(join(folder, "real.csv"), "utf8")).toBe("new");
  });

  test.each<[string, (path: string) => void, RegExp]>([
    ["a folder", (path) => mkdirSync(path), /is a folder/],
    ["a pipe", (path) => execFileSync("mkfifo", [path]), /device or a pipe/],
    ["a link to a device", (path) => symlinkSync("/dev/null", path), /device or a pipe/],
  ])("is refused where it is %s", async (_, make, message) => {
    const path = join(temporaryFolder(), "list.csv");
    make(path);
    expect(await failureOf(path, writing("new"), true)).toMatchObject({
      code: "bad_input",
      message: expect.stringMatching(message) as string,
    });
  });

  test("and files that look unfinished are nobody's business", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "precious"), "precious");
    writeFileSync(join(folder, "list.csv.part"), "another program's");
    symlinkSync("precious", join(folder, "list.csv.new"));
    await writeWholeFile(join(folder, "list.csv"), writing("new"), { replace: true });
    expect(readFileSync(join(folder, "list.csv.part"), "utf8")).toBe("another program's");
    expect(readFileSync(join(folder, "precious"), "utf8")).toBe("precious");
  });
});

test("of many that write one file at once each leaves a whole one", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "list.csv");
  const texts = Array.from({ length: 8 }, (_, at) => String(at).repeat(500_000));
  await Promise.all(texts.map((text) => writeWholeFile(path, writing(text), { replace: true })));
  expect(texts).toContain(readFileSync(path, "utf8"));
  expect(readdirSync(folder)).toEqual(["list.csv"]);
});

test.each<[string, (path: string, text: string) => Promise<void> | void]>([
  ["text", writeWholeText],
  ["text, at once", writeWholeTextNow],
])("%s replaces a file, and its reader has the old one to its end", async (_, write) => {
  const path = join(temporaryFolder(), "settings.json");
  writeFileSync(path, "old");
  const reader = createReadStream(path);
  await once(reader, "open");
  await write(path, "new");
  expect(readFileSync(path, "utf8")).toBe("new");
  expect((await reader.toArray()).join("")).toBe("old");
});

describe("a link of another user", () => {
  /** The administrator can give a link away; anybody else is to be somebody else. */
  function giveAway(link: string): void {
    const user = process.getuid?.() ?? 0;
    if (user === 0) lchownSync(link, 65534, 65534);
    else {
      vi.spyOn(process, "getuid").mockReturnValue(user + 1);
      onTestFinished(() => void vi.restoreAllMocks());
    }
  }

  /** A folder as /tmp is, and a file of ours elsewhere. */
  function places(): { shared: string; precious: string } {
    const folder = temporaryFolder();
    const shared = join(folder, "shared");
    mkdirSync(shared);
    chmodSync(shared, 0o1777);
    mkdirSync(join(folder, "home"));
    const precious = join(folder, "home", "precious");
    writeFileSync(precious, "what was there");
    return { shared, precious };
  }

  test.each<[string, (shared: string, precious: string) => [link: string, path: string]]>([
    [
      "to a file",
      (shared, precious) => {
        symlinkSync(precious, join(shared, "list.csv"));
        return [join(shared, "list.csv"), join(shared, "list.csv")];
      },
    ],
    [
      "to a link of ours",
      (shared, precious) => {
        symlinkSync(precious, join(shared, "ours"));
        symlinkSync("ours", join(shared, "list.csv"));
        return [join(shared, "list.csv"), join(shared, "list.csv")];
      },
    ],
    [
      "behind a link of ours",
      (shared, precious) => {
        symlinkSync(precious, join(shared, "planted"));
        symlinkSync("shared/planted", join(shared, "..", "list.csv"));
        return [join(shared, "planted"), join(shared, "..", "list.csv")];
      },
    ],
    [
      "to a file that is not there",
      (shared, precious) => {
        symlinkSync(`${precious}.new`, join(shared, "list.csv"));
        return [join(shared, "list.csv"), join(shared, "list.csv")];
      },
    ],
    [
      "in place of a folder where everybody may write",
      (shared, precious) => {
        symlinkSync(dirname(precious), join(shared, "out"));
        return [join(shared, "out"), join(shared, "out", "precious")];
      },
    ],
  ])("%s is not written through", async (_, make) => {
    const { shared, precious } = places();
    const [link, path] = make(shared, precious);
    giveAway(link);
    expect(await failureOf(path, writing("new"), true)).toMatchObject({
      code: "not_allowed",
      message: expect.stringContaining(`a link of another user, to “${readlinkSync(link)}”`) as string,
    });
    expect(readFileSync(precious, "utf8")).toBe("what was there");
    expect(readdirSync(dirname(precious))).toEqual(["precious"]);
  });

  test("one of ours is followed, and a message names the file", async () => {
    const { shared, precious } = places();
    const link = join(shared, "list.csv");
    symlinkSync(precious, link);
    expect(await failureOf(link, writing("new"), false)).toMatchObject({
      code: "already_exists",
      message: expect.stringContaining(`“${link}”, which is “${precious}”, exists already.`) as string,
    });
    expect(await failureOf(link, writing("new"), true)).toBeNull();
    expect(readFileSync(precious, "utf8")).toBe("new");
  });
});
