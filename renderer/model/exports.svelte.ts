import type { WindowClient } from "../client/client.ts";
import { exportFileName, type ExportFormat } from "../../core/api/exportFormats.ts";
import type { Progress } from "../../core/api/call.ts";
import { savedExportText } from "../lib/savedText.ts";
import type { Notes } from "./notes.svelte.ts";
import type { RunSearch } from "./search.svelte.ts";

/** An export that runs. */
export interface ExportJob {
  readonly progress: Progress | null;
}

/** What is to be written, and how. */
export interface ExportRequest {
  readonly format: ExportFormat;
  readonly gzip: boolean;
  /** Whether a byte order mark comes first, for Excel. */
  readonly bom: boolean;
  /** Whether texts are kept from being formulas. */
  readonly safe: boolean;
  /** Only these runs; null for all of the result. */
  readonly runs: readonly number[] | null;
  /** In the order of the table. */
  readonly columns: readonly string[];
}

/** The export of the result that is shown: one at a time. */
export class Exports {
  job = $state.raw<ExportJob | null>(null);
  /** Whether people are being asked what to write; `onlyMarked` is what they most likely want. */
  asking = $state.raw<{ readonly onlyMarked: boolean } | null>(null);

  readonly #client: WindowClient;
  readonly #search: RunSearch;
  readonly #notes: Notes;
  #controller: AbortController | null = null;

  constructor(client: WindowClient, search: RunSearch, notes: Notes) {
    this.#client = client;
    this.#search = search;
    this.#notes = notes;
  }

  get isPossible(): boolean {
    return this.#search.held !== null && !this.#search.work && this.job === null;
  }

  /** Asks people which rows are to be written, and in which format. */
  ask(onlyMarked = false): void {
    if (this.isPossible) this.asking = { onlyMarked };
  }

  /** Writes rows of the result: to a file people choose, or to a download. */
  async start({ format, gzip, bom, safe, runs, columns }: ExportRequest): Promise<void> {
    if (!this.isPossible) return;
    const controller = new AbortController();
    this.#controller = controller;
    this.job = { progress: null };
    const onProgress = (progress: Progress) => {
      if (this.#controller === controller) this.job = { progress };
    };
    const outcome = await this.#search.ask((result) =>
      this.#client.exportRows(
        { result, format, gzip, bom, safe, runs: runs && [...runs], columns: [...columns] },
        { signal: controller.signal, onProgress },
      ),
    );
    if (this.#controller !== controller) return;
    this.#controller = null;
    this.job = null;
    if (!outcome.ok) {
      if (outcome.error.code !== "cancelled") this.#notes.tellFailure(outcome.error.message);
      return;
    }
    // Null: the dialog was closed without a choice.
    if (outcome.value) this.#notes.tell(savedExportText(outcome.value), outcome.value.path);
    if (outcome.value?.download) download(outcome.value.download, exportFileName(format, gzip));
  }

  cancel(): void {
    this.#controller?.abort();
  }

  async showFile(path: string): Promise<void> {
    const outcome = await this.#client.showSaved({ path });
    if (!outcome.ok) this.#notes.tellFailure(outcome.error.message);
  }
}

function download(address: string, name: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}
