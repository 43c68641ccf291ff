/** The file of the profiles: what is in it, what of it cannot be used, and two programs that write it. */
import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { outcomeOf, type Failure } from "../../../core/api/failure.ts";
import { profileColors, type Profile } from "../../../core/api/profiles.ts";
import { profilesPath, readProfiles } from "../../../core/profiles/profileFile.ts";
import { namedConnection, refuseChanges } from "../../../core/profiles/namedConnection.ts";
import { addProfile, changeProfile, findProfile, removeProfile } from "../../../core/profiles/profiles.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const station: Profile = {
  name: "station",
  color: "red",
  connection: "mysql://shift@db.org/rcdb",
  access: "write",
};
const laptop: Profile = {
  name: "Laptop 2",
  color: "teal",
  connection: "sqlite:////data/a.sqlite",
  access: "read",
};

let path: string;
beforeEach(() => {
  vi.stubEnv("XDG_CONFIG_HOME", temporaryFolder());
  path = profilesPath();
});

function write(content: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    typeof content === "string" || content instanceof Uint8Array ? content : JSON.stringify(content),
  );
}

async function failureOf(work: () => Promise<unknown>): Promise<Failure | null> {
  const outcome = await outcomeOf(work);
  return outcome.ok ? null : outcome.error;
}

