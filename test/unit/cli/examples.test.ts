/** Every example of the help and of the documents is a command that there is, with options that it has. */
import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { shellWords } from "../../../cli/completion/shellWords.ts";
import { createProgram } from "../../../cli/program.ts";

/** All commands, the program itself among them. */
function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

/** What the help says at its end, where the examples stand. */
function endOfHelp(command: Command): string {
  let text = "";
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text.slice(text.indexOf("\nExamples:"));
}

/** The words after `rcdb` of each line that begins with it, without a comment and what the shell does with the output. */
function examplesIn(text: string): string[][] {
  return text.split("\n").flatMap((line) => {
    const example = /^\s*(?:\$ )?rcdb (.*?)(?: {3,}.*| +#.*| [|<>] .*)?$/.exec(line)?.[1];
    return example === undefined ? [] : [[...shellWords(example).words]];
  });
}

const texts = [
  ...allCommands(createProgram(() => undefined)).map(endOfHelp),
  ...["README.md", "docs/command-line.md"].map((path) => readFileSync(path, "utf8")),
];
const examples = texts.flatMap(examplesIn);

test("there are examples", () => {
  expect(examples.length).toBeGreaterThan(100);
});

test.each(examples.map((words) => [words.join(" "), words] as const))("rcdb %s", async (_text, words) => {
  const problems: string[] = [];
  const program = createProgram((message) => problems.push(message));
  let called = 0;
  for (const command of allCommands(program)) {
    if (command.registeredArguments.length === 0 && command.commands.length > 0)
      command.allowExcessArguments(false);
    command.action(() => {
      called += 1;
    });
  }
  await program.parseAsync(words, { from: "user" });
  expect({ called, problems }).toEqual({ called: 1, problems: [] });
});
