/** What an update would store: nothing is changed, and no lock is taken. */
import { newestByKey } from "../conditions/newest.ts";
import type { ConditionType } from "../api/catalogue.ts";
import type { Cell } from "../api/values.ts";
import type { Database } from "../db/database.ts";
import { explained } from "../db/explainErrors.ts";
import { shownTime, wallClockTime } from "../time/times.ts";
import { checkNewConditionType, readTypesByName } from "../writing/conditionTypes.ts";
import { checkedContent, compareFile } from "../writing/configurationFiles.ts";
import { checkNumber } from "../writing/runs.ts";
import { readStored, storedValue } from "../writing/storedValues.ts";
import { encodeValue, isSame, toCell } from "../writing/values.ts";
import type { UpdateReason, UpdateValues } from "./plugin.ts";
import { runPlugin, type RegisteredPlugin, type SharedContext } from "./runPlugin.ts";
import { changedTime, fittingValues, leftOut } from "./storeValues.ts";
import { readSubject, readTimes, type UpdateRequest } from "./update.ts";

/** What would become of a value, a file or a time. */
type PlannedState = "added" | "replaced" | "unchanged";

export interface PlannedValue {
  readonly name: string;
  readonly state: PlannedState;
  /** Null where there is none. */
  readonly old: Cell;
  readonly new: Cell;
}

export interface PluginPreview {
  readonly name: string;
  readonly failure: string | null;
  readonly isLate: boolean;
  readonly warnings: readonly string[];
  /** Condition types that would be created. */
  readonly types: readonly string[];
  readonly conditions: readonly PlannedValue[];
  /** Times of the run that would be set. */
  readonly times: readonly PlannedValue[];
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly state: PlannedState }[];
}

export interface UpdatePreview {
  readonly run: number;
  readonly reason: UpdateReason | null;
  /** Whether the run would be new. */
  readonly created: boolean;
  /** The end of a run that is not in the database: nothing would be stored. */
  readonly unknownRun: boolean;
  readonly plugins: readonly PluginPreview[];
}

/**
 * What `updateRun` would store now. The sources are read as for an update; each is compared with the database as it is.
 * Throws as `updateRun` does.
 */
export async function previewUpdate(database: Database, request: UpdateRequest): Promise<UpdatePreview> {
  const preview = (): Promise<UpdatePreview> => previewFromSources(database, request);
  return explained(database.dialect, preview);
}

async function previewFromSources(database: Database, request: UpdateRequest): Promise<UpdatePreview> {
  const { reason, plugins } = request;
  const source = await readSubject(database, request);
  const { run } = source;
  const stored = await readTimes(database, run);
  const unknownRun = reason === "end" && !stored;
  if (unknownRun) return { run, reason, created: false, unknownRun, plugins: [] };
  checkNumber(database, run);
  let times = stored ?? { started: null, finished: null };
  const planned = new Map<string, ConditionType>();
  const done = new Map<RegisteredPlugin, PluginPreview>();
  const preview = async (plugin: RegisteredPlugin): Promise<void> => {
    const context = { ...source, reason, ...times, now: wallClockTime(new Date()) };
    done.set(plugin, await previewPlugin(database, plugin, context, planned));
  };
  const first = plugins.find(({ name }) => name === "coda");
  if (first) {
    await preview(first);
    // The others see the times that would be stored.
    for (const { name, new: time } of done.get(first)?.times ?? []) times = { ...times, [name]: time };
  }
  await Promise.all(plugins.filter((plugin) => plugin !== first).map(preview));
  const inOrder = plugins.flatMap((plugin) => done.get(plugin) ?? []);
  return { run, reason, created: !stored, unknownRun, plugins: inOrder };
}

async function previewPlugin(
  database: Database,
  plugin: RegisteredPlugin,
  context: SharedContext,
  created: Map<string, ConditionType>,
): Promise<PluginPreview> {
  const { values, warnings, failure, isLate } = await runPlugin(plugin, context);
  const ownWarnings = [...warnings];
  const warn = (message: string): void => void ownWarnings.push(message);
  const planned = await plan(database, context.run, values, created, warn);
  return { name: plugin.name, failure, isLate, warnings: ownWarnings, ...planned };
}

