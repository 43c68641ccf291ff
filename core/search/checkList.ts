/** A run list held against what its query selects now, with the reason for each run that came or went. */
import { usedAliases } from "../api/catalogue.ts";
import type { HistoryEntry } from "../api/log.ts";
import { parseRunRanges } from "../api/runRange.ts";
import { RcdbError, unwrap } from "../api/failure.ts";
import {
  boundsOfList,
  type ListedRun,
  type RunList,
  type RunListCheck,
  type RunStretch,
} from "../api/runLists.ts";
import { numbersOf } from "../api/runListText.ts";
import type { Selection } from "../api/search.ts";
import { listAliases } from "../catalogue/aliases.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import type { Database } from "../db/database.ts";
import { readAddedConditions, readOldRuns, readRunsSince } from "../conditions/addedRows.ts";
import type { StoredCondition } from "../conditions/runConditions.ts";
import { difference } from "../lists/combine.ts";
import { identityOf, stretchesOf } from "../lists/makeList.ts";
import { checkQuery } from "../lists/readList.ts";
import { readChangesSince } from "../log/history.ts";
import { runFieldNames } from "../query/fields.ts";
import { parse } from "../query/parser.ts";
import { namesIn } from "../selection/conjuncts.ts";
import { compareTexts } from "../text/compareTexts.ts";
import { searchRuns } from "./search.ts";

/**
 * Asks the query of a list again. A list without one is held against the runs that there are. Throws `bad_input` where the query is not
 * what was written out, and what the search throws.
 */
export async function checkRunList(
  database: Database,
  list: RunList,
  signal: AbortSignal,
): Promise<RunListCheck> {
  checkQuery(list);
  const sameDatabase = list.database !== null && list.database.identity === (await identityOf(database));
  const aliases = await changedAliases(database, list);
  const ask = async (expression: string): Promise<Answer> => answerOf(database, list, expression, signal);
  const { missing, ...now } = await askNow(database, list, aliases.length > 0, ask);
  const differing = differenceOf(list.runs, now.runs);
  // Runs that nobody asked for have come to no list without a query.
  if (list.expression === null) differing.came = [];
  const written =
    aliases.length > 0 && missing.length === 0 && isDiffering(differing) && list.written !== null
      ? await differenceWritten(list, ask(list.written))
      : null;
  const found = await reasonsFor(database, list, differing, {
    written,
    sameDatabase,
    isRelative: now.isRelative,
    isConditionMissing: missing.length > 0,
  });
  return {
    list,
    same: !isDiffering(differing),
    count: list.expression === null ? list.count - differing.went.length : now.count,
    ...found,
    aliases,
    missing,
    sameDatabase,
  };
}

/**
 * What the query selects now: as it was written out where an alias is not there now, or is none that can be asked; no run
 * where that names conditions that are missing. Throws what the search throws.
 */
async function askNow(
  database: Database,
  list: RunList,
  haveAliasesChanged: boolean,
  ask: (expression: string) => Promise<Answer>,
): Promise<Answer & { readonly missing: string[] }> {
  const { expression, written } = list;
  const texts = haveAliasesChanged && written !== null ? [expression ?? "", written] : [expression ?? ""];
  let refused: unknown;
  for (const text of texts) {
    try {
      return { ...(await ask(text)), missing: [] };
    } catch (thrown) {
      if (!isRefused(thrown)) throw thrown;
      refused ??= thrown;
    }
  }
  const missing = await missingConditions(database, list);
  if (missing.length === 0) throw refused;
  return { runs: [], count: 0, isRelative: false, missing };
}

function isRefused(thrown: unknown): boolean {
  return thrown instanceof RcdbError && thrown.code === "expression";
}

/** What differs where aliases stand for what they stood for: nothing where that cannot be asked now, and the aliases are the reason. */
async function differenceWritten(list: RunList, asked: Promise<Answer>): Promise<Differing> {
  try {
    return differenceOf(list.runs, (await asked).runs);
  } catch (thrown) {
    if (!isRefused(thrown)) throw thrown;
    return { came: [], went: [] };
  }
}

/** The conditions that the query as it was written out names, and that are not in the database. */
async function missingConditions(database: Database, list: RunList): Promise<string[]> {
  const types = await listConditionTypes(database);
  const known = new Set<string>([...types.map(({ name }) => name), ...runFieldNames]);
  return [...namesOf(list)].filter((name) => !known.has(name)).toSorted(compareTexts);
}

interface Answer {
  readonly runs: readonly RunStretch[];
  readonly count: number;
  /** Whether the expression counts from the moment of the query. */
  readonly isRelative: boolean;
}

async function answerOf(
  database: Database,
  list: RunList,
  expression: string,
  signal: AbortSignal,
): Promise<Answer> {
  const bounds = list.expression === null ? boundsOfList(list) : unwrap(boundsWithin(list.within));
  const search: Selection = { expression, ...bounds };
  const { result, selection } = await searchRuns(
    database,
    { ...search, columns: [], order: { column: "run", descending: false } },
    signal,
  );
  const runs = stretchesOf(Array.from(result.runs.toArray(result.count)));
  return { runs, count: result.count, isRelative: selection.dates.length > 0 };
}

