/** Reading what the data acquisition writes, without a database. */
import { isUtf8 } from "node:buffer";
import { readCodaLog, type CodaLog } from "../core/updates/coda/codaLog.ts";
import { readRunConfiguration } from "../core/updates/config/runConfiguration.ts";
import { readFileToStore } from "../core/updates/readFileToStore.ts";
import { readRunLog } from "../core/updates/readRunLog.ts";
import { checkType } from "./given.ts";
import { byName } from "./values.ts";

/** The path of a file, or what would stand in it. */
export type Source = string | { readonly content: string | Uint8Array };

export type { CodaLog };

/** A run configuration file: the rows of each section, a row as its words. */
export interface ParsedConfiguration {
  readonly sections: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** What was left out, and why. */
  readonly warnings: readonly string[];
}

/**
 * What a run log of CODA says. Throws `bad_input` for anything else, and `no_such_file`, `no_permission`.
 */
export async function parseCodaLog(source: Source): Promise<CodaLog> {
  checkSource(source);
  if (typeof source !== "string") return readCodaLog(oneChunk(source.content));
  return (await readRunLog({ path: source, readFrom: source }, 0)).log;
}

/** What a run configuration file says, section by section. Throws `no_such_file`, `no_permission` and `too_large`. */
export async function parseRunConfiguration(source: Source): Promise<ParsedConfiguration> {
  checkSource(source);
  const content = typeof source === "string" ? await readFileToStore(source) : source.content;
  const warnings: string[] = [];
  const sections = readRunConfiguration(textOf(content), (warning) => void warnings.push(warning));
  return { sections: byName(sections), warnings };
}

/** Throws `bad_input` for neither a path nor a content. */
function checkSource(source: unknown): void {
  checkType(source, ["string", "object"], "a path, or what would stand in the file", "{ content: “…” }");
  const content = typeof source === "string" ? source : (source as { content?: unknown } | null)?.content;
  if (content instanceof Uint8Array) return;
  checkType(content, ["string"], "the content as a text or as bytes", "{ content: “…” }");
}

// eslint-disable-next-line @typescript-eslint/require-await -- what is there at once where others wait for a disk
async function* oneChunk(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof content === "string" ? Buffer.from(content) : content;
}

function textOf(content: string | Uint8Array): string {
  if (typeof content === "string") return content;
  return Buffer.from(content).toString(isUtf8(content) ? "utf8" : "latin1");
}