type Plan = Pick<PluginPreview, "types" | "conditions" | "times" | "files">;
type Warn = (message: string) => void;

/** `earlier` are the types that plug-ins before this one would create; those of this one come to them. */
async function plan(
  database: Database,
  run: number,
  values: UpdateValues,
  earlier: Map<string, ConditionType>,
  warn: Warn,
): Promise<Plan> {
  const types = new Map([...earlier, ...(await readTypesByName({ transaction: database }))]);
  const created = newTypes(database, values.types ?? [], types, warn);
  for (const type of created) {
    types.set(type.name, type);
    earlier.set(type.name, type);
  }
  return {
    types: created.map(({ name }) => name),
    conditions: await planConditions(database, run, values.conditions ?? [], types, warn),
    times: await planTimes(database, run, values, warn),
    files: await planFiles(database, run, values.files ?? [], warn),
  };
}

/** The condition types that the database does not have, with ids that no row has. */
function newTypes(
  { limits }: Database,
  given: NonNullable<UpdateValues["types"]>,
  known: ReadonlyMap<string, ConditionType>,
  warn: Warn,
): ConditionType[] {
  const created = new Map<string, ConditionType>();
  for (const { name, type, description } of given) {
    if (known.has(name) || created.has(name)) continue;
    try {
      checkNewConditionType({ limits }, { name, description });
      created.set(name, { id: -1 - created.size, name, type, description, created: null });
    } catch (thrown) {
      warn(leftOut(thrown));
    }
  }
  return [...created.values()];
}

async function planConditions(
  { read, limits }: Database,
  run: number,
  given: NonNullable<UpdateValues["conditions"]>,
  types: ReadonlyMap<string, ConditionType>,
  warn: Warn,
): Promise<PlannedValue[]> {
  const fitting = fittingValues(types, given, limits, warn).flatMap(({ name, value }) => {
    const type = types.get(name);
    return type ? [{ type, value: encodeValue(type, value, limits) }] : [];
  });
  if (fitting.length === 0) return [];
  const ids = fitting.map(({ type }) => type.id);
  const newest = newestByKey(await readStored(read, [run], ids), (row) => row.condition_type_id);
  return fitting.map(({ type, value }) => {
    const row = newest.get(type.id);
    const old = row ? storedValue(type, row) : null;
    const changed = row ? "replaced" : "added";
    return {
      name: type.name,
      state: row && isSame(type, old, value) ? "unchanged" : changed,
      old: toCell(type, old, limits),
      new: toCell(type, value, limits),
    };
  });
}

async function planTimes(
  { read, limits }: Database,
  run: number,
  values: UpdateValues,
  warn: Warn,
): Promise<PlannedValue[]> {
  const row = await read
    .selectFrom("runs")
    .select(["started", "finished"])
    .where("number", "=", run)
    .executeTakeFirst();
  return (["started", "finished"] as const).flatMap((name) => {
    const old = row?.[name] ?? null;
    const what = name === "started" ? "start" : "end";
    const time = changedTime(what, values[name], old, limits, warn);
    if (time === undefined) return [];
    const state = old === null ? "added" : "replaced";
    return [{ name, state, old: old && shownTime(old), new: shownTime(time) }];
  });
}

async function planFiles(
  database: Database,
  run: number,
  given: NonNullable<UpdateValues["files"]>,
  warn: Warn,
): Promise<PluginPreview["files"]> {
  const files: PluginPreview["files"][number][] = [];
  for (const file of given) {
    try {
      const content = checkedContent(file, database.limits);
      const state = await compareFile({ transaction: database }, { ...file, run, content });
      files.push({ path: file.path, bytes: content.bytes, state });
    } catch (thrown) {
      warn(leftOut(thrown));
    }
  }
  return files;
}
