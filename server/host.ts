import packageFile from "../package.json" with { type: "json" };
import type { Transport } from "../core/api/client.ts";
import type { hostCalls } from "../core/api/contract.ts";
import { dispatchWindowCall, type CallContext, type Handlers } from "../core/api/dispatch.ts";
import { RcdbError, unwrap, type Outcome } from "../core/api/failure.ts";
import type { DatabaseInfo, Exported } from "../core/api/schemas.ts";
import type { Pool } from "../core/process/pool.ts";
import type { Downloads } from "./downloads.ts";

/** Answers all that a page may call: the host's calls itself, the database's by a database process. */
export class Host {
  readonly #pool: Pool;
  readonly #downloads: Downloads;

  constructor(pool: Pool, downloads: Downloads) {
    this.#pool = pool;
    this.#downloads = downloads;
  }

  /** Never rejects. */
  call(name: string, input: unknown, context: CallContext): Promise<Outcome<unknown>> {
    const callDatabase: Transport = (...call) => this.#pool.call(...call);
    return dispatchWindowCall(this.#handlers, callDatabase, name, input, context);
  }

  readonly #handlers: Handlers<typeof hostCalls> = {
    readSession: async (_input, { signal }) => ({
      host: "browser",
      version: packageFile.version,
      // Asked anew: runs are added while a server runs for weeks.
      database: unwrap(await this.#pool.call("describeDatabase", {}, { signal })) as DatabaseInfo,
      recent: [],
      openFailure: null,
    }),
    chooseDatabase: refuseOtherDatabase,
    openDatabase: refuseOtherDatabase,
    closeDatabase: refuseOtherDatabase,
    forgetRecent: () => {
      throw new RcdbError("not_allowed", "The server keeps no list of recent databases.");
    },
    exportRows: async (wish, { signal, report }) => {
      const { token, path } = this.#downloads.reserve();
      const options = { signal, onProgress: report };
      const written = unwrap(await this.#pool.call("writeRows", { ...wish, path }, options)) as Exported;
      this.#downloads.offer(token, wish);
      return { ...written, path: null, download: `download/${token}` };
    },
    changeOwnIndex: () => {
      throw new RcdbError(
        "not_allowed",
        "A browser cannot change the database. Who runs the server can: rcdb -c DATABASE db optimize",
      );
    },
    saveComment: () => {
      throw new RcdbError(
        "not_allowed",
        "A browser cannot change the database. Write the comment in the desktop application.",
      );
    },
    // A browser's links are the addresses of its pages.
    takeLink: () => null,
    showExport: () => {
      throw new RcdbError(
        "not_allowed",
        "A browser cannot show files. Look for the file among its downloads.",
      );
    },
  };
}

function refuseOtherDatabase(): never {
  throw new RcdbError(
    "not_allowed",
    "The server was started for one database. To look at another, start one for it: rcdb -c DATABASE serve",
  );
}
