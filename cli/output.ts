/** What is written to the terminal, or to whatever standard output and error are. */
import { once } from "node:events";
import { writeSync } from "node:fs";
import { Socket } from "node:net";
import type { Writable } from "node:stream";
import type { WriteStream } from "node:tty";
import type { Failure } from "../core/api/failure.ts";
import { escapeControls, escapeInJson } from "../core/text/escapeControls.ts";
import { exitCodes } from "./exitCodes.ts";

/** Ends the program quietly when its reader is gone (`rcdb … | head`), and with what is wrong where the output cannot be written whole. */
export function exitOnClosedOutput(): void {
  // Node gives a file each chunk once: what a disk that fills up does not take would be lost without a word.
  const output: Writable = process.stdout;
  if (!(output instanceof Socket)) output._write = writeWhole;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCodes.fine);
    complain(`The output could not be written: ${error.message}`);
    process.exit(exitCodes.unavailable);
  });
}

function writeWhole(chunk: Uint8Array, _encoding: BufferEncoding, done: (error: Error | null) => void): void {
  let failure: Error | null = null;
  try {
    for (let at = 0; at < chunk.length;) at += writeSync(1, chunk, at);
  } catch (thrown) {
    failure = thrown instanceof Error ? thrown : new Error(String(thrown));
  }
  done(failure);
}

/** Writes to standard output; a slow reader is waited for. */
export async function write(chunk: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(chunk)) await once(process.stdout, "drain");
}

/** Writes what the database holds: as it is, but on a terminal with its control characters in visible form. */
export async function writeContent(chunk: string | Uint8Array): Promise<void> {
  const isShown = process.stdout.isTTY && typeof chunk === "string";
  await write(isShown ? escapeControls(chunk, "multi-line") : chunk);
}

/** Writes lines to standard output. */
export async function writeLines(lines: readonly string[]): Promise<void> {
  await write(lines.map((line) => `${line}\n`).join(""));
}

/** Writes a value as JSON, in one line. */
export async function writeJson(value: unknown): Promise<void> {
  await write(`${escapeInJson(JSON.stringify(value))}\n`);
}

/**
 * Writes an answer: as JSON where that was asked for, else as the lines for people, with what is to be remarked
 * on standard error.
 */
export async function answer<T>(
  { json = false }: { readonly json?: boolean },
  value: T,
  lines: (value: T) => readonly string[],
  remarks: readonly string[] = [],
): Promise<void> {
  if (json) return writeJson(value);
  await writeLines(lines(value).map(visibleLine));
  remarks.forEach(remark);
}

/** A line for people with the controls in it visible, but for the styles of `coloured`: they quote names and paths. */
function visibleLine(line: string): string {
  const ofStyles = /(\x1b\[(?:1|22|31|32|36|39)m)/;
  const parts = line.split(ofStyles);
  return parts.map((part, at) => (at % 2 === 1 ? part : escapeControls(part, "multi-line"))).join("");
}

/** Writes an error to standard error. */
export function complain(message: string): void {
  writeMessage(coloured(process.stderr, "red", "rcdb:"), message);
}

/** Writes an error as `{"error": …}` to standard error. */
export function complainInJson(error: Failure): void {
  process.stderr.write(`${escapeInJson(JSON.stringify({ error }))}\n`);
}

/** Writes to standard error what is neither an error nor a part of the output. */
export function remark(message: string): void {
  writeMessage("rcdb:", message);
}

/** A message may quote the database: nothing in it is to control the terminal. */
function writeMessage(name: string, message: string): void {
  process.stderr.write(`${name} ${escapeControls(message, "multi-line")}\n`);
}

/** A heading, bold on a terminal. */
export function heading(text: string): string {
  return coloured(process.stdout, "bold", text);
}

const styles = { bold: [1, 22], red: [31, 39], green: [32, 39], cyan: [36, 39] } as const;
export type Style = keyof typeof styles;

/** The text in a style where the stream is a terminal that has them; `NO_COLOR` and `TERM=dumb` count as not. */
export function coloured(stream: WriteStream, style: Style, text: string): string {
  if (!stream.isTTY || !stream.hasColors()) return text;
  const [begin, end] = styles[style];
  return `\x1b[${begin}m${text}\x1b[${end}m`;
}
