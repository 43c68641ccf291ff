/** Profiles on the command line: made, used, changed, tested, and the ways in which a password is given. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { completeBash } from "../../../cli/completion/bash.ts";
import { suggest } from "../../../cli/completion/suggest.ts";
import { createProgram } from "../../../cli/program.ts";
import { mariadb, mariadbPort, sqlite } from "../../support/backends.ts";
import { execute } from "../../support/mariadb.ts";
import { program } from "../../support/programs.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdbHere } from "./command.ts";

const secret = "geheim/ü 7";
let configuration: string;

beforeEach(() => {
  configuration = temporaryFolder();
  vi.stubEnv("XDG_CONFIG_HOME", configuration);
  vi.stubEnv("RCDB_CONNECTION", "");
  vi.stubEnv("RCDB_PASSWORD", undefined);
});

const stored = (): string => readFileSync(join(configuration, "rcdb", "profiles.json"), "utf8");

async function output(...args: string[]): Promise<string> {
  const ended = await rcdbHere(...args);
  expect(ended).toMatchObject({ code: 0, errors: "" });
  return ended.output;
}

const content = {
  types: { event_count: "int" },
  runs: { 7: { conditions: { event_count: 5 } } },
} as const;

/** A database on a server, whose user needs the password; the connection string has none. */
async function protectedDatabase(): Promise<string> {
  const connection = new URL(await mariadb.create(content));
  const user = `${connection.pathname.slice(1)}_p`;
  await execute({ port: mariadbPort() }, [
    `CREATE USER ${user} IDENTIFIED BY '${secret}'`,
    `GRANT ALL ON ${connection.pathname.slice(1)}.* TO ${user}`,
  ]);
  onTestFinished(() => execute({ port: mariadbPort() }, [`DROP USER ${user}`]));
  connection.username = user;
  return connection.href;
}