describe("profiles are kept", () => {
  test("none at first, then what was added, changed and removed", async () => {
    expect(await readProfiles()).toEqual({ path, profiles: [], problems: [] });
    await addProfile({ ...station, connection: "mysql+pymysql://shift:geheim@db.org:3306/rcdb" });
    await addProfile(laptop);
    expect((await readProfiles()).profiles).toEqual([station, laptop]);
    expect(readFileSync(path, "utf8")).not.toContain("geheim");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await changeProfile("station", { ...station, name: "Halle", color: "blue" });
    expect((await removeProfile("Laptop 2")).profiles).toEqual([
      { ...station, name: "Halle", color: "blue" },
    ]);
  });

  test("others may not read the file, even if they could", async () => {
    write({ profiles: [] });
    chmodSync(path, 0o644);
    await addProfile(station);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test.each<[what: string, work: () => Promise<unknown>, code: string, message: RegExp]>([
    ["a name twice", () => addProfile(station), "already_exists", /profile “station” already/],
    [
      "renamed to another",
      () => changeProfile("Laptop 2", { ...laptop, name: "station" }),
      "already_exists",
      /station/,
    ],
    ["no name", () => addProfile({ ...laptop, name: "" }), "bad_input", /letters, digits/],
    ["an @ in its name", () => addProfile({ ...laptop, name: "@x" }), "bad_input", /letters, digits/],
    [
      "no connection",
      () => addProfile({ ...laptop, name: "x", connection: "mysql://h" }),
      "bad_connection",
      /names no database/,
    ],
    [
      "an unknown kind",
      () => addProfile({ ...laptop, name: "x", connection: "oracle://h/d" }),
      "bad_connection",
      /not supported/,
    ],
    ["one that is not there", () => removeProfile("Station"), "no_such_profile", /Did you mean @station/],
  ])("refused: %s", async (_what, work, code, message) => {
    write({ profiles: [station, laptop] });
    const before = readFileSync(path);
    const failure = await failureOf(work);
    expect(failure?.code).toBe(code);
    expect(failure?.message).toMatch(message);
    expect(readFileSync(path)).toEqual(before);
  });
});

describe("what somebody else has put in the file", () => {
  test.each<[what: string, content: string | Uint8Array, message: RegExp]>([
    ["odd bytes", new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), /not UTF-8/],
    ["half of a file", '{"profiles": [', /not valid JSON/],
    ["nothing", "", /not valid JSON/],
    ["another value", "[]", /no list “profiles”/],
    ["another list", '{"profiles": {}}', /no list “profiles”/],
  ])("%s: told, and never written over", async (_what, content, message) => {
    write(content);
    const before = readFileSync(path);
    for (const work of [readProfiles, () => addProfile(station), () => removeProfile("station")]) {
      expect(await failureOf(work)).toMatchObject({
        code: "bad_input",
        message: expect.stringMatching(message) as string,
      });
    }
    expect(readFileSync(path)).toEqual(before);
  });

  test("what is written by hand need not say colour and access", async () => {
    write({ profiles: [{ name: "by hand", connection: "/data/a.sqlite" }, { name: "nowhere" }] });
    const written = await readProfiles();
    expect(written.profiles).toMatchObject([{ name: "by hand", color: "gray", access: "read" }]);
    expect(written.problems).toEqual([
      expect.stringMatching(/\(nowhere\) cannot be used: it has no connection\./),
    ]);
  });

  test("unknown fields and entries stay, and what cannot be used is told", async () => {
    const entries = [
      { ...station, note: "ask Anna" },
      { ...laptop, color: "ultraviolet" },
      { ...laptop, name: "again", connection: "mysql://u:geheim@h/d" },
      station,
      7,
    ];
    write({ version: 3, profiles: entries });
    const { profiles, problems } = await readProfiles();
    expect(profiles).toEqual([station]);
    expect(problems).toEqual([
      expect.stringMatching(/^Profile 2 \(Laptop 2\) cannot be used: color: /),
      expect.stringMatching(/^Profile 3 \(again\) cannot be used: a password stands in it/),
      expect.stringMatching(/^Profile 4 \(station\) cannot be used: the name stands twice/),
      expect.stringMatching(/^Profile 5 cannot be used: it is no object/),
    ]);
    expect(problems.join()).not.toContain("geheim");
    await changeProfile("station", { ...station, color: "gray" });
    await addProfile({ ...laptop, name: "new" });
    const [first, ...others] = entries;
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({
      version: 3,
      profiles: [{ ...(first as object), color: "gray" }, ...others, { ...laptop, name: "new" }],
    });
  });

  test.each(profileColors)("the colour %s", async (color) => {
    expect((await addProfile({ ...station, color })).profiles).toEqual([{ ...station, color }]);
  });
});

test("two programs that write at once lose nothing", async () => {
  const program = `
    import { addProfile } from ${JSON.stringify(join(process.cwd(), "core/profiles/profiles.ts"))};
    for (let at = 0; at < 4; at++)
      await addProfile({ name: process.argv[1] + at, color: "gray", connection: "sqlite:////a", access: "read" });`;
  const run = promisify(execFile);
  await Promise.all(
    ["a", "b"].map((name) => run("node", ["--import", "tsx", "--input-type=module", "-e", program, name])),
  );
  const { profiles } = await readProfiles();
  expect(profiles.map(({ name }) => name).toSorted()).toEqual([
    "a0",
    "a1",
    "a2",
    "a3",
    "b0",
    "b1",
    "b2",
    "b3",
  ]);
  expect(existsSync(`${path}.lock`)).toBe(false);
});

describe("a connection by its name", () => {
  beforeEach(() => write({ profiles: [station, laptop, { ...laptop, name: "broken", access: "some" }] }));

  test("is the profile's, or the text itself", async () => {
    expect(await namedConnection("@station")).toEqual({ text: station.connection, profile: station });
    expect(await namedConnection(" @Laptop 2 ")).toEqual({ text: laptop.connection, profile: laptop });
    expect(await namedConnection("./@station")).toEqual({ text: "./@station", profile: null });
    expect(await namedConnection("mysql://u@h/d")).toEqual({ text: "mysql://u@h/d", profile: null });
  });

  test.each([
    ["@statoin", /no profile “statoin”. Did you mean @station\?/],
    ["@qqqqqq", /“rcdb profiles” lists them/],
    ["@", /no profile “”/],
    ["@broken", /Profile 3 \(broken\) cannot be used: access/],
  ])("%s", async (text, message) => {
    expect(await failureOf(() => namedConnection(text))).toMatchObject({
      code: "no_such_profile",
      message: expect.stringMatching(message) as string,
    });
  });

  test("that is read-only refuses changes", async () => {
    expect(() => refuseChanges(laptop, "Do this.")).toThrow("The profile “Laptop 2” is read-only. Do this.");
    refuseChanges(await findProfile("station"), "");
    refuseChanges(null, "");
  });
});
