import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import { lockFolder } from "../../../core/disk/ownFolders.ts";
import { temporaryFolder } from "../../support/temporary.ts";

let runtime: string;
let state: string;

beforeEach(() => {
  runtime = temporaryFolder();
  state = temporaryFolder();
  vi.stubEnv("XDG_RUNTIME_DIR", runtime);
  vi.stubEnv("XDG_STATE_HOME", state);
  return () => vi.unstubAllEnvs();
});

test("locks are in the user's run-time folder, where only the user may write", async () => {
  const folder = await lockFolder();
  expect(folder).toBe(join(runtime, "rcdb"));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(await lockFolder()).toBe(folder);
});

/** Only root can give a folder away. */
const isRoot = process.getuid?.() === 0;

type Make = (folder: string) => void;

function folderWith(mode: number): Make {
  return (folder) => {
    mkdirSync(folder);
    chmodSync(folder, mode);
  };
}

function anothersFolder(folder: string): void {
  mkdirSync(folder);
  chownSync(folder, 12345, 12345);
}

describe("a folder is passed over where", () => {
  test.each<[string, Make]>([
    ["others may write to it", folderWith(0o777)],
    ["its group may write to it", folderWith(0o770)],
    ["it is a link", (folder) => symlinkSync(temporaryFolder(), folder)],
    ["it is a file", (folder) => writeFileSync(folder, "")],
    ...(isRoot ? [["it belongs to somebody else", anothersFolder] as [string, Make]] : []),
  ])("%s", async (_, make) => {
    make(join(runtime, "rcdb"));
    expect(await lockFolder()).toBe(join(state, "rcdb", "locks"));
  });

  test("there is no run-time folder", async () => {
    vi.stubEnv("XDG_RUNTIME_DIR", join(runtime, "none"));
    expect(await lockFolder()).toBe(join(state, "rcdb", "locks"));
  });
});

test("without any the message names the option", async () => {
  writeFileSync(join(runtime, "rcdb"), "");
  mkdirSync(join(state, "rcdb"));
  writeFileSync(join(state, "rcdb", "locks"), "");
  expect(toFailure(await lockFolder().catch((thrown: unknown) => thrown))).toMatchObject({
    code: "no_permission",
    message: expect.stringMatching(/--lock/) as string,
  });
});
