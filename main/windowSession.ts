import { app, dialog, shell, type BrowserWindow } from "electron";
import { createClient, type Client, type Transport } from "../core/api/client.ts";
import { callsByHost } from "../core/api/contract.ts";
import type { WindowHost } from "../core/api/dispatch.ts";
import { exportFileName, exportFormats } from "../core/api/exportFormats.ts";
import { failed, outcomeOf, RcdbError, toFailure, unwrap } from "../core/api/failure.ts";
import type { DatabaseInfo } from "../core/api/database.ts";
import type { Session } from "../core/api/session.ts";
import { Pool } from "../core/process/pool.ts";
import { backends } from "../core/db/backends.ts";
import { parseConnection, withoutPassword, withPassword } from "../core/db/parseConnection.ts";
import { readLink } from "../core/db/openedLink.ts";
import type { Profile } from "../core/api/profiles.ts";
import { namedConnection, refuseChanges } from "../core/profiles/namedConnection.ts";
import { draftHandlers } from "./draftHandlers.ts";
import { settingsHandlers } from "./settingsHandlers.ts";
import type { Passwords } from "./passwords.ts";
import { profileHandlers } from "./profileHandlers.ts";
import { samplePath } from "./sample.ts";
import type { RecentDatabases } from "./recentDatabases.ts";
import { WindowCopies } from "./windowCopies.ts";
import { spawnDatabaseProcess } from "./spawnDatabaseProcess.ts";

/** One holds the result that is looked at, one runs the next query, one exports or stands by. */
const processesPerDatabase = 3;

const howToAllow = "To allow changes edit the profile, from the name of the database or the welcome page.";

const notOpen = failed("not_open", "No database is open. Open one first.");

/** What the program keeps for all its windows. */
export interface Kept {
  readonly recent: RecentDatabases;
  readonly passwords: Passwords;
}

/** What a window has open, and the answers to the calls that are the host's. */
export class WindowSession implements WindowHost {
  readonly #window: BrowserWindow;
  readonly #recent: RecentDatabases;
  readonly #passwords: Passwords;
  /** The files that were written for this window. */
  readonly #saved = new Set<string>();
  readonly #client: Client<typeof callsByHost> = createClient(callsByHost, (...call) => this.call(...call));
  readonly #copies: WindowCopies;
  #link: string | null = null;
  #open:
    | { readonly pool: Pool; readonly database: DatabaseInfo; readonly profile: Profile | null }
    | undefined;
  /** The opening of the database that the window was made for, as people may see its name. */
  readonly #first: { readonly shown: string | null; readonly done: Promise<void> };
  readonly #giveUp = new AbortController();
  #isOpening: boolean;
  #openFailure: Session["openFailure"] = null;

  /** `database` is opened at once, while the page loads. */
  constructor(window: BrowserWindow, { recent, passwords }: Kept, database: string | null) {
    this.#window = window;
    this.#recent = recent;
    this.#copies = new WindowCopies(window, this.#client, passwords, this.#saved);
    this.#passwords = passwords;
    this.handlers = this.#makeHandlers();
    this.#isOpening = database !== null;
    const shown = database === null ? null : withoutPassword(database);
    this.#first = { shown, done: database === null ? Promise.resolve() : this.#openFirst(database) };
  }

  async #openFirst(connection: string): Promise<void> {
    try {
      await this.open(connection, this.#giveUp.signal);
    } catch (thrown) {
      const { code, message } = toFailure(thrown);
      if (code !== "cancelled")
        this.#openFailure = { connection: withoutPassword(connection), code, message };
    }
    this.#isOpening = false;
  }

  readonly handlers: WindowHost["handlers"];

