import { RcdbError } from "../api/failure.ts";
import { readCodaLog, type CodaLog } from "./coda/codaLog.ts";
import { explainedReading, streamRegularFile } from "../disk/regularFile.ts";

/** A run log: the path that is stored, and where its bytes are read, which may be a copy of it. */
export interface RunLogFile {
  readonly path: string;
  readonly readFrom: string;
}

export interface ReadRunLog {
  readonly log: CodaLog;
  /** Null where there are more than `mostKept`. */
  readonly content: Uint8Array | null;
}

/**
 * Reads a run log once: what it says, and its bytes, kept up to `mostKept` of them. Throws as `readCodaLog` and `openRegularFile`;
 * the message names the file.
 */
export async function readRunLog({ path, readFrom }: RunLogFile, mostKept: number): Promise<ReadRunLog> {
  const keeper = new Keeper(mostKept);
  const bytes = await streamRegularFile(readFrom);
  try {
    const log = await readCodaLog(keeper.passing(bytes));
    return { log, content: keeper.content() };
  } catch (thrown) {
    const explained = explainedReading(thrown, path);
    if (!(explained instanceof RcdbError) || explained !== thrown) throw explained;
    throw new RcdbError(explained.code, `“${path}”: ${explained.message}`, explained.detail);
  }
}

/** Keeps the bytes that pass, unless they become too many. */
class Keeper {
  readonly #most: number;
  #chunks: Uint8Array[] = [];
  #size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  async *passing(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#size += chunk.byteLength;
      if (this.#size <= this.#most) this.#chunks.push(chunk);
      else this.#chunks = [];
      yield chunk;
    }
  }

  content(): Uint8Array | null {
    return this.#size <= this.#most ? Buffer.concat(this.#chunks) : null;
  }
}
