/** The log of a run that the data acquisition CODA writes; docs/updates.md shows one. */
import { RcdbError } from "../../api/failure.ts";
import { quoted } from "../../text/quoted.ts";
import { CodaComponents } from "./codaComponents.ts";
import { lastEvioFile } from "../evioFileNames.ts";
import { baseName, evioIndex, readComment, readInteger, readLargeInteger, readLogTime } from "./codaTexts.ts";
import { readElements, type ElementVisitor } from "./xmlElements.ts";

/** What a run log says. What it does not say is null; times are `YYYY-MM-DD HH:MM:SS`. */
export interface CodaLog {
  readonly runNumber: number;
  readonly runType: string | null;
  readonly session: string | null;
  readonly started: string | null;
  /** Whether there is a `<run-end>`. */
  readonly hasRunEnd: boolean;
  readonly ended: string | null;
  readonly updated: string | null;
  readonly totalEvents: number | string | null;
  /** Name → type. */
  readonly components: Readonly<Record<string, string>> | null;
  /** Name → the numbers of a component by the names of their elements. */
  readonly statistics: Readonly<Record<string, Readonly<Record<string, number | bigint>>>> | null;
  /** The run-time variables: name → value. */
  readonly rtvs: Readonly<Record<string, string>> | null;
  /** Empty where nobody wrote one; null where the log has no place for it yet. */
  readonly comment: string | null;
  /** The path of the run configuration file, and its name without folders. */
  readonly runConfigPath: string | null;
  readonly runConfig: string | null;
  readonly evioLastFile: string | null;
  readonly evioFilesCount: number | null;
  /** What was left out, and why. */
  readonly warnings: readonly string[];
}

/**
 * Reads a run log piece by piece; its size does not matter. Throws `bad_input` where it is not XML, has no `<run-start>`
 * or no run number. A number or a time that is none is left out, with a warning.
 */
export async function readCodaLog(chunks: AsyncIterable<Uint8Array>): Promise<CodaLog> {
  const reader = new CodaLogReader();
  await readElements(chunks, reader);
  return reader.result();
}

const mostWarnings = 100;
const mostVariables = 10_000;
const runConfigVariable = "%(config)";

/** The elements with nothing but a text. */
const textPaths: ReadonlySet<string> = new Set([
  "run-start/run-number",
  "run-start/start-time",
  "run-start/update-time",
  "run-start/total-evt",
  "run-end/end-time",
  "run-end/total-evt",
  "end-comment",
]);
const componentPath = /^run-(?:start|end)\/components\/component\/([^/]+)$/;

class CodaLogReader implements ElementVisitor {
  readonly #texts = new Map<string, { readonly text: string; readonly line: number }>();
  readonly #seen = new Set<string>();
  readonly #warnings: string[] = [];
  #attributes: Readonly<Record<string, string>> = {};
  #components: CodaComponents | null = null;
  /** The last one of all `<components>` so far but the current one. */
  #evioLastFile: string | null = null;
  #variables: Map<string, string> | null = null;

  open(path: string, attributes: Readonly<Record<string, string>>, line: number): boolean {
    switch (path) {
      case "":
        this.#attributes = attributes;
        break;
      case "run-start":
      case "run-end":
        this.#seen.add(path);
        break;
      case "run-start/components":
      case "run-end/components":
        // The second one takes the place of the first, but for the files.
        this.#evioLastFile = this.#lastEvioFile();
        this.#components = new CodaComponents((message) => this.warn(message));
        break;
      case "run-start/components/component":
      case "run-end/components/component":
        this.#components?.begin(attributes, line);
        break;
      case "run-start/rtvs":
        this.#variables = new Map();
        break;
      case "run-start/rtvs/rtv":
        this.#addVariable(attributes, line);
        break;
    }
    return textPaths.has(path) || componentPath.test(path);
  }

  close(path: string, text: string, line: number): void {
    if (textPaths.has(path)) this.#texts.set(path, { text: text.trim(), line });
    const ofComponent = componentPath.exec(path)?.[1];
    if (ofComponent !== undefined) this.#components?.add(ofComponent, text.trim(), line);
  }

  warn(message: string): void {
    if (this.#warnings.length < mostWarnings) this.#warnings.push(message);
    else this.#warnings[mostWarnings] = "There is more in the run log that is left out.";
  }

  result(): CodaLog {
    const runNumber = this.#runNumber();
    const number = (path: string): number | string | null =>
      this.#read(path, readLargeInteger, "an integer of 64 bits");
    const time = (path: string): string | null =>
      this.#read(path, readLogTime, "a time like 02/17/16 13:26:01");
    const runConfigPath = this.#variables?.get(runConfigVariable) ?? null;
    const evioLastFile = this.#lastEvioFile();
    const totalAtStart = number("run-start/total-evt");
    return {
      runNumber,
      runType: this.#attributes["runtype"] ?? null,
      session: this.#attributes["session"] ?? null,
      started: time("run-start/start-time"),
      hasRunEnd: this.#seen.has("run-end"),
      ended: time("run-end/end-time"),
      updated: time("run-start/update-time"),
      totalEvents: number("run-end/total-evt") ?? totalAtStart,
      components: this.#components?.types() ?? null,
      statistics: this.#components?.statistics() ?? null,
      rtvs: this.#variables && Object.fromEntries(this.#variables),
      comment: this.#read("end-comment", readComment, "a comment", ""),
      runConfigPath,
      runConfig: runConfigPath === null ? null : baseName(runConfigPath),
      evioLastFile,
      evioFilesCount: this.#evioFilesCount(evioLastFile, runNumber),
      warnings: this.#warnings,
    };
  }

  #addVariable({ name, value }: Readonly<Record<string, string>>, line: number): void {
    if (!name || value === undefined) {
      this.warn(`Line ${line}: an rtv without a name or a value is left out.`);
    } else if (this.#variables && this.#variables.size >= mostVariables) {
      this.warn(`Line ${line}: there are more than ${mostVariables} rtvs; the others are left out.`);
    } else {
      this.#variables?.set(name, value);
    }
  }

  #runNumber(): number {
    if (!this.#seen.has("run-start")) throw incomplete("It has no <run-start>");
    const found = this.#texts.get("run-start/run-number");
    if (!found) throw incomplete("It has no <run-number>");
    const number = readInteger(found.text);
    if (number !== null && number >= 0) return number;
    throw incomplete(`${quoted(found.text)} in line ${found.line} is not a run number`);
  }

  /** The meaning of an element's text; null where it is not there or `empty`, and, with a warning, where it has none. */
  #read<T>(path: string, read: (text: string) => T | null, kind: string, empty: T | null = null): T | null {
    const found = this.#texts.get(path);
    if (!found) return null;
    if (found.text === "") return empty;
    const value = read(found.text);
    if (value === null) {
      this.warn(`Line ${found.line}: ${quoted(found.text)} is not ${kind}; <${path}> is left out.`);
    }
    return value;
  }

  #lastEvioFile(): string | null {
    const names = this.#components?.evioFiles() ?? [];
    return lastEvioFile(this.#evioLastFile === null ? names : [...names, this.#evioLastFile]);
  }

  #evioFilesCount(lastFile: string | null, run: number): number | null {
    if (lastFile === null) return null;
    const index = evioIndex(lastFile, run);
    if (index !== null) return index + 1;
    this.warn(`${quoted(lastFile)} has no index at its end: evio_files_count is left out.`);
    return null;
  }
}

function incomplete(what: string): RcdbError {
  return new RcdbError(
    "bad_input",
    `This is not a log of a run: ${what}. Nothing was stored. Give the log that CODA wrote for the run.`,
  );
}
