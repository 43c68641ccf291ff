/** What is written to the terminal, or to whatever standard output and error are. */
import { once } from "node:events";
import type { WriteStream } from "node:tty";
import { escapeControls } from "./escapeControls.ts";
import { exitCodes } from "./commandError.ts";

/** Ends the program quietly when its reader is gone (`rcdb … | head`). */
export function exitOnClosedOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCodes.fine);
    complain(`The output could not be written: ${error.message}`);
    process.exit(exitCodes.badInput);
  });
}

/** Writes to standard output; a slow reader is waited for. */
export async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
}

/** Writes an error to standard error. */
export function complain(message: string): void {
  writeMessage(hasColours(process.stderr) ? "\x1b[31mrcdb:\x1b[39m" : "rcdb:", message);
}

/** Writes to standard error what is no error and no part of the output. */
export function remark(message: string): void {
  writeMessage("rcdb:", message);
}

/** A message may quote the database: nothing in it is to control the terminal. */
function writeMessage(name: string, message: string): void {
  process.stderr.write(`${name} ${escapeControls(message, "multi-line")}\n`);
}

/** A heading, bold on a terminal. */
export function heading(text: string): string {
  return hasColours(process.stdout) ? `\x1b[1m${text}\x1b[22m` : text;
}

/** Only on terminals that have them; `NO_COLOR` and `TERM=dumb` count as not having them. */
function hasColours(stream: WriteStream): boolean {
  return stream.isTTY && stream.hasColors();
}
