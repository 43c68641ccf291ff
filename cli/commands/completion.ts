import { Argument, type Command } from "commander";
import { addCommand, type CommonOptions } from "../addCommand.ts";
import { answer, writeLines } from "../output.ts";
import { completionScripts, type Shell } from "../completion/scripts.ts";

const shells = Object.keys(completionScripts) as Shell[];

/** `rcdb completion`: a script that has a shell complete the words of `rcdb`; and what that script calls. */
export function addCompletionCommands(program: Command): void {
  addCommand(program, {
    usage: "completion",
    description:
      "Print a script for the shell, with which Tab completes commands, options and names in the database",
    help: `  source <(rcdb completion bash)                                    in ~/.bashrc
  source <(rcdb completion zsh)                                     in ~/.zshrc, after compinit
  rcdb completion fish > ~/.config/fish/completions/rcdb.fish

Names of conditions, aliases, run periods and files come from the database of -c or RCDB_CONNECTION.`,
  })
    .addArgument(new Argument("<shell>", "which shell").choices(shells))
    .action((shell: Shell, options: CommonOptions) => {
      const script = completionScripts[shell];
      return answer(options, { shell, script }, () => [script]);
    });
  const complete = program.command("complete", { hidden: true }).description("Answer the script of a shell");
  complete
    .command("bash")
    .argument("<line>", "the line up to the cursor")
    .argument("<breaks>", "COMP_WORDBREAKS")
    .action(async (line: string, breaks: string) => {
      const { completeBash } = await import("../completion/bash.ts");
      await writeLines(await completeBash(program, line, breaks));
    });
  complete
    .command("words")
    .argument("[words...]", "the words after rcdb; the last is to be completed")
    .action(async (words: string[]) => {
      const { suggest } = await import("../completion/suggest.ts");
      const suggestions = await suggest(program, words);
      await writeLines(suggestions.map(({ value, description }) => `${value}\t${description}`));
    });
}
