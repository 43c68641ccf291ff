import type { Argument, Command, Option } from "commander";
import { namesFor, profileNames } from "./names.ts";
import { argumentNames, optionNames } from "./sources.ts";
import type { Suggestion, Wanted } from "./suggestion.ts";

/** Where the last word stands. */
interface Place {
  readonly command: Command;
  /** The option whose value it is. */
  readonly option: Option | null;
  readonly argument: Argument | null;
  readonly mayBeOption: boolean;
  readonly mayBeCommand: boolean;
  readonly connection: string | undefined;
}

/** What the last of the words after `rcdb` may become. Nothing where that is a file, which the shell knows itself. */
export async function suggest(program: Command, words: readonly string[]): Promise<Suggestion[]> {
  const typed = words.at(-1) ?? "";
  const place = placeOfLast(program, words.slice(0, -1));
  const all = await suggestionsAt(place, typed);
  return all.filter(({ value }) => value.startsWith(typed) && !/\p{Cc}/u.test(value));
}

async function suggestionsAt(place: Place, typed: string): Promise<readonly Suggestion[]> {
  const { command, option, argument, connection } = place;
  // Anything else there is a file, which the shell knows.
  if (option?.attributeName() === "connection" && typed.startsWith("@")) {
    return (await profileNames()).map((profile) => ({
      ...profile,
      value: `@${profile.value}`,
    }));
  }
  if (option) return choices(option) ?? namesFor(optionNames[option.attributeName()], typed, connection);
  if (place.mayBeOption && typed.startsWith("-")) return optionsOf(command);
  const commands = place.mayBeCommand ? commandsOf(command) : [];
  if (commands.length > 0 || !argument) return commands;
  return choices(argument) ?? namesFor(sourceOf(command, argument), typed, connection);
}

function placeOfLast(program: Command, words: readonly string[]): Place {
  let command = program;
  let option: Option | null = null;
  let connection: string | undefined;
  let operands = 0;
  let mayBeOption = true;
  for (const word of words) {
    if (option) {
      if (option.attributeName() === "connection") connection = word;
      option = null;
      continue;
    }
    const next = operands === 0 ? command.commands.find((candidate) => candidate.name() === word) : undefined;
    if (mayBeOption && word === "--") mayBeOption = false;
    else if (mayBeOption && word.startsWith("-")) option = optionWithValue(command, word);
    else if (next) command = next;
    else operands += 1;
  }
  const last = command.registeredArguments.at(-1);
  const argument = command.registeredArguments[operands] ?? (last?.variadic ? last : null);
  return {
    command,
    option,
    argument,
    mayBeOption,
    mayBeCommand: operands === 0,
    connection,
  };
}

/** The option of that word where its value is the next word. */
function optionWithValue(command: Command, word: string): Option | null {
  const found = command.options.find(({ long, short }) => word === long || word === short);
  return found?.required ? found : null;
}

function optionsOf(command: Command): Suggestion[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map(({ long, short, description }) => ({
      value: long ?? short ?? "",
      description,
    }));
}

function commandsOf(command: Command): Suggestion[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((own) => ({ value: own.name(), description: own.description() }));
}

function choices({ argChoices }: Argument | Option): Suggestion[] | null {
  return argChoices?.map((value) => ({ value, description: "" })) ?? null;
}

function sourceOf(command: Command, argument: Argument): Wanted | undefined {
  return argumentNames[`${pathOf(command)} ${argument.name()}`];
}

/** `add condition`. */
function pathOf(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${pathOf(parent)} ${command.name()}` : command.name();
}
