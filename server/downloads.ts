import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { open, rm, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { faultOf } from "../core/disk/faults.ts";
import type { ExportFormat } from "../core/api/exportFormats.ts";

/** How long a file waits to be fetched, in milliseconds. */
const lifetime = 10 * 60_000;

/** How a file is written. */
export interface FileForm {
  readonly format: ExportFormat;
  readonly gzip: boolean;
}

/** Files that a browser may fetch once, in a folder that only this user can look into. */
export class Downloads {
  /** Made for the first file: most servers never have one. */
  #folder: string | undefined;
  readonly #offers = new Map<string, { readonly form: FileForm; readonly expiry: NodeJS.Timeout }>();

  /** A name that cannot be guessed for a new file, and where to write it. */
  reserve(): { token: string; path: string } {
    const token = randomBytes(24).toString("base64url");
    // A server may run for longer than what stands in a temporary folder.
    if (this.#folder !== undefined && !existsSync(this.#folder)) this.#folder = undefined;
    return { token, path: this.#pathOf(token) };
  }

  /** Lets the file of a token be fetched: once, and for ten minutes. */
  offer(token: string, form: FileForm): void {
    const expire = (): void => {
      this.#offers.delete(token);
      void rm(this.#pathOf(token), { force: true });
    };
    this.#offers.set(token, { form, expiry: setTimeout(expire, lifetime).unref() });
  }

  /** The file of a token, opened and already deleted by name; undefined where there is none (any more). */
  async take(token: string): Promise<{ file: FileHandle; form: FileForm } | undefined> {
    // Only tokens of files on offer become a path.
    const offer = this.#offers.get(token);
    if (offer === undefined) return undefined;
    clearTimeout(offer.expiry);
    this.#offers.delete(token);
    const path = this.#pathOf(token);
    const file = await open(path).catch((thrown: unknown) => {
      // Systems clean their temporary folders.
      if (faultOf(thrown) === "missing") return undefined;
      throw thrown;
    });
    if (file === undefined) return undefined;
    await rm(path, { force: true });
    return { file, form: offer.form };
  }

  /** Deletes what is left. */
  close(): void {
    for (const { expiry } of this.#offers.values()) clearTimeout(expiry);
    this.#offers.clear();
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }

  #pathOf(token: string): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), "rcdb-downloads-"));
    return join(this.#folder, token);
  }
}