describe("a profile", () => {
  test("is added, listed, shown, changed, used, exported and removed", async () => {
    const connection = await sqlite.create(content);
    expect((await rcdbHere("profiles")).errors).toMatch(/no profiles. Add one: rcdb profiles add station/);
    await output("profiles", "add", "@station", connection, "--color", "red");
    expect(await output("profiles")).toMatch(/@station\s+red\s+read-only\s+\/.*sqlite/);
    expect(await output("profile", "show", "station")).toMatch(/Changes +read-only\n.*File +\//s);
    expect(await output("-c", "@station", "run", "7", "event_count")).toBe("5\n");
    vi.stubEnv("RCDB_CONNECTION", "@station");
    expect(await output("info", "--json")).toContain('"runs":1');
    await output("profiles", "change", "station", "--name", "hall d", "--color", "blue", "--allow-changes");
    expect(JSON.parse(await output("profiles", "list", "--json"))).toMatchObject({
      profiles: [{ name: "hall d", color: "blue", access: "write" }],
      problems: [],
    });
    expect(await output("profiles", "export", "@hall d")).toMatch(/^sqlite:\/\/\/\//);
    await output("profiles", "rm", "hall d");
    expect((await rcdbHere("info")).errors).toMatch(/no profile “station”. Add it with “rcdb profiles add”/);
  });

  test("that is read-only refuses commands that change something", async () => {
    await output("profiles", "add", "my copy", await sqlite.create(content));
    const add = ["-c", "@my copy", "add", "run", "8"];
    for (const args of [
      add,
      ["-c", "@my copy", "db", "init", "--drop-all", "--confirm"],
      ["watch", "-c", "@my copy", "/none"],
    ]) {
      expect(await rcdbHere(...args)).toEqual({
        code: 2,
        output: "",
        errors:
          "rcdb: The profile “my copy” is read-only. To allow changes: rcdb profiles change 'my copy' --allow-changes\n",
      });
    }
    expect((await rcdbHere("-c", "@my copy", "db", "update", "--dry-run")).code).toBe(0);
    await output("profiles", "change", "my copy", "--allow-changes");
    await output(...add);
    await output("profiles", "change", "my copy", "--read-only");
    expect((await rcdbHere(...add)).code).toBe(2);
  });

  test.each<[args: string[], code: number, message: RegExp]>([
    [["-c", "@statoin", "info"], 2, /no profile “statoin”. Did you mean @station\?/],
    [["profiles", "show", "x"], 2, /no profile “x”. “rcdb profiles” lists them/],
    [["profiles", "add", "station", "a.sqlite"], 2, /profile “station” already/],
    [["profiles", "add", "a/b", "a.sqlite"], 2, /A name has letters/],
    [["profiles", "add", "b", "oracle://h/d"], 2, /not supported/],
    [["profiles", "add", "b", "a.sqlite", "--color", "pink"], 2, /Allowed choices are gray, red/],
    [["profiles", "change", "station", "--read-only", "--allow-changes"], 2, /not both/],
    [["profiles", "import", "b", "/no/such.cnf"], 3, /no file “\/no\/such.cnf”/],
    [["profiles", "ad"], 2, /no command “profiles ad”. Did you mean add/],
  ])("%j", async (args, code, message) => {
    await output("profiles", "add", "station", "mysql://u@h/d");
    const before = stored();
    const ended = await rcdbHere(...args);
    expect(ended.errors).toMatch(message);
    expect(ended.code).toBe(code);
    expect(stored()).toBe(before);
  });

  test("comes from option files and connection strings, without the password", async () => {
    const file = join(temporaryFolder(), "my.cnf");
    writeFileSync(file, `[client]\nhost=h\nuser=u\npassword="${secret}"\n[mysql]\ndatabase=d\n!include x\n`);
    const imported = await rcdbHere("profiles", "import", "a", file);
    expect(imported).toMatchObject({
      code: 0,
      output: "Added the profile @a: mysql://u@h/d\n",
    });
    expect(imported.errors).toMatch(/“!include x” is not followed.*\n.*The password is not taken/);
    const text = `mysql+pymysql://u:${encodeURIComponent(secret)}@h/d?ssl_ca=/ca.pem`;
    expect((await rcdbHere("profiles", "import", "b", text)).errors).toMatch(/password is not taken/);
    expect((await rcdbHere("profiles", "add", "c", text)).errors).toMatch(/password is not taken/);
    expect(stored()).not.toContain("geheim");
    expect(await output("profiles", "export", "b", "--format", "cnf")).toMatch(
      /^\[client\]\nhost = h\nport = 3306\nuser = u\n.*ssl-ca = \/ca.pem\n\[mysql\]\ndatabase = d\n$/s,
    );
  });

  test("is completed", async () => {
    await output("profiles", "add", "station", "mysql://u@h/d");
    await output("profiles", "add", "hall d", await sqlite.create(content));
    const own = createProgram(() => undefined);
    const values = async (...words: string[]) => (await suggest(own, words)).map(({ value }) => value);
    expect(await values("-c", "@")).toEqual(["@station", "@hall d"]);
    expect(await values("-c", "@hall d", "ls", "ev")).toEqual(["event_count"]);
    expect(await values("profiles", "show", "st")).toEqual(["station"]);
    expect(await values("profiles", "te")).toEqual(["test"]);
    expect(await completeBash(own, "rcdb -c @st", " \t\n\"'@><=;|&(:")).toEqual(["station"]);
    mkdirSync(join(configuration, "rcdb"), { recursive: true });
    writeFileSync(join(configuration, "rcdb", "profiles.json"), "{");
    expect(await values("-c", "@")).toEqual([]);
  });
});

/** Somebody at a terminal, who types each of these when it no longer echoes. */
function typing(...texts: readonly string[]): void {
  let at = 0;
  const setRawMode = (isRaw: boolean): void => {
    const text = isRaw ? texts[at++] : undefined;
    if (text !== undefined) setImmediate(() => terminal.write(`${text}\r`));
  };
  const terminal = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode,
  });
  const stdin = vi.spyOn(process, "stdin", "get").mockReturnValue(terminal as never);
  onTestFinished(() => stdin.mockRestore());
}

