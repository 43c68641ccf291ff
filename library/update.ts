import type { WritableDatabase } from "../core/db/database.ts";
import { RcdbError } from "../core/api/failure.ts";
import { updateReasons, type UpdatePlugin, type UpdateReason } from "../core/updates/plugin.ts";
import { findPlugins } from "../core/updates/registry.ts";
import type { RegisteredPlugin } from "../core/updates/runPlugin.ts";
import { updateAlone } from "../core/updates/updateAlone.ts";
import type { UpdateSummary } from "../core/updates/updateSummary.ts";
import { checkList, checkNamed, checkOptions, checkType } from "./given.ts";

/** The log of a run, or its number for sources that read none. */
export type UpdateSubject = { readonly log: string } | { readonly run: number };

export interface UpdateOptions {
  /** Why it is made: at the run's start, while it goes on, at its end. */
  readonly reason?: UpdateReason;
  /** Names of sources, or ones of your own. */
  readonly plugins?: readonly (string | UpdatePlugin)[];
  /** A file that sets up sources, as `rcdb update --plugins` takes it. */
  readonly configuration?: string;
  /** In place of the run configuration file that the log names. */
  readonly runConfigFile?: string;
  /** A file that keeps updates of this machine apart, in place of one of the database's own. */
  readonly lock?: string;
}

/** Sources that need neither a network nor programs of others. */
const usualPlugins: readonly string[] = ["coda", "config", "roc"];
/** How long one of your own may take, in milliseconds. */
const timeLimit = 60_000;

/** Throws `bad_input` for what does not say of which run, and how, an update is made. */
export function checkUpdate(subject: UpdateSubject, options: UpdateOptions): void {
  checkNamed(subject, "the run log, or the run", "{ log: “run_010340.log” }, { run: 10340 }");
  if ("log" in subject) checkType(subject.log, ["string"], "the path of the run log", "“run_010340.log”");
  checkOptions(options, ["reason", "plugins", "configuration", "runConfigFile", "lock"]);
  const { reason, plugins = [] } = options;
  checkList(plugins, "the sources", "[“coda”, “config”]");
  if (reason === undefined || updateReasons.includes(reason)) return;
  throw new RcdbError(
    "bad_input",
    `“${reason}” is not a reason for an update. Give ${updateReasons.join(", ")}.`,
  );
}

/** Updates a run; null where that was left out for another update's sake. */
export async function updateRun(
  database: WritableDatabase,
  user: string,
  subject: UpdateSubject,
  options: UpdateOptions,
): Promise<UpdateSummary | null> {
  const { reason = null, plugins = usualPlugins, runConfigFile = null, configuration = null } = options;
  const registered = await Promise.all(plugins.map((plugin) => register(plugin, configuration)));
  const request = {
    subject: "log" in subject ? { log: { path: subject.log, readFrom: subject.log } } : subject,
    reason,
    plugins: registered.flat(),
    runConfigFile,
  };
  return updateAlone(database, user, request, options.lock ?? null);
}

async function register(
  plugin: string | UpdatePlugin,
  configuration: string | null,
): Promise<RegisteredPlugin[]> {
  if (typeof plugin === "string") return findPlugins([plugin], configuration);
  return [{ name: plugin.name, timeLimit, load: () => Promise.resolve(plugin) }];
}
