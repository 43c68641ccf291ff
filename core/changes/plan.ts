/** The changes that are asked for of many runs at once: what they would do, before anything is done. */
import { mostChanges, mostExamples, type ChangePlan, type PlanAction, type Planned } from "../api/changes.ts";
import type { CallContext } from "../api/dispatch.ts";
import { RcdbError } from "../api/failure.ts";
import type { Selection } from "../api/search.ts";
import type { Cell } from "../api/values.ts";
import type { Database, StorageLimits } from "../db/database.ts";
import { showStep } from "../db/progress.ts";
import { searchRuns } from "../search/search.ts";
import { quoted } from "../text/quoted.ts";
import { readTypesByName, unknownCondition } from "../writing/conditionTypes.ts";
import { encodeValue, isSame, toCell } from "../writing/values.ts";
import { nowOf, readStoredOf, storedOf, timeNames, type StoredOfRuns } from "./standing.ts";
import type { Wanted, WantedValue } from "./wanted.ts";

/**
 * The changes that would be made, with counts and examples of what would and what could not be done. Throws `expression`, `no_such_condition`,
 * `bad_value` for a value for all runs that does not fit, `bad_input` for a table that cannot be read, `too_large` and `cancelled`.
 */
export async function planChanges(
  database: Database,
  planned: Planned,
  context: CallContext,
): Promise<ChangePlan> {
  const wanted =
    planned.from === "table" ? await ofTable(database, planned) : await ofMany(database, planned, context);
  if (wanted.values.length > mostChanges) {
    throw new RcdbError(
      "too_large",
      `${wanted.values.length} values are more than the ${mostChanges} that can be changed at once. Take fewer runs.`,
    );
  }
  const runs = new Set(wanted.values.map(({ run }) => run)).size;
  const stored = await readStoredOf({ transaction: database }, wanted.values, (done) => {
    showStep(context, done, runs, "Reading values");
  });
  return planOf(wanted, stored, database.limits);
}

async function ofTable(database: Database, table: Extract<Planned, { from: "table" }>): Promise<Wanted> {
  // Loaded where there is one: it brings the parser of CSV along.
  const { readTable } = await import("./table.ts");
  return readTable(database, table);
}

async function ofMany(
  database: Database,
  { runs, action, condition: name, value }: Extract<Planned, { from: "value" }>,
  { signal }: CallContext,
): Promise<Wanted> {
  const types = await readTypesByName({ transaction: database });
  const type = types.get(name);
  if (!type && timeNames.includes(name)) throw isTime(name);
  if (!type) throw unknownCondition(name, types.keys());
  if (action !== "clear") {
    if (value === null) throw new RcdbError("bad_input", "Give the value, or clear the condition.");
    encodeValue(type, value, database.limits);
  }
  const list = "list" in runs ? new Set(runs.list) : await selectedRuns(database, runs.selection, signal);
  const wanted = { kind: "condition" as const, name, value: action === "clear" ? null : value, line: null };
  const values = Array.from(list, (run) => ({ run, ...wanted }));
  return { action, values, createRuns: false, unread: [], columns: [] };
}

function isTime(name: string): RcdbError {
  return new RcdbError(
    "bad_input",
    `${quoted(name)} is a time of the run, and no condition. Set it from a table with a column ${name} (rcdb set --from), or in the window at the run.`,
  );
}

async function selectedRuns(
  database: Database,
  selection: Selection,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const search = { ...selection, columns: [], order: { column: "run", descending: false } };
  const { result } = await searchRuns(database, search, signal);
  return result.rows(0, result.count).runs;
}

function planOf(wanted: Wanted, stored: StoredOfRuns, limits: StorageLimits): ChangePlan {
  const { unread, columns } = wanted;
  const counts = { added: 0, replaced: 0, removed: 0, unchanged: 0, kept: 0, unfit: 0 };
  const changes: ChangePlan["changes"] = [];
  const unknown = new Map<number, ChangePlan["unknownRuns"][number]>();
  const replaced: ChangePlan["replaced"] = [];
  const unfit: ChangePlan["unfit"] = [];
  for (const value of wanted.values) {
    const { run, kind, name, line } = value;
    if (!stored.runs.has(run)) {
      if (!unknown.has(run)) unknown.set(run, { run, line });
      if (!wanted.createRuns) continue;
    }
    const { outcome, ...found } = outcomeOf(value, wanted.action, stored, limits);
    counts[outcome]++;
    if (found.message !== undefined) addExample(unfit, { run, line, name, message: found.message });
    if (found.change === undefined) continue;
    const { old, next } = found.change;
    changes.push({ run, kind, name, old, new: next });
    if (outcome === "replaced") addExample(replaced, { run, line, name, old, new: next });
  }
  return {
    changes,
    counts: { ...counts, unknownRuns: unknown.size, unread: unread.length },
    replaced,
    unknownRuns: [...unknown.values()].slice(0, mostExamples),
    unfit,
    unread: unread.slice(0, mostExamples),
    columns,
  };
}

function addExample<T>(list: T[], example: T): void {
  if (list.length < mostExamples) list.push(example);
}

interface OutcomeOfValue {
  readonly outcome: "added" | "replaced" | "removed" | "unchanged" | "kept" | "unfit";
  readonly change?: { readonly old: Cell; readonly next: Cell };
  readonly message?: string;
}

function outcomeOf(
  value: WantedValue,
  action: PlanAction,
  all: StoredOfRuns,
  limits: StorageLimits,
): OutcomeOfValue {
  const found = storedOf(value, all);
  const { type, stored, rows } = found;
  if (type === null) throw unknownCondition(value.name, all.types.keys());
  const old = nowOf(found, limits);
  if (value.value === null) {
    return rows.length === 0 ? { outcome: "unchanged" } : { outcome: "removed", change: { old, next: null } };
  }
  try {
    const encoded = encodeValue(type, value.value, limits);
    const next = toCell(type, encoded, limits);
    if (stored === null) return { outcome: "added", change: { old, next } };
    if (isSame(type, stored, encoded)) return { outcome: "unchanged" };
    return action === "add" ? { outcome: "kept" } : { outcome: "replaced", change: { old, next } };
  } catch (thrown) {
    if (thrown instanceof RcdbError) return { outcome: "unfit", message: thrown.message };
    throw thrown;
  }
}
