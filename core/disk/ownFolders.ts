/** Folders of this user's own, into which nobody else can put anything. */
import { mkdir, lstat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { RcdbError } from "../api/failure.ts";
import { faultOf } from "./faults.ts";

/** Where programs of this user keep their state (XDG Base Directory). */
export function userStateFolder(): string {
  const own = process.platform === "win32" ? process.env["LOCALAPPDATA"] : process.env["XDG_STATE_HOME"];
  return own || join(homedir(), ".local", "state");
}

/** Where programs of this user keep what is set up for them (XDG Base Directory). */
export function userConfigFolder(): string {
  const own = process.platform === "win32" ? process.env["APPDATA"] : process.env["XDG_CONFIG_HOME"];
  return own || join(homedir(), ".config");
}

/**
 * The folder for locks, made where it is missing: in the user's run-time folder, else in the state folder. One that belongs to somebody
 * else, or into which others may write, is passed over. Throws `no_permission` where there is none.
 */
export async function lockFolder(): Promise<string> {
  const runtime = process.env["XDG_RUNTIME_DIR"] || `/run/user/${process.getuid?.() ?? ""}`;
  // The run-time folder itself is the system's to make.
  const candidates = [
    { folder: join(runtime, "rcdb"), recursive: false },
    { folder: join(userStateFolder(), "rcdb", "locks"), recursive: true },
  ];
  for (const { folder, recursive } of candidates) {
    if (await isMadeOwn(folder, recursive)) return folder;
  }
  throw new RcdbError(
    "no_permission",
    `There is no folder for locks that only this user may write to: tried ${candidates.map(({ folder }) => folder).join(" and ")}. Name a file with --lock.`,
  );
}

async function isMadeOwn(folder: string, recursive: boolean): Promise<boolean> {
  try {
    await mkdir(folder, { recursive, mode: 0o700 });
  } catch (thrown) {
    if (faultOf(thrown) !== "exists") return false;
  }
  const entry = await lstat(folder);
  // Windows has no user numbers; its folders of a user are that user's by themselves.
  const isOwners = process.getuid === undefined || entry.uid === process.getuid();
  const mayOthersWrite = process.getuid !== undefined && (entry.mode & 0o022) !== 0;
  return entry.isDirectory() && isOwners && !mayOthersWrite;
}
