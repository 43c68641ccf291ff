import packageFile from "../package.json" with { type: "json" };
import { createClient, type Client, type Transport } from "../core/api/client.ts";
import { callsByHost } from "../core/api/contract.ts";
import type { WindowHost } from "../core/api/dispatch.ts";
import { failed, RcdbError, unwrap } from "../core/api/failure.ts";
import type { Pool } from "../core/process/pool.ts";
import type { Downloads } from "./downloads.ts";
import { sharedSearches } from "./sharedSearches.ts";
import { visitorsReports } from "./visitorsReports.ts";

/** Answers all that a page may call: the host's calls itself, the database's by a database process. */
export class Host implements WindowHost {
  readonly #pool: Pool;
  readonly #client: Client<typeof callsByHost>;
  readonly #downloads: Downloads;

  constructor(pool: Pool, downloads: Downloads) {
    this.#pool = pool;
    this.#client = createClient(callsByHost, this.call);
    this.#downloads = downloads;
  }

  get generation(): string {
    return this.#pool.generation;
  }

  /** A call of the database; searches are shared by all who ask for the same. */
  readonly call: Transport = visitorsReports(
    sharedSearches(
      (...call) => this.#pool.call(...call),
      async (signal) =>
        JSON.stringify(await this.#pool.call("readNewest", { after: null }, signal ? { signal } : {})),
    ),
  );

  readonly change: Transport = () =>
    Promise.resolve(
      failed(
        "not_allowed",
        "A browser cannot change the database. Do it in the desktop application, or with the command line.",
      ),
    );

  readonly handlers: WindowHost["handlers"] = {
    readSession: async (_input, { signal }) => ({
      host: "browser",
      version: packageFile.version,
      // Asked anew: runs are added while a server runs for weeks.
      database: unwrap(await this.#client.describeDatabase({}, { signal })),
      profile: null,
      recent: [],
      opening: null,
      openFailure: null,
    }),
    awaitOpening: () => ({}),
    chooseDatabase: refuseOtherDatabase,
    openDatabase: refuseOtherDatabase,
    closeDatabase: refuseOtherDatabase,
    forgetRecent: () => {
      throw new RcdbError("not_allowed", "The server keeps no list of recent databases.");
    },
    exportRows: async (request, { signal, report }) => {
      const { token, path } = this.#downloads.reserve();
      const options = { signal, onProgress: report };
      const written = unwrap(await this.#client.writeRows({ ...request, path }, options));
      this.#downloads.offer(token, request);
      return { ...written, path: null, download: `download/${token}` };
    },
    saveCopy: refuseCopies,
    updateOpenCopy: refuseCopies,
    checkOpenCopy: refuseCopies,
    postReport: refuseSettings,
    readSettings: refuseSettings,
    keepSettings: refuseSettings,
    readDraft: () => ({ draft: null, others: 0 }),
    keepDraft: refuseDrafts,
    saveChangeFile: refuseDrafts,
    openChangeFile: refuseDrafts,
    // A browser's links are the addresses of its pages.
    takeLink: () => null,
    listProfiles: refuseProfiles,
    saveProfile: refuseProfiles,
    removeProfile: refuseProfiles,
    testConnection: refuseProfiles,
    importConnection: refuseProfiles,
    exportConnection: refuseProfiles,
    chooseFile: refuseProfiles,
    openSample: refuseOtherDatabase,
    showSaved: () => {
      throw new RcdbError(
        "not_allowed",
        "A browser cannot show files. Look for the file among its downloads.",
      );
    },
  };
}

function refuseProfiles(): never {
  throw new RcdbError(
    "not_allowed",
    "A browser has no profiles. They are for the desktop application and the command line: rcdb profiles",
  );
}

function refuseOtherDatabase(): never {
  throw new RcdbError(
    "not_allowed",
    "The server was started for one database. To look at another, start one for it: rcdb -c DATABASE serve",
  );
}

function refuseCopies(): never {
  throw new RcdbError(
    "not_allowed",
    "Copies are taken and updated in the desktop application, or with the command line: rcdb copy SOURCE TARGET",
  );
}

function refuseSettings(): never {
  throw new RcdbError("not_allowed", "A server has no settings of its visitors: the browser keeps them.");
}

function refuseDrafts(): never {
  throw new RcdbError(
    "not_allowed",
    "A browser keeps no changes. Edit in the desktop application, or with the command line.",
  );
}
