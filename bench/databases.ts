import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import SqliteFile from "better-sqlite3";
import { optimizeDatabase } from "../core/maintenance/optimize.ts";
import { takeCopy } from "../core/copies/takeCopy.ts";
import { openDatabase, openWritableDatabase } from "../core/db/open.ts";
import { writeSample } from "../scripts/sample/write.ts";
import { hashOf } from "../scripts/setup/project.mjs";
import { quiet } from "./line.ts";
import { hundredConditions, writePlainDatabase, type PlainCondition } from "./plainDatabase.ts";
import { startServer, type Server } from "./server.ts";
import { fillServer } from "./serverDatabases.ts";

/**
 * How a file has its conditions: as SQLAlchemy makes them, with the two indexes of a converted copy, with those and
 * SQLite's statistics, or with our own index.
 */
export type Shape = "plain" | "indexed" | "analyzed" | "optimized";

interface Origin {
  readonly shape: Shape;
  readonly change: (path: string) => Promise<void> | void;
}

const origins: Readonly<Record<Exclude<Shape, "plain">, Origin>> = {
  indexed: {
    shape: "plain",
    change: (path) => {
      execute(path, "CREATE INDEX conditions_run_number ON conditions (run_number)");
      execute(path, "CREATE INDEX conditions_condition_type_id ON conditions (condition_type_id)");
    },
  },
  analyzed: { shape: "indexed", change: (path) => execute(path, "ANALYZE") },
  optimized: { shape: "plain", change: optimize },
};

/** The name of an optimized file tells by which statement: the index may become another one. */
const optimized = `optimized-${hashOf(["core/db/ownIndex.ts", "core/db/ownIndexStatement.ts", "core/db/sqlite/upkeep.ts"]).slice(0, 6)}`;

function execute(path: string, statement: string): void {
  const file = new SqliteFile(path);
  file.exec(statement);
  file.close();
}

async function optimize(path: string): Promise<void> {
  const database = await openWritableDatabase(path);
  try {
    await optimizeDatabase(database, { undo: false }, quiet);
  } finally {
    await database.close();
  }
}

/** What decides about the content of the databases: others are made when it changes. */
const generators = [
  "scripts/sample",
  "bench/plainDatabase.ts",
  "bench/serverDatabases.ts",
  "core/db/schema.ts",
  "core/db/sqlite/schema.ts",
  "core/db/mysql/schema.ts",
];

/** Tells people what takes its time. */
export type Report = (text: string) => void;

/** The databases that are measured on: made when they are first asked for, kept for the next time. */
export class Databases {
  readonly runs: number;
  readonly #report: Report;
  readonly #folder: string;
  #server: Promise<Server> | undefined;

  /** They are kept within `folder`; `runs` is the number of runs of the sample. */
  constructor(folder: string, runs: number, report: Report) {
    this.runs = runs;
    this.#report = report;
    this.#folder = join(folder, `${folderName}${hashOf(generators).slice(0, 12)}`);
    removeOthers(folder, this.#folder);
  }

  /** A folder for what is written while measuring. */
  scratch(): string {
    const folder = join(this.#folder, "scratch");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    return folder;
  }

  /** The sample in a file of that shape. */
  sample(shape: Shape): Promise<string> {
    return this.#made(
      `sample-${this.runs}-${shape === "optimized" ? optimized : shape}.sqlite`,
      async (path) => {
        if (shape === "plain") {
          await writeSample({ out: path, runs: this.runs });
          return;
        }
        const { shape: origin, change } = origins[shape];
        copyFileSync(await this.sample(origin), path, constants.COPYFILE_FICLONE);
        await change(path);
      },
    );
  }

  /** A file with runs that all have these conditions. */
  plain(name: string, runs: number, conditions: readonly PlainCondition[]): Promise<string> {
    return this.#made(`${name}-${runs}.sqlite`, (path) => writePlainDatabase(path, runs, conditions));
  }

  /** A file with more conditions than a statement can join tables. */
  wide(): Promise<string> {
    return this.plain("wide", Math.min(this.runs, 5000), hundredConditions);
  }

  /** The same with our own index. */
  wideOptimized(): Promise<string> {
    return this.#made(`wide-${this.runs}-${optimized}.sqlite`, async (path) => {
      copyFileSync(await this.wide(), path, constants.COPYFILE_FICLONE);
      await optimize(path);
    });
  }

  /** A MariaDB of our own with the databases `sample` and `wide`. Throws `NotMeasured` where there is none. */
  server(): Promise<Server> {
    this.#server ??= this.#startServer();
    return this.#server;
  }

  /** A copy of the sample, as `rcdb copy` takes it. */
  copied(): Promise<string> {
    return this.#made(`copied-${this.runs}-${optimized}.sqlite`, async (path) => {
      const database = await openDatabase(await this.sample("plain"));
      const choice = { runs: null, conditions: null, files: "all" } as const;
      await takeCopy(database, { path, choice, replace: true }, quiet);
      await database.close();
    });
  }

  async #startServer(): Promise<Server> {
    const folder = await this.#made(`mariadb-${this.runs}`, async (unfinished) => {
      const server = await startServer(unfinished);
      try {
        await fillServer(server, { sample: await this.sample("plain"), wide: await this.wide() });
      } finally {
        await server.stop();
      }
    });
    return startServer(folder);
  }

  /** Ends the server, if one was asked for and did start. */
  async close(): Promise<void> {
    const [started] = await Promise.allSettled([this.#server]);
    if (started.status === "fulfilled") await started.value?.stop();
  }

  /** What is not finished has another name and is made anew. */
  async #made(name: string, make: (path: string) => Promise<void> | void): Promise<string> {
    const path = join(this.#folder, name);
    if (existsSync(path)) return path;
    this.#report(`making ${name}`);
    const unfinished = `${path}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    await make(unfinished);
    renameSync(unfinished, path);
    return path;
  }
}

const folderName = "rcdb-bench-";

/** Databases of generators that are no more would only fill the disk. */
function removeOthers(folder: string, kept: string): void {
  mkdirSync(kept, { recursive: true });
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name.startsWith(folderName) && path !== kept) rmSync(path, { recursive: true, force: true });
  }
}
