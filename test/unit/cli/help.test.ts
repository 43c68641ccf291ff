import type { Command } from "commander";
import { expect, test } from "vitest";
import { argumentNames, optionNames } from "../../../cli/completion/sources.ts";
import { createProgram } from "../../../cli/program.ts";
import { rcdbHere } from "./command.ts";

const program = createProgram(() => undefined);

/** A command and all beneath it that the help shows, each with the words that call it. */
function commandsBeneath(command: Command, path: readonly string[] = []): [string, Command][] {
  const own = command
    .createHelp()
    .visibleCommands(command)
    .filter((child) => child.name() !== "help");
  return own.flatMap((child) => {
    const words = [...path, child.name()];
    return [[words.join(" "), child] as [string, Command], ...commandsBeneath(child, words)];
  });
}
const commands = commandsBeneath(program);
const leaves = commands.filter(([, command]) => command.commands.length === 0);

test("the commands", () => {
  expect(leaves.map(([path]) => path).sort()).toEqual(
    [
      [
        "info",
        "ls",
        "run",
        "select",
        "cuts",
        "why",
        "export",
        "totals",
        "ranges",
        "compare",
        "history",
        "log",
        "serve",
        "completion",
      ],
      ["update", "watch", "copy"],
      ["list", "show", "add", "change", "remove", "import", "export", "test"].map(
        (name) => `profiles ${name}`,
      ),
      [
        "report",
        "file versions",
        "file attach",
        "file cat",
        "file detach",
        "file diff",
        "file runs",
        "file search",
      ],
      ["save", "show", "check", "diff", "and", "or", "minus"].map((name) => `list ${name}`),
      ["rp list", "rp add", "rp update", "rp rm", "alias list", "alias test", "alias add", "alias rm"],
      ["add run", "add type", "add condition", "add file", "add runs", "rm condition"],
      ["type show", "type change", "type rm", "set", "undo", "changes add", "changes show", "changes apply"],
      [
        "db init",
        "db update",
        "db check",
        "db optimize",
        "repair duplicates",
        "repair evio-files",
        "repair schema",
      ],
    ]
      .flat()
      .sort(),
  );
});

test.each(commands)("“rcdb %s --help” says what it does and teaches by examples", async (path, command) => {
  const { code, output, errors } = await rcdbHere(...path.split(" "), "--help");
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  // The help breaks lines.
  expect(output.replace(/\s+/g, " ")).toContain(command.description());
  const examples = output.slice(output.indexOf("\nExamples:\n"));
  expect(examples).toMatch(new RegExp(`^ {2}.*\\brcdb .*${path}`, "m"));
});

test.each(leaves)("“rcdb %s” answers in JSON, and describes every option and argument", (_path, command) => {
  expect(command.options.map(({ long }) => long)).toContain("--json");
  expect(command.options.filter(({ description }) => description === "")).toEqual([]);
  expect(command.registeredArguments.filter(({ description }) => description === "")).toEqual([]);
});

/** The verbs of the descriptions, in the imperative. */
const verbs = new Set(
  (
    "Add Apply Attach Change Check Compare Copy Create Detach Export Import List Migrate Print Remove Repair Save Search Select Serve Set Show Sum Test Undo Update " +
    "Watch Write"
  ).split(" "),
);

test.each(commands)("the description of “rcdb %s” begins with a verb in the imperative", (_path, command) => {
  expect(verbs).toContain(command.description().split(/\W/)[0]);
  expect(command.description()).not.toMatch(/\.$/);
});

test.each([
  ["run", /^Show a run\b/],
  ["select", /^Select runs\b/],
  ["ls", /^List the condition types$/],
  ["info", /^Show the database\b/],
])("the description of “rcdb %s”", (path, description) => {
  expect(new Map(commands).get(path)?.description()).toMatch(description);
});

test("the help of the program names the exit codes", async () => {
  const { output } = await rcdbHere("--help");
  expect(output).toMatch(/0 fine; 1 a defect of rcdb; 2 .*; 3 .*; 130 ended by Ctrl-C/s);
});

test("completion knows only arguments and options that there are", () => {
  const named = leaves.flatMap(([path, command]) =>
    command.registeredArguments.map((argument) => `${path} ${argument.name()}`),
  );
  const options = leaves.flatMap(([, command]) => command.options.map((option) => option.attributeName()));
  expect(named).toEqual(expect.arrayContaining(Object.keys(argumentNames)));
  expect(options).toEqual(expect.arrayContaining(Object.keys(optionNames)));
});