describe("a password", () => {
  test("by RCDB_PASSWORD, a file, the connection string; and what is said without", async () => {
    const connection = await protectedDatabase();
    await output("profiles", "add", "station", connection, "--allow-changes");
    const info = ["-c", "@station", "info", "--json"];
    expect(await rcdbHere("-c", "@station", "info")).toMatchObject({
      code: 3,
      errors: expect.stringMatching(
        /Login refused.*RCDB_PASSWORD or --password-file, or typed on a terminal/,
      ) as string,
    });
    vi.stubEnv("RCDB_PASSWORD", secret);
    expect(await output(...info)).toContain('"runs":1');
    // Programs that this one starts do not inherit it.
    expect(process.env["RCDB_PASSWORD"]).toBeUndefined();
    // A copy is opened, and then its source.
    const copy = join(temporaryFolder(), "copy.sqlite");
    for (const args of [["@station", copy], [copy], ["--check", copy]]) {
      vi.stubEnv("RCDB_PASSWORD", secret);
      await output("copy", ...args);
    }
    const file = join(temporaryFolder(), "password");
    writeFileSync(file, `${secret}\n`, { mode: 0o600 });
    expect(await output(...info, "--password-file", file)).toContain('"runs":1');
    expect(await output("--password-file", file, "-c", "@station", "add", "run", "8")).toContain("8");
    expect(await output("--password-file", file, "-c", "@station", "db", "update", "--dry-run")).not.toBe("");
    vi.stubEnv("RCDB_PASSWORD", "another");
    expect(await output(...info, "--password-file", file)).toContain('"runs":2');
    const whole = connection.replace("@", `:${encodeURIComponent(secret)}@`);
    vi.stubEnv("RCDB_PASSWORD", "another");
    expect(await output("-c", whole, "info", "--json")).toContain('"runs":2');
    // A server tells nobody of a database that is not theirs.
    const { errors } = await rcdbHere("profiles", "test", `${whole}_none`);
    expect(errors).toMatch(/^rcdb: Database: .*or there is none of that name/);
  });

  test.each<[what: string, content: string | null, mode: number, code: number, message: RegExp]>([
    ["others may read", secret, 0o644, 3, /Others on this computer may read “.*password”.*chmod 600/],
    ["the group may read", secret, 0o640, 3, /chmod 600/],
    ["is empty", "", 0o600, 2, /the password and nothing else/],
    ["has two lines", `${secret}\nx\n`, 0o600, 2, /the password and nothing else/],
    ["is missing", null, 0, 3, /There is no “.*password”/],
  ])("a file of it that %s", async (_what, text, mode, code, message) => {
    const file = join(temporaryFolder(), "password");
    if (text !== null) {
      writeFileSync(file, text);
      chmodSync(file, mode);
    }
    const ended = await rcdbHere("-c", "mysql://u@127.0.0.1:1/d", "info", "--password-file", file);
    expect(ended.errors).toMatch(message);
    expect(ended.errors).not.toContain("geheim");
    expect(ended.code).toBe(code);
  });

  test("a pipe of it", async () => {
    const connection = await protectedDatabase();
    const script = `"$0" "$1" -c "$2" info --json --password-file <(printf %s "$SECRET")`;
    const { stdout, stderr } = spawnSync(
      "bash",
      ["-c", script, process.execPath, program("cli/rcdb"), connection],
      { env: { ...process.env, SECRET: secret }, encoding: "utf8" },
    );
    expect({ stdout, stderr }).toEqual({
      stdout: expect.stringContaining('"runs":1') as string,
      stderr: "",
    });
  });

  test("typed on a terminal, where the server asks: twice wrong, then right", async () => {
    const connection = await protectedDatabase();
    typing("wrong", "wrong again", secret);
    const { errors, code, output: told } = await rcdbHere("-c", connection, "info", "--json");
    expect(told).toContain('"runs":1');
    expect(code).toBe(0);
    expect(errors.match(/Password for .*: /g)).toHaveLength(3);
    expect(errors.match(/The login is refused\./g)).toHaveLength(2);
    expect(errors + told).not.toMatch(/geheim|wrong/);
  });

  test("is never asked for where the server wants none, or cannot be reached", async () => {
    typing();
    expect(await output("-c", await mariadb.create(content), "info", "--json")).toContain('"runs":1');
    expect((await rcdbHere("-c", "mysql://u@127.0.0.1:1/d", "info")).errors).not.toContain("Password");
  });
});

describe("rcdb profiles test names what is wrong", () => {
  const onServer = (rest: string, host = "127.0.0.1"): string =>
    `mysql://root@${host}:${mariadbPort()}/${rest}`;

  test.each<[what: string, connection: () => string | Promise<string>, cause: string]>([
    ["a file that is not there", () => "/no/such.sqlite", "file"],
    ["a file that is another", () => join(process.cwd(), "package.json"), "file"],
    ["a host that is not there", () => "mysql://u@no-such-host.invalid/d", "host"],
    ["a port where nobody listens", () => "mysql://u@127.0.0.1:1/d", "port"],
    ["a socket that is not there", () => "mysql://u@localhost/d?unix_socket=/no/such", "socket"],
    ["a database that is not there", () => onServer("no_such_database"), "database"],
    ["a password that is missing", protectedDatabase, "login"],
    ["a certificate that is not there", () => onServer("d?ssl_ca=/no/ca.pem", "localhost"), "certificate"],
    ["an address for a name", () => onServer("d?ssl=true"), "certificate"],
    ["a certificate that nobody vouches for", () => onServer("d?ssl=true", "localhost"), "certificate"],
    ["a tunnel", () => "mysql://u@localhost/d?ssh=op@no-such-host.invalid", "tunnel"],
    ["another program's database", () => onServer("mysql"), "not-rcdb"],
    [
      "a newer schema",
      () =>
        sqlite.create({
          statements: ["INSERT INTO schema_versions (version) VALUES (99)"],
        }),
      "schema",
    ],
  ])("%s", async (_what, connection, cause) => {
    const text = await connection();
    const named = text.includes("://") ? text : `sqlite:///${text}`;
    const ended = await rcdbHere("profiles", "test", named, "--json");
    expect(JSON.parse(ended.errors || "{}")).toMatchObject({
      error: { detail: { cause } },
    });
    expect(ended.code).toBeGreaterThan(0);
  });

  test("and what works", async () => {
    await output("profiles", "add", "copy", await sqlite.create(content));
    expect(await output("profiles", "test", "copy")).toMatch(/^Works +\/.*Schema version +2\nRuns +1\n$/s);
  });
});
