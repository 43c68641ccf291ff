import { dialog, type BrowserWindow } from "electron";
import type { Client } from "../core/api/client.ts";
import type { callsByHost } from "../core/api/contract.ts";
import type { Copied, CopyCheck, CopyChoice, CopyState } from "../core/api/copies.ts";
import type { DatabaseInfo } from "../core/api/database.ts";
import type { CallContext } from "../core/api/dispatch.ts";
import { RcdbError, unwrap, type Outcome } from "../core/api/failure.ts";
import { copyBackend } from "../core/db/backends.ts";
import { parseConnection, withPassword } from "../core/db/parseConnection.ts";
import type { Passwords } from "./passwords.ts";

interface Target {
  readonly path: string;
  readonly choice: CopyChoice;
}

/** The copies of a window: where they are written to, and the passwords of their sources. */
export class WindowCopies {
  readonly #window: BrowserWindow;
  readonly #client: Client<typeof callsByHost>;
  readonly #saved: Set<string>;
  readonly #passwords: Passwords;
  /** Connection strings with what they need, of all that was open in this window, by what a copy says of its source. */
  readonly #known = new Map<string, string>();
  #database: DatabaseInfo | null = null;
  /** Where the last copy of the open database goes, until it is whole. */
  #unfinished: Target | null = null;
  /** The taking that may still be ending after it was cancelled. */
  #taking: Promise<unknown> = Promise.resolve();

  /** `saved` gets the files that are written. */
  constructor(
    window: BrowserWindow,
    client: Client<typeof callsByHost>,
    passwords: Passwords,
    saved: Set<string>,
  ) {
    this.#passwords = passwords;
    this.#window = window;
    this.#client = client;
    this.#saved = saved;
  }

  /** The window has another database open. */
  opened(database: DatabaseInfo, connection: string): void {
    this.#database = database;
    this.#unfinished = null;
    if (parseConnection(connection).text === database.connection)
      this.#known.set(database.connection, connection);
  }

  /** Takes a copy to a file that people choose, or resumes the last one; null where they closed the dialog. */
  async save(
    { choice, resume }: { readonly choice: CopyChoice; readonly resume: boolean },
    context: CallContext,
  ): Promise<Copied | null> {
    if (resume && !this.#unfinished) throw new RcdbError("bad_input", "No copy was interrupted here.");
    const target = resume ? this.#unfinished : await this.#askTarget(choice);
    if (!target) return null;
    this.#unfinished = target;
    await this.#taking;
    const taking = this.#take(target, context);
    this.#taking = taking.catch(() => undefined);
    const copied = await taking;
    this.#unfinished = null;
    this.#saved.add(copied.path);
    return copied;
  }

  async #askTarget(choice: CopyChoice): Promise<Target | null> {
    const { files } = copyBackend().backend.connection;
    const [extension = ""] = files?.extensions ?? [];
    const name = (this.#database?.name ?? "rcdb").replace(/\.[^.]*$/, "");
    const { canceled, filePath } = await dialog.showSaveDialog(this.#window, {
      title: "Take a copy",
      buttonLabel: "Take a copy",
      defaultPath: `${name}-copy.${extension}`,
      filters: [
        ...(files === null ? [] : [{ name: files.name, extensions: [...files.extensions] }]),
        { name: "All files", extensions: ["*"] },
      ],
    });
    return canceled || !filePath ? null : { path: filePath, choice };
  }

  async #take(target: Target, { signal, report }: CallContext): Promise<Copied> {
    const options = { signal, onProgress: report };
    const outcome = await this.#client.takeCopy(target, options);
    // The dialog has asked whether a file of that name is to be replaced; a copy of the same was brought up to date.
    if (!outcome.ok && outcome.error.code === "already_exists")
      return unwrap(await this.#client.takeCopy({ ...target, replace: true }, options));
    return unwrap(outcome);
  }

  /** Brings the open copy up to date; `password` is its source's, null for one that is known or not needed. */
  update(password: string | null, { signal, report }: CallContext): Promise<Copied> {
    return this.#withSource(password, (source) =>
      this.#client.updateCopy({ source }, { signal, onProgress: report }),
    );
  }

  /** Compares the open copy with its source; `password` as in `update`. */
  check(password: string | null, { signal, report }: CallContext): Promise<CopyCheck> {
    return this.#withSource(password, (source) =>
      this.#client.checkCopy({ source }, { signal, onProgress: report }),
    );
  }

  async #withSource<T>(
    password: string | null,
    work: (source: string | null) => Promise<Outcome<T>>,
  ): Promise<T> {
    const { copy } = unwrap(await this.#client.readCopy({}));
    if (copy === null) throw new RcdbError("bad_input", "The open database is not a copy of another one.");
    const result = unwrap(await work(this.#sourceOf(copy, password)));
    if (password !== null) this.#passwords.keep(copy.source, password, false);
    return result;
  }

  /** Its connection string with the password: as typed, as the source was opened in this window, or as it is kept. */
  #sourceOf({ source }: CopyState, typed: string | null): string | null {
    if (typed !== null) return withPassword(source, typed);
    const known = this.#known.get(source);
    if (known !== undefined) return known;
    const kept = this.#passwords.of(source);
    return kept === null ? null : withPassword(source, kept);
  }
}
