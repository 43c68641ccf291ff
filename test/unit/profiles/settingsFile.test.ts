/** The settings file: what is read, what is put into it, and what is said of a broken one. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { changeSettings, readSettings } from "../../../core/settings/settingsFile.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const place = (): string => join(temporaryFolder(), "rcdb", "settings.json");

test("without a file there are none; what is set is kept, with what others have put there", async () => {
  const path = place();
  expect(await readSettings(path)).toEqual({ path, settings: {}, problems: [] });
  await changeSettings({ theme: "dark" }, path);
  const content = JSON.parse(readFileSync(path, "utf8")) as object;
  writeFileSync(path, JSON.stringify({ ...content, later: [1], postReports: ["log"] }));
  const { settings } = await changeSettings({ fontSize: 15, columns: ["run_type"] }, path);
  expect(settings).toEqual({ theme: "dark", fontSize: 15, columns: ["run_type"], postReports: ["log"] });
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ later: [1], theme: "dark" });
});

test("what cannot be used is said and left out; the rest counts", async () => {
  const path = place();
  await changeSettings({ goodRuns: "n > 1" }, path);
  writeFileSync(path, JSON.stringify({ goodRuns: "n > 1", fontSize: 99, theme: "pink", postReports: [] }));
  const { settings, problems } = await readSettings(path);
  expect(settings).toEqual({ goodRuns: "n > 1" });
  expect(problems.join()).toMatch(
    /“theme”.* is none of[^]*“fontSize”.* is above 20[^]*“postReports”.* is empty/,
  );
  for (const [postReports, said] of [
    [["log", ""], /has an empty word/],
    ["log", /is no list/],
    [[1], /has a word that is no text/],
  ] as const) {
    writeFileSync(path, JSON.stringify({ postReports }));
    const read = await readSettings(path);
    expect(read.settings).toEqual({});
    expect(read.problems.join()).toMatch(said);
  }
});

test("settings that are changed at the same time are all kept", async () => {
  const path = place();
  const changes = [
    { theme: "dark" },
    { fontSize: 15 },
    { quality: "q" },
    { comment: "c" },
    { safe: true },
  ] as const;
  await Promise.all(changes.map((changed) => changeSettings(changed, path)));
  expect((await readSettings(path)).settings).toEqual(Object.assign({}, ...changes));
});

test("windows that choose values of Live at the same time lose none; null takes one out", async () => {
  const path = place();
  const free = { least: null, most: null };
  await changeSettings({ live: { current: { least: 50, most: 200 }, target: free } }, path);
  await Promise.all([
    changeSettings({ live: { current: { least: 60, most: null }, energy: free } }, path),
    changeSettings({ live: { target: null, radiator: free }, digits: 8 }, path),
  ]);
  const { settings } = await readSettings(path);
  expect(settings).toEqual({
    digits: 8,
    live: { current: { least: 60, most: null }, energy: free, radiator: free },
  });
});

test("numbers, times and Live, written by hand: what cannot be used is said", async () => {
  const path = place();
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, '{"digits": 8, "clock": "12h", "live": {"current": {"least": 50}}}');
  expect((await readSettings(path)).settings).toEqual({
    digits: 8,
    clock: "12h",
    live: { current: { least: 50, most: null } },
  });
  for (const [text, said] of [
    ['{"digits": 2}', /“digits”.* is below 3/],
    ['{"digits": 6.5}', /“digits”.* is not a whole number/],
    ['{"grouping": "."}', /“grouping”.* is none of space, comma, none/],
    ['{"clock": 24}', /“clock”.* is none of 24h, 12h/],
    ['{"zone": "CET"}', /“zone”.* is none of local, UTC/],
    ['{"live": ["current"]}', /“live”.*/],
    ['{"live": {"current": 50}}', /“live”.* has a value without limits/],
    ['{"live": {"current": {"least": "50"}}}', /“live”.* has a limit that is no number/],
  ] as const) {
    writeFileSync(path, text);
    const { settings, problems } = await readSettings(path);
    expect(settings, text).toEqual({});
    expect(problems.join(), text).toMatch(said);
  }
});

test("a byte order mark does no harm", async () => {
  const path = place();
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, '\ufeff{"goodRuns":"µ > 1"}');
  expect(await readSettings(path)).toEqual({ path, settings: { goodRuns: "µ > 1" }, problems: [] });
});

test("a setting of another kind is told in words", async () => {
  const path = place();
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, '{"quality": 5, "columns": "status"}');
  const { problems } = await readSettings(path);
  expect(problems).toEqual([
    expect.stringMatching(/^“columns” in “.*” is no list of names\. The/) as string,
    expect.stringMatching(/^“quality” in “.*” is no text\. The/) as string,
  ]);
});

test("a folder in the place of the file is an error, and stays", async () => {
  const path = place();
  mkdirSync(path, { recursive: true });
  await expect(readSettings(path)).rejects.toMatchObject({ code: "bad_input" });
  await expect(changeSettings({ theme: "dark" }, path)).rejects.toMatchObject({ code: "bad_input" });
  expect(readdirSync(join(path, ".."))).toEqual(["settings.json"]);
});

test.each([
  ["no JSON", "{ theme"],
  ["Latin-1", Buffer.from('{"goodRuns":"\xb5"}', "latin1")],
  ["a list", "[]"],
  ["not UTF-8", Buffer.from([0x7b, 0xff, 0x7d])],
])("a broken file is set aside as it is: %s", async (_what, content) => {
  const path = place();
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, content);
  const { settings, problems } = await readSettings(path);
  expect(settings).toEqual({});
  expect(problems).toEqual([expect.stringMatching(/cannot be read: .*usual settings are used/)]);
  expect(existsSync(path)).toBe(false);
  const [aside = ""] = readdirSync(join(path, ".."));
  expect(readFileSync(join(path, "..", aside))).toEqual(Buffer.from(content));
});
