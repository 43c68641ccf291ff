/** Completion: what is suggested, and a real bash with the script. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { delimiter, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { completeBash } from "../../../cli/completion/bash.ts";
import { completionScripts } from "../../../cli/completion/scripts.ts";
import { quoted, shellWords, type Quote } from "../../../cli/completion/shellWords.ts";
import { suggest } from "../../../cli/completion/suggest.ts";
import { createProgram } from "../../../cli/program.ts";
import { writeDatabase } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdb, rcdbHere } from "./command.ts";
import { program as bundled } from "../../support/programs.ts";

const program = createProgram(() => undefined);
const breaks = " \t\n\"'@><=;|&(:";

const databaseWithNames = (): string =>
  writeDatabase({
    types: { event_count: "int", event_rate: "float", run_type: "string" },
    statements: [
      "INSERT INTO run_periods (name, run_min, run_max) VALUES ('RunPeriod-2016-02', 1, 10)",
      "INSERT INTO aliases (name, code) VALUES ('mine', 'event_count > 1')",
      "INSERT INTO files (path, sha256, content) VALUES ('/c/a $(touch x) `y`.conf', 'A', ''), ('/c/b.conf', 'B', '')",
      "INSERT INTO condition_types (name, value_type) VALUES ('event\x1b[2J', 'int')",
    ],
  });

test.each<[string[], string[]]>([
  [["se"], ["select", "set", "serve"]],
  [
    ["-c", "DB", "se"],
    ["select", "set", "serve"],
  ],
  [
    ["rp", ""],
    ["list", "add", "update", "rm"],
  ],
  [["rp", "u"], ["update"]],
  [["rp", "rm", "R"], ["RunPeriod-2016-02"]],
  [["-"], ["--version", "--connection", "--password-file", "--json", "--help"]],
  [
    ["select", "--f"],
    ["--format", "--from"],
  ],
  [
    ["select", "--format", ""],
    [
      "table",
      "csv",
      "tsv",
      "json",
      "ndjson",
      "rcdbruns",
      "run-numbers",
      "run-ranges",
      "run-ranges-json",
      "run-array",
    ],
  ],
  [
    ["add", "type", "x", "b"],
    ["bool", "blob"],
  ],
  [
    ["completion", ""],
    ["bash", "zsh", "fish"],
  ],
  [
    ["select", "event"],
    ["event_count", "event_rate"],
  ],
  [["select", "@mi"], ["@mine"]],
  [["select", "@mine and event_r"], ["@mine and event_rate"]],
  [["select", "--", "event_c"], ["event_count"]],
  [
    ["select", "event_count > 1", "event_"],
    ["event_count", "event_rate"],
  ],
  [["select", "", "event_count", "R"], ["RunPeriod-2016-02"]],
  [["select", "", "star"], ["started"]],
  [["select", "--runs", "Run"], ["RunPeriod-2016-02"]],
  [["history", "9", "run"], ["run_type"]],
  [["alias", "rm", ""], ["mine"]],
  [["file", "cat", "/c/b"], ["/c/b.conf"]],
  [["file", "diff", "/c/b"], ["/c/b.conf"]],
  [["run", ""], []],
  [["add", "file", "9", ""], []],
  [["nonsense", ""], []],
  [["-c", "/nowhere", "select", "event"], []],
])("suggestions for %j", async (words, expected) => {
  const database = databaseWithNames();
  const given = words[0] === "-c" ? words : ["-c", database, ...words];
  const suggestions = await suggest(program, given);
  expect(suggestions.map(({ value }) => value)).toEqual(expected);
});

test.each<[string, string[], Quote, string]>([
  ["", [""], "", ""],
  ["rcdb se", ["rcdb", "se"], "", "se"],
  ["rcdb  se ", ["rcdb", "se", ""], "", ""],
  ['rcdb "a b', ["rcdb", "a b"], '"', '"a b'],
  ['rcdb "a b" ', ["rcdb", "a b", ""], "", ""],
  ["rcdb 'a \\", ["rcdb", "a \\"], "'", "'a \\"],
  ['rcdb "a\\"b\\n', ["rcdb", 'a"b\\n'], '"', '"a\\"b\\n'],
  ["rcdb a\\ b", ["rcdb", "a b"], "", "a\\ b"],
  ['rcdb "" x', ["rcdb", "", "x"], "", "x"],
])("the words of %j", (line, words, quote, raw) => {
  expect(shellWords(line)).toEqual({ words, quote, raw });
});

test.each<Quote>(["", "'", '"'])("bash reads what is quoted by %j as itself", (quote) => {
  const text = "a b\"c'd\\e $(echo x) `y` é*?[z]{1,2}~#&;|<>!";
  const read = execFileSync("bash", ["-c", `printf %s ${quote}${quoted(text, quote)}${quote}`]);
  expect(read.toString()).toBe(text);
});

test.each<[string, string[]]>([
  ["rcdb -c DB select @mi", ["mine"]],
  ["rcdb -c DB select 'event_count > 1 and event_r", ["event_count > 1 and event_rate"]],
  ["rcdb -c DB file cat /c/a", ["/c/a\\ \\$\\(touch\\ x\\)\\ \\`y\\`.conf"]],
  ['rcdb -c DB file cat "/c/a', ["/c/a \\$(touch x) \\`y\\`.conf"]],
])("what bash puts in for %s", async (line, expected) => {
  expect(await completeBash(program, line.replace("DB", databaseWithNames()), breaks)).toEqual(expected);
});

describe("in bash", () => {
  /** A folder with `rcdb` in it as a program. */
  function folderWithProgram(): string {
    const folder = temporaryFolder();
    const path = join(folder, "rcdb");
    writeFileSync(path, `#!/bin/sh\nexec "${process.execPath}" "${bundled("cli/rcdb")}" "$@"\n`, {
      mode: 0o755,
    });
    return folder;
  }

  test.each<[string, string[]]>([
    ["rcdb sel", ["select"]],
    ["rcdb select @mi", ["mine"]],
    ['rcdb select "@mine and event_r', ["@mine and event_rate"]],
    ["rcdb run ", []],
  ])("%s", (line, expected) => {
    const program = `
      source <(rcdb completion bash)
      complete -p rcdb >&2
      COMP_LINE=$LINE COMP_POINT=\${#LINE} COMP_WORDBREAKS=$' \\t\\n"\\'@><=;|&(:'
      _rcdb rcdb
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const env = {
      ...process.env,
      PATH: [folderWithProgram(), process.env["PATH"]].join(delimiter),
      RCDB_CONNECTION: databaseWithNames(),
      LINE: line,
    };
    const complete = () =>
      execFileSync("bash", ["--norc", "-c", program], {
        env,
        stdio: ["ignore", "pipe", "pipe"],
        encoding: "utf8",
      });
    const wanted = `${expected.join("\n")}\n`;
    let output = complete();
    // It gives up after two seconds, which on a busy machine its start may take.
    for (let tries = 1; tries < 20 && output !== wanted; tries++) output = complete();
    expect(output).toBe(wanted);
  });
});

test("what the scripts for zsh and fish ask for", async () => {
  const ended = await rcdbHere(
    "complete",
    "words",
    "--",
    "-c",
    databaseWithNames(),
    "select",
    "--",
    "event_c",
  );
  expect(ended).toEqual({
    code: 0,
    output: "event_count\tabout event_count\n",
    errors: "",
  });
  const options = await rcdbHere("complete", "words", "--", "select", "--f");
  expect(options.output).toMatch(/^--format\t.+\n--from\t.+\n$/);
});

test("a server that does not answer holds up nobody for long", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  // Since it asked the server: on a busy machine a program may take seconds to start.
  let asked = Infinity;
  server.once("connection", () => (asked = performance.now()));
  // It gives up after two seconds: where its start took them, it has not come to the server.
  for (let tries = 0; tries < 10 && sockets.size === 0; tries++) {
    const ended = await rcdb([
      "complete",
      "words",
      "--",
      "-c",
      `mysql://me@127.0.0.1:${port}/rcdb`,
      "select",
      "e",
    ]);
    expect(ended).toEqual({ code: 0, output: "", errors: "" });
  }
  expect(sockets.size).toBe(1);
  expect(performance.now() - asked).toBeLessThan(60_000);
});

test.each<[keyof typeof completionScripts, RegExp[]]>([
  [
    "zsh",
    [/^#compdef rcdb\n/, /rcdb complete words -- "\$\{\(@Q\)words\[2,CURRENT\]\}"/, /\ncompdef _rcdb rcdb$/],
  ],
  [
    "fish",
    [/rcdb complete words -- \$words\[2\.\.\] "\$current"/, /\ncomplete -c rcdb -a '\(__rcdb_complete\)'$/],
  ],
])("the script for %s", (shell, patterns) => {
  for (const pattern of patterns) expect(completionScripts[shell]).toMatch(pattern);
});
