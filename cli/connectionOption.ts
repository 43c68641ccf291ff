import type { Command } from "commander";

interface ConnectionOptions {
  readonly connection?: string;
  readonly passwordFile?: string;
}

/** What is given for an option after the command or before it. */
export function connectionOption(command: Command, name: keyof ConnectionOptions): string | undefined {
  return (
    command.opts<ConnectionOptions>()[name] ??
    (command.parent ? connectionOption(command.parent, name) : undefined)
  );
}
