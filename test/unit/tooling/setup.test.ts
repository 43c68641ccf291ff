import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { findChromium } from "../../../scripts/setup/chromium.mjs";
import { matches } from "../../../scripts/setup/dependencies.mjs";
import { onSomeDisplay } from "../../../scripts/setup/display.mjs";
import { mustRun, run } from "../../../scripts/setup/processes.mjs";
import { hashOf, root } from "../../../scripts/setup/project.mjs";
import { hasCandidate } from "../../../scripts/setup/systemPackages.mjs";
import { untilGone } from "../../support/processTree.ts";
import { SetupError } from "../../../scripts/setup/terminal.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rcdb-desktop-tooling-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe("installed packages match the lock", () => {
  const locked = { packages: { "": {}, "node_modules/a": { version: "1.0.0" } } };
  const other = { "node_modules/other-platform": { version: "1.0.0", optional: true } };
  test.each([
    ["the same", {}, { "node_modules/a": { version: "1.0.0" } }, true],
    ["another version", {}, { "node_modules/a": { version: "1.0.1" } }, false],
    ["a package is missing", {}, {}, false],
    ["one for another platform is missing", other, { "node_modules/a": { version: "1.0.0" } }, true],
    [
      "another version of an optional one",
      other,
      { "node_modules/other-platform": { version: "2.0.0" } },
      false,
    ],
  ])("%s", (_name, more, installed, expected) => {
    expect(matches({ packages: { ...locked.packages, ...more } }, { packages: installed })).toBe(expected);
  });
});

describe("the hash of sources", () => {
  test("follows contents and names, not times", () => {
    const project = relative(root, folder);
    mkdirSync(join(folder, "a"));
    writeFileSync(join(folder, "a", "one.ts"), "1");
    const first = hashOf([project]);
    writeFileSync(join(folder, "a", "one.ts"), "1");
    expect(hashOf([project])).toBe(first);
    writeFileSync(join(folder, "a", "one.ts"), "2");
    const changed = hashOf([project]);
    writeFileSync(join(folder, "a", "two.ts"), "");
    const added = hashOf([project]);
    expect(new Set([first, changed, added]).size).toBe(3);
  });

  test("bears what is missing", () => {
    expect(hashOf(["no-such-folder"])).toBe(hashOf([]));
  });
});

describe("running a program", () => {
  const node = (code: string, options?: Parameters<typeof run>[2]): ReturnType<typeof run> =>
    run(process.execPath, ["-e", code], options);

  test("answers its code and all it said", async () => {
    const result = await node('console.log("out"); console.error("err"); process.exit(3)');
    expect(result).toMatchObject({ code: 3, timedOut: false });
    expect(result.output).toContain("out\n");
    expect(result.output).toContain("err\n");
  });

  test("ends what takes too long, with all it started", async () => {
    const started = join(folder, "started");
    const grandchild = `require("fs").writeFileSync(${JSON.stringify(started)}, String(process.pid)); setInterval(() => {}, 1000)`;
    const code = `
      require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(grandchild)}]);
      setInterval(() => {}, 1000);`;
    const isStarted = new Promise<number>((resolve) => {
      const watcher = watch(folder, () => {
        const pid = existsSync(started) ? Number(readFileSync(started, "utf8")) : 0;
        if (pid > 0) resolve(pid);
      });
      onTestFinished(() => watcher.close());
    });
    // The time limit is over when the grandchild runs, however long that takes.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const ended = node(code, { timeout: 1000 });
    const pid = await isStarted;
    vi.advanceTimersByTime(1000);
    vi.useRealTimers();
    expect(await ended).toMatchObject({ timedOut: true });
    await untilGone([pid]);
  });

  test("says what a program said that must not fail", async () => {
    const failing = mustRun(process.execPath, ["-e", 'console.error("disk full"); process.exit(1)']);
    await expect(failing).rejects.toThrow(SetupError);
    await expect(failing).rejects.toThrow("disk full");
  });
});

test("a package can be installed only if apt has a candidate", () => {
  const policy = [
    "libgtk-3-0:",
    "  Installed: (none)",
    "  Candidate: (none)",
    "  Version table:",
    "libgtk-3-0t64:",
    "  Installed: (none)",
    "  Candidate: 3.24.41-4",
    "  Version table:",
  ].join("\n");
  expect(hasCandidate(policy, "libgtk-3-0")).toBe(false);
  expect(hasCandidate(policy, "libgtk-3-0t64")).toBe(true);
  expect(hasCandidate(policy, "libnss3")).toBe(false);
});

test.each([
  [":0", undefined, "electron"],
  [undefined, "wayland-0", "electron"],
  [undefined, undefined, process.platform === "linux" ? "xvfb-run" : "electron"],
])("with DISPLAY %s and WAYLAND_DISPLAY %s it runs %s", (x11, wayland, command) => {
  vi.stubEnv("DISPLAY", x11);
  vi.stubEnv("WAYLAND_DISPLAY", wayland);
  const [first, args] = onSomeDisplay("electron", ["."]);
  expect(first).toBe(command);
  expect(args.slice(-1)).toEqual(["."]);
});

test("CHROMIUM_PATH names the browser, else the PATH does", () => {
  vi.stubEnv("CHROMIUM_PATH", "/opt/chromium");
  expect(findChromium()).toBe("/opt/chromium");
  vi.stubEnv("CHROMIUM_PATH", undefined);
  vi.stubEnv("PATH", folder);
  writeFileSync(join(folder, "google-chrome"), "");
  expect(findChromium()).toBe(join(folder, "google-chrome"));
});