/** What a list says of bounds are numbers: the program that wrote it knew what run periods were. */
function boundsWithin(within: string): ReturnType<typeof parseRunRanges> {
  if (within === "") return { ok: true, value: { runMin: null, runMax: null, ranges: [] } };
  return parseRunRanges(within, []);
}

async function changedAliases(database: Database, list: RunList): Promise<RunListCheck["aliases"]> {
  if (list.aliases.length === 0) return [];
  const now = new Map(usedAliases(await listAliases(database)).map(({ name, code }) => [name, code]));
  return list.aliases
    .map(({ name, code }) => ({ name, old: code, new: now.get(name) ?? null }))
    .filter((alias) => alias.old !== alias.new);
}

interface Differing {
  came: readonly number[];
  went: readonly number[];
}

function differenceOf(saved: readonly RunStretch[], now: readonly RunStretch[]): Differing {
  return {
    came: [...numbersOf({ runs: difference(now, saved) })],
    went: [...numbersOf({ runs: difference(saved, now) })],
  };
}

function isDiffering({ came, went }: Differing): boolean {
  return came.length + went.length > 0;
}

interface Circumstances {
  /** What differs where aliases stand for what they stood for; null where none changed. */
  readonly written: Differing | null;
  readonly sameDatabase: boolean;
  readonly isRelative: boolean;
  readonly isConditionMissing: boolean;
}

async function reasonsFor(
  database: Database,
  list: RunList,
  { came, went }: Differing,
  { written, sameDatabase, isRelative, isConditionMissing }: Circumstances,
): Promise<Pick<RunListCheck, "came" | "went">> {
  const all = new Set([...came, ...went]);
  if (all.size === 0) return { came: [], went: [] };
  const isWritten = { came: new Set(written?.came), went: new Set(written?.went) };
  const facts = await factsOf(database, list, all, sameDatabase);
  const reasonOf = (run: number, which: "came" | "went"): ListedRun => {
    const changes = facts.changes.get(run) ?? [];
    if (which === "went" && !facts.existing.has(run)) return { run, reason: "run removed", changes };
    if (which === "came" && facts.isNew(run)) return { run, reason: "new run", changes: [] };
    if (isConditionMissing) return { run, reason: "condition", changes: [] };
    // With the aliases of then it would have stayed as it was.
    if (written !== null && !isWritten[which].has(run)) return { run, reason: "alias", changes: [] };
    if (changes.length > 0) return { run, reason: "value", changes };
    return { run, reason: isRelative ? "time" : "unknown", changes };
  };
  return {
    came: came.map((run) => reasonOf(run, "came")),
    went: went.map((run) => reasonOf(run, "went")),
  };
}

interface Facts {
  readonly existing: ReadonlySet<number>;
  readonly isNew: (run: number) => boolean;
  readonly changes: ReadonlyMap<number, ListedRun["changes"]>;
}

/** What the database tells of these runs. The numbers of records and rows that a list knows say nothing of another database's. */
async function factsOf(
  database: Database,
  list: RunList,
  runs: ReadonlySet<number>,
  sameDatabase: boolean,
): Promise<Facts> {
  const newest = sameDatabase ? list.newest : null;
  const { existing, old } = await readOldRuns(database, runs, newest?.condition ?? null);
  if (newest === null) return { existing, isNew: () => false, changes: new Map() };
  const wanted = namesOf(list);
  const named = (await listConditionTypes(database)).filter(({ name }) => wanted.has(name));
  const changed = await readChangesSince(database, newest.log ?? 0, runs);
  const since = newest.condition ?? 0;
  const added = await readAddedConditions(database, since, named, runs);
  const withNewRows = await readRunsSince(database, since);
  const changes = new Map<number, ListedRun["changes"]>();
  const ofNamed = changed.filter(({ condition }) => wanted.has(condition));
  // Some are in the log, with who added them; the data acquisition's are not.
  const told = new Set(ofNamed.flatMap((entry) => (entry.change === "added" ? [keyOf(entry)] : [])));
  const untold = added.filter(({ run, type }) => !told.has(keyOf({ run, condition: type.name })));
  for (const { run, change } of [...ofNamed.map(ofLog), ...untold.map(ofRow)]) {
    changes.set(run, [...(changes.get(run) ?? []), change]);
  }
  const isNew = (run: number): boolean =>
    run > (newest.run ?? -Infinity) || (!old.has(run) && withNewRows.has(run));
  return { existing, isNew, changes };
}

function keyOf({ run, condition }: { readonly run: number; readonly condition: string }): string {
  return `${run} ${condition}`;
}

/** The names in the list's expression, those of the run's own values among them. */
function namesOf({ written }: RunList): ReadonlySet<string> {
  const parsed = parse(written ?? "");
  return parsed.ok && parsed.value !== null ? namesIn(parsed.value) : new Set();
}

interface Change {
  readonly run: number;
  readonly change: ListedRun["changes"][number];
}

function ofLog({ run, condition, old, new: now, created, user }: HistoryEntry): Change {
  return { run, change: { condition, old, new: now, created, user } };
}

/** A value that was added: where it was replaced the row is an old one. */
function ofRow({ run, type, value, created }: StoredCondition): Change {
  return { run, change: { condition: type.name, old: null, new: value, created, user: null } };
}
