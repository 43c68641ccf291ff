import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import { openSqlite } from "../../../core/db/sqlite/open.ts";
import type { SqliteConnection } from "../../../core/db/sqlite/connection.ts";
import { parseConnection } from "../../../core/db/parseConnection.ts";
import { readRegularFile, readRegularText, streamRegularFile } from "../../../core/disk/regularFile.ts";
import { temporaryFolder } from "../../support/temporary.ts";

/** Things that are no regular files; each would wait for ever, or never end, where it is read as one. */
const others: readonly (readonly [string, () => Promise<string> | string, RegExp])[] = [
  ["a pipe that nobody writes to", pipe, /is a device or a pipe/],
  ["a link to a pipe", () => linkTo(pipe()), /is a device or a pipe/],
  ["a device without an end", () => "/dev/zero", /is a device or a pipe/],
  ["a socket", socket, /is a device or a pipe/],
  ["a folder", folder, /is a folder/],
];

describe.each(others)("%s", (_, make, message) => {
  test.each<[string, (path: string) => Promise<unknown>]>([
    ["reading", (path) => readRegularFile(path, 1000)],
    ["streaming", (path) => streamRegularFile(path)],
  ])("%s refuses it at once", async (_name, read) => {
    const failure = toFailure(await read(await make()).catch((thrown: unknown) => thrown));
    expect(failure).toMatchObject({ code: "bad_input", message: expect.stringMatching(message) as string });
  });

  test("is not a database", async () => {
    const path = await make();
    let thrown: unknown;
    try {
      await openSqlite(parseConnection(path) as SqliteConnection);
    } catch (caught) {
      thrown = caught;
    }
    expect(toFailure(thrown)).toMatchObject({ code: "not_a_database" });
  });
});

test("bytes are counted while they are read, whatever size the file says", async () => {
  // Files of this system say a size of 0.
  const failure = toFailure(
    await readRegularFile("/proc/self/status", 10).catch((thrown: unknown) => thrown),
  );
  expect(failure).toMatchObject({ code: "too_large", detail: { limit: 10 } });
});

test("a file of just the size is read", async () => {
  const path = join(temporaryFolder(), "file");
  writeFileSync(path, "0123456789");
  expect(Buffer.from(await readRegularFile(path, 10)).toString()).toBe("0123456789");
});

test("a text is UTF-8, without the mark before it; another one is refused and not damaged", async () => {
  const path = join(temporaryFolder(), "text");
  writeFileSync(path, "\ufeff[1] µ");
  expect(await readRegularText(path, 100)).toBe("[1] µ");
  writeFileSync(path, Buffer.from("\xb5", "latin1"));
  const failure = toFailure(await readRegularText(path, 100).catch((thrown: unknown) => thrown));
  expect(failure).toMatchObject({
    code: "bad_input",
    message: expect.stringMatching(/is not UTF-8/) as string,
  });
});

function pipe(): string {
  const path = join(temporaryFolder(), "pipe");
  execFileSync("mkfifo", [path]);
  return path;
}

function linkTo(path: string): string {
  const link = join(temporaryFolder(), "link");
  symlinkSync(path, link);
  return link;
}

function folder(): string {
  const path = join(temporaryFolder(), "folder");
  mkdirSync(path);
  return path;
}

async function socket(): Promise<string> {
  const path = join(temporaryFolder(), "socket");
  const server = createServer().listen(path);
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return path;
}
