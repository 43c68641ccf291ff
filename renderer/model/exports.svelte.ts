import type { WindowClient } from "../client/client.ts";
import { exportFileName, type ExportFormat } from "../../core/api/exportFormats.ts";
import type { Failure } from "../../core/api/failure.ts";
import type { SavedExport } from "../../core/api/export.ts";
import type { Progress } from "../../core/api/call.ts";
import type { RunSearch } from "./search.svelte.ts";

export type ExportJob =
  | { readonly state: "running"; readonly progress: Progress | null }
  | { readonly state: "saved"; readonly saved: SavedExport }
  | { readonly state: "failed"; readonly failure: Failure };

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
  #controller: AbortController | null = null;

  constructor(client: WindowClient, search: RunSearch) {
    this.#client = client;
    this.#search = search;
  }

  get isPossible(): boolean {
    return this.#search.held !== null && !this.#search.work && this.job?.state !== "running";
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
    this.job = { state: "running", progress: null };
    const onProgress = (progress: Progress) => {
      if (this.#controller === controller) this.job = { state: "running", progress };
    };
    const outcome = await this.#search.ask((result) =>
      this.#client.exportRows(
        { result, format, gzip, bom, safe, runs: runs && [...runs], columns: [...columns] },
        { signal: controller.signal, onProgress },
      ),
    );
    if (this.#controller !== controller) return;
    this.#controller = null;
    if (!outcome.ok) {
      this.job = outcome.error.code === "cancelled" ? null : { state: "failed", failure: outcome.error };
      return;
    }
    // Null: the dialog was closed without a choice.
    this.job = outcome.value && { state: "saved", saved: outcome.value };
    if (outcome.value?.download) download(outcome.value.download, exportFileName(format, gzip));
  }

  cancel(): void {
    this.#controller?.abort();
  }

  dismiss(): void {
    this.job = null;
  }

  async showFile(path: string): Promise<void> {
    const outcome = await this.#client.showSaved({ path });
    if (!outcome.ok) this.job = { state: "failed", failure: outcome.error };
  }
}

function download(address: string, name: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}
