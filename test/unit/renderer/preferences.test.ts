/** What people set for a window, and the file that keeps it. */
import { beforeEach, expect, test, vi } from "vitest";
import { succeeded, type Outcome } from "../../../core/api/failure.ts";
import type { StoredSettings, WindowSettings } from "../../../core/api/settings.ts";
import { formatFloat, formatInstant, formatInteger, formatTime } from "../../../renderer/lib/format.ts";
import { setFormats, usualFormats } from "../../../renderer/lib/formats.ts";
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
  return () => {
    vi.unstubAllGlobals();
    setFormats(usualFormats);
  };
});

const fromFile = (
  settings: StoredSettings["settings"],
  problems: readonly string[] = [],
): Outcome<StoredSettings> => succeeded({ path: "/settings.json", settings, problems: [...problems] });

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

test("numbers, times and the values of Live are as the file says, and are set one by one", async () => {
  const limits = { least: 50, most: null };
  const changes: WindowSettings[] = [];
  const client = {
    readSettings: () => Promise.resolve(fromFile({ digits: 4, clock: "12h", live: { current: limits } })),
    keepSettings: (changed: WindowSettings = {}) => {
      changes.push(changed);
      return Promise.resolve(fromFile({ grouping: "comma", seconds: true, zone: "UTC", live: {} }));
    },
  };
  const preferences = new Preferences();
  await preferences.useFile(client, () => undefined);
  expect(preferences.live).toEqual({ current: limits });
  expect([formatFloat(1.234567), formatTime("2016-02-17 13:26:01").text]).toEqual([
    "1.235",
    "2016-02-17 01:26 pm",
  ]);
  await preferences.set({ live: { current: null } });
  expect(changes).toEqual([{ live: { current: null } }]);
  expect(preferences.live).toEqual({});
  expect([
    formatInteger(1234567),
    formatFloat(1.234567891),
    formatTime("2016-02-17 13:26:01.5").text,
    formatInstant("2016-02-17T13:26:01Z"),
  ]).toEqual(["1,234,567", "1.23457", "2016-02-17 13:26:01", "2016-02-17 13:26:01 UTC"]);
});

test("settings set at once are kept one after another; an answer does not overwrite what was set since", async () => {
  let file: StoredSettings["settings"] = {};
  const waiting: (() => void)[] = [];
  const client = {
    readSettings: () => Promise.resolve(fromFile(file)),
    keepSettings: async (changed: WindowSettings = {}) => {
      const before = file;
      await new Promise<void>((resolve) => waiting.push(resolve));
      file = { ...before, ...changed, live: {} };
      return fromFile(file);
    },
  };
  const preferences = new Preferences();
  await preferences.useFile(client, () => undefined);
  const first = preferences.set({ theme: "dark" });
  const second = preferences.set({ fontSize: 16 });
  const third = preferences.set({ theme: "light" });
  for (const asked of [first, second, third]) {
    await vi.waitFor(() => expect(waiting).toHaveLength(1), { timeout: 180_000 });
    waiting.pop()?.();
    await asked;
    expect(preferences).toMatchObject({ theme: "light", fontSize: 16 });
  }
  expect(file).toMatchObject({ theme: "light", fontSize: 16 });
});
