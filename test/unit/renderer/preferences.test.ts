/** What people set for a window, and the file that keeps it. */
import { beforeEach, expect, test, vi } from "vitest";
import { succeeded, type Outcome } from "../../../core/api/failure.ts";
import type { StoredSettings, WindowSettings } from "../../../core/api/settings.ts";
import { Preferences } from "../../../renderer/model/preferences.svelte.ts";

let stored: Map<string, string>;
beforeEach(() => {
  stored = new Map();
  // What the compiler of Svelte makes of these is not needed here: values are read as they were set.
  const plain = (value: unknown): unknown => value;
  vi.stubGlobal("$state", Object.assign(plain, { raw: (value: unknown) => value }));
  vi.stubGlobal("$derived", plain);
  vi.stubGlobal("window", {
    matchMedia: () => ({ matches: false, addEventListener: () => undefined }),
    localStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
    },
  });
  return () => vi.unstubAllGlobals();
});

const fromFile = (settings: WindowSettings, problems: readonly string[] = []): Outcome<StoredSettings> =>
  succeeded({ path: "/settings.json", settings, problems: [...problems] });

test("what was taken out of the file by hand is as usual again, whatever the window remembers", async () => {
  stored.set("rcdb.theme", '"dark"');
  stored.set("rcdb.font-size", "18");
  stored.set("rcdb.quality-condition", '"old"');
  const preferences = new Preferences();
  expect(preferences).toMatchObject({ theme: "dark", fontSize: 18, qualityCondition: "old" });
  const problems: string[] = [];
  const client = {
    readSettings: () => Promise.resolve(fromFile({ fontSize: 15 }, ["“theme” is odd"])),
    keepSettings: () => Promise.resolve(fromFile({})),
  };
  await preferences.useFile(client, (words) => problems.push(words));
  expect(preferences).toMatchObject({
    theme: "system",
    fontSize: 15,
    qualityCondition: "status",
    filePath: "/settings.json",
  });
  expect(stored.get("rcdb.theme")).toBe('"system"');
  expect(problems).toEqual(["“theme” is odd"]);
});

test("settings set at once are kept one after another; an answer does not overwrite what was set since", async () => {
  let file: WindowSettings = {};
  const waiting: (() => void)[] = [];
  const client = {
    readSettings: () => Promise.resolve(fromFile(file)),
    keepSettings: async (changed: WindowSettings = {}) => {
      const before = file;
      await new Promise<void>((resolve) => waiting.push(resolve));
      file = { ...before, ...changed };
      return fromFile(file);
    },
  };
  const preferences = new Preferences();
  await preferences.useFile(client, () => undefined);
  const first = preferences.set({ theme: "dark" });
  const second = preferences.set({ fontSize: 16 });
  const third = preferences.set({ theme: "light" });
  for (const asked of [first, second, third]) {
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    waiting.pop()?.();
    await asked;
    expect(preferences).toMatchObject({ theme: "light", fontSize: 16 });
  }
  expect(file).toEqual({ theme: "light", fontSize: 16 });
});
