/** The real application under test, with a user-data folder of its own. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, type ElectronApplication, type Page } from "@playwright/test";
import { findElectron } from "../../scripts/setup/electron.mjs";
import { root } from "../../scripts/setup/project.mjs";

export interface LaunchedApplication {
  readonly application: ElectronApplication;
  /** The first window. */
  readonly page: Page;
}

/**
 * Switches every Electron gets in tests. As root Chromium's sandbox cannot start; where no graphics card draws, its
 * imitation takes more time than drawing by the processor.
 */
export const electronSwitches: readonly string[] = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
];

/** Ends what hangs, in milliseconds: on a busy machine a start may take many times what it takes alone. */
const timeout = 300_000;

/** What moves is painted by the processor here; the installed package alone shows it. */
const withoutMotion = "--force-prefers-reduced-motion";

/**
 * Starts the built application; `args` come last on its command line. Without a user-data folder it gets
 * a fresh one, which is removed when it closes. With `isBoundByPermissions` those of files hold for it where the tests run as root,
 * too. The test closes the application.
 */
export async function launchApplication(
  args: readonly string[],
  userDataFolder?: string,
  { isBoundByPermissions = false } = {},
): Promise<LaunchedApplication> {
  const electron = findElectron();
  if (!electron) throw new Error("Electron is not set up: run `npm test -- electron` once.");
  const folder = userDataFolder ?? temporaryUserData();
  const application = await _electron.launch({
    timeout,
    executablePath: isBoundByPermissions
      ? boundByPermissions(electron.executable, folder)
      : electron.executable,
    args: [...electronSwitches, withoutMotion, `--user-data-dir=${folder}`, root, ...args],
    // Not the profiles of whoever runs the tests.
    env: {
      ...inherited(),
      XDG_CONFIG_HOME: join(folder, "configuration"),
      XDG_STATE_HOME: join(folder, "state"),
    },
  });
  if (userDataFolder === undefined) application.on("close", () => removeUserData(folder));
  return { application, page: await application.firstWindow({ timeout }) };
}

/** A program that starts the executable so that permissions of files bind it: root alone is not bound by them. */
function boundByPermissions(executable: string, folder: string): string {
  if (process.getuid?.() !== 0) return executable;
  if (spawnSync("setpriv", ["--version"]).error) {
    throw new Error(
      "The program setpriv is missing, without which permissions of files do not hold for root: install util-linux, or run the tests as another user.",
    );
  }
  const script = join(folder, "bound.sh");
  const lines = [
    "#!/bin/sh",
    `exec setpriv --bounding-set=-dac_override,-dac_read_search "${executable}" "$@"`,
  ];
  writeFileSync(script, lines.join("\n"), { mode: 0o755 });
  return script;
}

function inherited(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}

export function temporaryUserData(): string {
  return mkdtempSync(join(tmpdir(), "rcdb-desktop-user-data-"));
}

export function removeUserData(folder: string): void {
  // Chromium's processes may still be writing their last files into it.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