  readonly #makeHandlers = (): WindowHost["handlers"] => ({
    ...profileHandlers(this.#window, this.#passwords),
    ...settingsHandlers(this.#window),
    ...draftHandlers({
      window: this.#window,
      database: () => this.#database(),
      copy: async () => unwrap(await this.#client.readCopy({})).copy,
      saved: this.#saved,
    }),
    openSample: async (_input, { signal }) => this.open(await samplePath(signal), signal),
    readSession: () => {
      const database = this.#open?.database ?? null;
      return {
        host: "desktop",
        version: app.getVersion(),
        database,
        profile: this.#open?.profile ?? null,
        recent: this.#recent.list(),
        opening: this.#isOpening ? this.#first.shown : null,
        openFailure: database === null ? this.#openFailure : null,
      };
    },
    awaitOpening: async (_input, { signal }) => {
      signal.addEventListener("abort", () => this.#giveUp.abort(), { once: true });
      await this.#first.done;
      return {};
    },
    chooseDatabase: async (_input, { signal }) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(this.#window, {
        title: "Open database",
        buttonLabel: "Open database",
        properties: ["openFile"],
        filters: [
          ...backends.flatMap(({ connection: { files } }) =>
            files === null ? [] : { name: files.name, extensions: [...files.extensions] },
          ),
          { name: "All files", extensions: ["*"] },
        ],
      });
      const [path] = filePaths;
      return canceled || path === undefined ? null : this.open(path, signal);
    },
    openDatabase: ({ connection, password, keepPassword }, { signal }) =>
      this.open(connection, signal, password === null ? null : { text: password, isKept: keepPassword }),
    closeDatabase: () => {
      this.close();
      return {};
    },
    forgetRecent: ({ connection }) => this.#recent.forget(connection),
    exportRows: async (request, context) => {
      const { name, extension } = exportFormats[request.format];
      const { canceled, filePath } = await dialog.showSaveDialog(this.#window, {
        title: `Export ${name}`,
        buttonLabel: "Export",
        defaultPath: exportFileName(request.format, request.gzip),
        filters: [{ name, extensions: [request.gzip ? "gz" : extension] }],
      });
      if (canceled || !filePath) return null;
      const options = { signal: context.signal, onProgress: context.report };
      // The dialog has asked whether a file of that name is to be replaced.
      const target = { ...request, path: filePath, replace: true };
      const written = unwrap(await this.#client.writeRows(target, options));
      this.#saved.add(filePath);
      return { ...written, path: filePath, download: null };
    },
    saveCopy: (wanted, context) => this.#copies.save(wanted, context),
    updateOpenCopy: ({ password }, context) => this.#copies.update(password, context),
    checkOpenCopy: ({ password }, context) => this.#copies.check(password, context),
    takeLink: () => {
      const link = this.#link;
      this.#link = null;
      return link === null ? null : readLink(link);
    },
    showSaved: ({ path }) => {
      // Only what was written here: the window does not get to point the file manager anywhere.
      if (!this.#saved.has(path))
        throw new RcdbError("not_allowed", "Only files that were saved here can be shown.");
      shell.showItemInFolder(path);
      return {};
    },
  });

  /** Remembers a file that the window saved as a download: it can be shown. */
  addSaved(path: string): void {
    this.#saved.add(path);
  }

  #database(): DatabaseInfo {
    if (!this.#open) throw new RcdbError("not_open", "No database is open. Open one first.");
    return this.#open.database;
  }

  get generation(): string | null {
    return this.#open?.pool.generation ?? null;
  }

  /**
   * Opens a database, or that of a profile (`@station`), in place of the open one, which stays open if that fails or is cancelled. A
   * typed password of a profile that works is kept.
   */
  async open(
    connection: string,
    signal: AbortSignal,
    typed: { readonly text: string; readonly isKept: boolean } | null = null,
  ): Promise<DatabaseInfo> {
    const { text, profile } = await namedConnection(connection);
    const password = typed?.text ?? (profile && this.#passwords.of(text));
    const opening = password === null ? text : withPassword(parseConnection(text).text, password);
    const opened = unwrap(
      await Pool.open(
        { spawn: spawnDatabaseProcess, size: processesPerDatabase, share: null },
        opening,
        signal,
      ),
    );
    this.close();
    this.#open = { ...opened, profile };
    this.#copies.opened(opened.database, opening);
    if (profile === null) this.#recent.add(opened.database);
    else if (typed !== null) this.#passwords.keep(text, typed.text, typed.isKept);
    if (opened.database.isFile) app.addRecentDocument(opened.database.location);
    return opened.database;
  }

  /** Keeps a link until the page takes it. The page asks people before it opens what the link names. */
  offerLink(link: string): void {
    this.#link = link;
  }

  readonly call: Transport = async (name, input, options) =>
    this.#open ? this.#open.pool.call(name, input, options) : notOpen;

  readonly change: Transport = async (name, input, options) => {
    const open = this.#open;
    if (!open) return notOpen;
    const allowed = await outcomeOf(() => refuseChanges(open.profile, howToAllow));
    return allowed.ok ? open.pool.change(name, input, options) : allowed;
  };

  /** Ends the processes of the open database at once. */
  close(): void {
    this.#giveUp.abort();
    this.#open?.pool.close();
    this.#open = undefined;
  }
}
