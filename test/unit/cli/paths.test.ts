/** Paths that lead nowhere: each command says so in words. */
import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readRunConfiguration } from "../../../core/updates/config/runConfiguration.ts";
import { sqlite } from "../../support/backends.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdb } from "./command.ts";

async function paths(): Promise<{ readonly folder: string; readonly connection: string; close: () => void }> {
  const folder = temporaryFolder();
  symlinkSync("loop.csv", join(folder, "loop.csv"));
  execFileSync("mkfifo", [join(folder, "pipe")]);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(folder, "socket"), resolve));
  const connection = await sqlite.create({ runs: { 1: {} } });
  return { folder, connection, close: () => void server.close() };
}

test.each<[readonly string[], number, RegExp]>([
  [["-c", "DB", "export", "--out", "F/loop.csv", "--force"], 2, /link that leads back to itself/],
  [["-c", "DB", "export", "--out", "/dev/stdout", "--format", "csv"], 2, /is a device or a pipe/],
  [["-c", "DB", "add", "runs", "F/loop.csv"], 2, /link that leads back to itself/],
  [["-c", "DB", "add", "runs", "F/socket"], 2, /device, a pipe or a socket/],
  [["-c", "DB", "update", "F/loop.csv"], 2, /link that leads back to itself/],
  [["-c", "F/loop.csv", "info"], 2, /link that leads back to itself/],
  [["-c", "DB", "watch", "F/loop.csv", "--once"], 2, /link that leads back to itself/],
  [["-c", "DB", "watch", "F/nope", "--once"], 3, /There is no “.*nope”/],
  [["-c", "DB", "watch", "F/pipe", "--once"], 2, /device, a pipe or a socket/],
  [["-c", "DB", "watch", "F/socket", "--once"], 2, /device, a pipe or a socket/],
  [["-c", "DB", "watch", "/dev/null"], 2, /device, a pipe or a socket/],
  [["-c", "DB", "watch", "F", "--once", "--state", "F/state"], 0, /^$/],
])("rcdb %j", async (words, code, told) => {
  const { folder, connection, close } = await paths();
  try {
    const given = words.map((word) => word.replace(/^F(?=\/|$)/, folder).replace(/^DB$/, connection));
    const ended = await rcdb(given);
    expect({ code: ended.code, errors: ended.errors }).toEqual({
      code,
      errors: expect.stringMatching(told) as string,
    });
    expect(ended.errors).not.toMatch(/defect|\n +at /);
  } finally {
    close();
  }
});

test("a byte order mark is no part of a run configuration", () => {
  const text = "\uFEFFTRIGGER\nTRIG_TYPE PS 440\n";
  expect([...readRunConfiguration(text, () => undefined)]).toEqual([
    ["TRIGGER", [["TRIG_TYPE", "PS", "440"]]],
  ]);
});
