import type { Failure } from "../../core/api/failure.ts";
import type { WindowClient } from "../client/client.ts";
import { formatCount, formatInteger } from "../lib/format.ts";
import { copyTelling } from "../lib/copyText.ts";
import { saveFile } from "../lib/saveFile.ts";
import { writeLog, type LogFormat } from "./logExport.ts";
import { MOST_EXPORTED, readAllLog, type LogQuestion } from "./logReader.svelte.ts";

/** Writes all records that fit a question, as a file or to the clipboard; a new export ends the one before. */
export class LogExporter {
  /** How many records are read; null while nothing is exported. */
  records = $state<number | null>(null);
  /** What became of the last one, in words. */
  told = $state<string | null>(null);
  failure = $state.raw<Failure | null>(null);

  readonly #client: WindowClient;
  #controller: AbortController | null = null;

  constructor(client: WindowClient) {
    this.#client = client;
  }

  async export(
    question: LogQuestion,
    format: LogFormat,
    target: "file" | "clipboard",
    safe: boolean,
  ): Promise<void> {
    this.cancel();
    const controller = new AbortController();
    this.#controller = controller;
    this.records = 0;
    this.told = null;
    this.failure = null;
    const read = await readAllLog(this.#client, question, controller.signal, (records) => {
      if (this.#controller === controller) this.records = records;
    });
    if (this.#controller !== controller || !read) return;
    this.cancel();
    if ("code" in read) {
      this.failure = read;
      return;
    }
    const text = writeLog(read.records, format, safe);
    const count = formatCount(read.records.length, "record");
    const cut = read.isComplete ? "" : `, the newest of more than ${formatInteger(MOST_EXPORTED)}`;
    if (target === "clipboard") {
      this.told = copyTelling(text, `${count} copied${cut}`);
    } else {
      saveFile(`log.${format}`, text, format === "csv" ? "text/csv" : "text/tab-separated-values");
      this.told = `${count} written${cut}`;
    }
  }

  /** Ends what is under way. */
  cancel(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.records = null;
  }
}
