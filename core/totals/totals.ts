/** Sums, means and extremes of the runs of a query, calculated in the database by one statement. */
import { sql } from "kysely";
import { usedAliases, type ConditionType, type RunPeriod } from "../api/catalogue.ts";
import { checkDistinct } from "../api/checkDistinct.ts";
import type { CallContext } from "../api/dispatch.ts";
import { RcdbError } from "../api/failure.ts";
import { compareKey, wholeNumber } from "../api/groupKey.ts";
import { columnName, type WantedColumn } from "../api/search.ts";
import type { Grouping, Totals, TotalsGroup, WantedTotals } from "../api/totals.ts";
import type { Cell } from "../api/values.ts";
import { listAliases } from "../catalogue/aliases.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import { listRunPeriods } from "../catalogue/runPeriods.ts";
import type { Database } from "../db/database.ts";
import { beyondSum, type Sql } from "../db/dialect.ts";
import { numberLiteral } from "../db/sqlParts.ts";
import { readCell } from "../db/stored/cells.ts";
import type { Kind, RawValue } from "../db/stored/kinds.ts";
import { analyzeValue, type CheckedValue } from "../query/analyze.ts";
import { writeName } from "../query/names.ts";
import type { ValueType } from "../query/types.ts";
import { readTime } from "../results/shownConditions.ts";
import { findColumns } from "../search/columns.ts";
import { compileSelection } from "../search/search.ts";
import { valueName } from "../selection/layeredParts.ts";
import { queryOfValue, stretchesOf, type Stretches } from "./groups.ts";
import { addSums, isSpreadLost, momentsOf, noSums, totalOf, type Sums } from "./sums.ts";

/** A column whose value is calculated for each run. */
interface Valued {
  readonly name: string;
  readonly type: ValueType;
  readonly description: string | null;
  readonly value: CheckedValue;
  /** Of a length: the value that it ends with; `value` is the one that it begins with. */
  readonly end: CheckedValue | null;
  /** Its text in an expression, and whether that is more than a name. */
  readonly text: string;
  readonly isComputed: boolean;
}

/** A grouping: a column, or stretches of time or runs. */
interface GroupedBy extends Valued {
  readonly stretches: Stretches | null;
  /** Whether a run has none, for calendars by the run's own column; null where every run without a key is one of these. */
  readonly isNone: CheckedValue | "started" | null;
}

/** The most groups that are told. */
const mostGroups = 10_000;
/** Rows that they are made of: those of a week are its days. */
const mostRows = 200_000;

/** The totals of a query. Throws `expression`, `no_such_condition`, and `bad_input` for what is no number, or for too many groups. */
export async function readTotals(
  database: Database,
  wanted: WantedTotals,
  signal: AbortSignal,
  report: CallContext["report"] = () => undefined,
): Promise<Totals> {
  const start = performance.now();
  checkDistinct(wanted.measures.map(columnName));
  const types = await listConditionTypes(database);
  const resolve = await resolver(database, types);
  const periods = await listRunPeriods(database);
  const by: GroupedBy[] = [];
  for (const one of wanted.by) by.push(await groupedBy(database, types, one, resolve, periods));
  const measures: Valued[] = [];
  for (const one of wanted.measures) measures.push(checkNumber(await resolve(one)));
  const weight = wanted.weight === null ? null : checkNumber(await resolve(wanted.weight));
  const ask = (isFromMean: boolean): Promise<Summed[]> =>
    sumsOf(database, wanted, types, { by, measures, weight, isFromMean }, signal);
  // One statement, which tells nothing until it is done.
  report({ done: 0, total: null, label: "Summing up runs" });
  const fromZero = await ask(false);
  const isLost = [...fromZero, together([], fromZero, measures.length)].some(({ sums }) =>
    sums.some(isSpreadLost),
  );
  if (isLost) report({ done: 0, total: null, label: "Summing up distances from the means" });
  const groups = isLost ? await ask(true) : fromZero;
  const told = (group: Summed): TotalsGroup => ({
    keys: [...group.keys],
    query: queryOf(wanted.expression, by, group),
    runs: group.runs,
    totals: group.sums.map((sums) => totalOf(sums, group.runs)),
  });
  const whole = together([], groups, measures.length);
  return {
    by: by.map(shown),
    measures: measures.map(shown),
    groups: groups.toSorted((a, b) => compareKeys(by, a.keys, b.keys)).map(told),
    whole: { ...told(whole), query: wanted.expression },
    milliseconds: performance.now() - start,
  };
}

function shown({ name, type, description }: Valued): Totals["by"][number] {
  return { name, type, description };
}

type Resolve = (column: WantedColumn) => Promise<Valued>;

async function resolver(database: Database, types: readonly ConditionType[]): Promise<Resolve> {
  const vocabulary = { conditions: types, aliases: usedAliases(await listAliases(database)) };
  return async (column) => {
    const [found] = await findColumns(database, [column], types);
    if (!found) throw new TypeError("a column is found or refused");
    const isLength = found.id === null && found.value === undefined && found.name === "length";
    const text = found.expression ?? writeName(isLength ? "started" : found.name);
    const analyzed = found.value ? { ok: true as const, value: found.value } : analyzeValue(text, vocabulary);
    const ended = isLength ? analyzeValue("finished", vocabulary) : null;
    // A condition of their name hides the times of the run.
    const isHidden =
      isLength && types.some((condition) => condition.name === "started" || condition.name === "finished");
    if (!analyzed.ok || ended?.ok === false || isHidden) {
      throw new RcdbError(
        "bad_input",
        `“${found.name}” is not stored with a run. Take a condition such as run_length, or compute a column.`,
      );
    }
    const { name, type, description } = found;
    const isComputed = found.value !== undefined;
    return { name, type, description, value: analyzed.value, end: ended?.value ?? null, text, isComputed };
  };
}

async function groupedBy(
  database: Database,
  types: readonly ConditionType[],
  grouping: Grouping,
  resolve: Resolve,
  periods: readonly RunPeriod[],
): Promise<GroupedBy> {
  if (typeof grouping === "string" || !("calendar" in grouping)) {
    const column = await resolve(grouping);
    if (column.end === null) return { ...column, stretches: null, isNone: noneOf(database, types, column) };
    throw new RcdbError("bad_input", "Runs cannot be grouped by their length: few have the same.");
  }
  const { calendar } = grouping;
  if (calendar !== "period" && types.some(({ name }) => name === "started")) {
    throw new RcdbError(
      "bad_input",
      `Runs cannot be grouped by ${calendar}: the condition “started” hides when a run started.`,
    );
  }
  const started = await resolve("started");
  return {
    ...started,
    name: calendar,
    type: "string",
    description: null,
    stretches: stretchesOf(calendar, periods, types.some(({ name }) => name === "run") ? "hidden" : "known"),
    isNone: calendar === "period" ? null : "started",
  };
}

/** Whether a run has no value: null where a column takes nothing that cannot be read as its type, which would be no key either. */
function noneOf(
  { dialect }: Database,
  conditions: readonly ConditionType[],
  { type, text, isComputed }: Valued,
): CheckedValue | null {
  if (isComputed || dialect.readable(type, sql.ref("value")) === null) return null;
  const analyzed = analyzeValue(`${text} is None`, { conditions, aliases: [] });
  if (!analyzed.ok) throw new TypeError("a name can be asked for");
  return analyzed.value;
}

function checkNumber(column: Valued): Valued {
  if (column.type === "int" || column.type === "float" || column.type === "bool") return column;
  throw new RcdbError(
    "bad_input",
    `“${column.name}” is of type ${column.type} and cannot be summed up. Name a condition with numbers.`,
  );
}

interface Asked {
  readonly by: readonly GroupedBy[];
  readonly measures: readonly Valued[];
  readonly weight: Valued | null;
  /** Whether distances are taken from the mean of each group, and not from zero: it takes longer, and keeps the digits of a small spread. */
  readonly isFromMean: boolean;
}

interface Summed {
  readonly keys: readonly Cell[];
  /** For each key whether it stands for runs without a value alone, and not for one that cannot be read. */
  readonly readable: readonly boolean[];
  readonly runs: number;
  readonly sums: readonly Sums[];
}

/** Whether a measure's values are integers as they are stored or calculated; lengths are counted in the statement. */
function isInteger(measure: Valued | undefined): boolean {
  return measure?.type === "int" && measure.end === null;
}

/** What the figures of a measure in a row of the statement are. */
function kindsOf(measure: Valued): Kind[] {
  const extreme = isInteger(measure) ? "integer" : "double";
  return ["double", "double", extreme, extreme, "double", "double", "double", "double"];
}

const figures = 8;

async function sumsOf(
  database: Database,
  wanted: WantedTotals,
  types: readonly ConditionType[],
  { by, measures, weight, isFromMean }: Asked,
  signal: AbortSignal,
): Promise<Summed[]> {
  const columns = [...by, ...measures, ...(weight ? [weight] : [])];
  const ends = columns.flatMap(({ end }, at) => (end === null ? [] : [{ at, end }]));
  const nones = by.flatMap(({ isNone }) => (isNone === null || isNone === "started" ? [] : isNone));
  const withTimes = by.some(({ isNone }) => isNone === "started");
  const values = [...columns.map(({ value }) => value), ...ends.map(({ end }) => end), ...nones];
  const { dialect } = database;
  const number = (at: number): Sql => {
    const end = ends.findIndex((one) => one.at === at);
    if (end < 0) return dialect.asFloat(valueName(at));
    return dialect.secondsBetween(valueName(at), valueName(columns.length + end));
  };
  const weighing = weight === null ? null : number(columns.length - 1);
  const parts = by.map(
    ({ stretches }, at) => stretches?.part(valueName(at), sql.ref("number")) ?? valueName(at),
  );
  const meanName = (at: number): Sql => sql.id(`m${at}`);
  const summed = measures.flatMap((_, at): Sql[] => {
    const value = number(by.length + at);
    // A double would lose digits of integers.
    const exact = isInteger(measures[at]) ? valueName(by.length + at) : value;
    const origin = isFromMean ? meanName(at) : dialect.floatLiteral(0);
    const distance = sql`(${value} - ${origin})`;
    const isWeighed =
      weighing === null ? sql`${value} IS NOT NULL` : sql`${value} IS NOT NULL AND ${weighing} IS NOT NULL`;
    const first = weighing === null ? distance : dialect.productForSum(distance, weighing);
    return [
      sql`count(${value})`,
      sql`sum(${value})`,
      sql`min(${exact})`,
      sql`max(${exact})`,
      sql`sum(CASE WHEN ${isWeighed} THEN ${weighing ?? sql`1`} END)`,
      sql`min(${origin})`,
      sql`sum(${first})`,
      sql`sum(${dialect.productForSum(first, distance)})`,
    ];
  });
  const ofGroup = by.length === 0 ? sql`` : sql`PARTITION BY ${sql.join(parts)}`;
  // Runs without weight say nothing of where the others lie: the mean is that of the weighted ones.
  const means = measures.map((_, at) => {
    const value = number(by.length + at);
    const over = (figure: Sql): Sql => sql`${figure} OVER (${ofGroup})`;
    if (weighing === null) return sql`${over(sql`avg(${value})`)} AS ${meanName(at)}`;
    const first = over(sql`sum(${dialect.productForSum(value, weighing)})`);
    const weights = over(sql`sum(CASE WHEN ${value} IS NOT NULL THEN ${weighing} END)`);
    // Where the weights add up to zero any value will do: these runs become part of others.
    return sql`coalesce(${first} / nullif(${weights}, 0), ${over(sql`min(${value})`)}) AS ${meanName(at)}`;
  });
  let nextNone = columns.length + ends.length;
  const none = by.flatMap(({ isNone }) => {
    if (isNone === "started") return sql`sum(${dialect.same(sql.ref("started"), sql`NULL`)})`;
    return isNone === null ? [] : sql`sum(${valueName(nextNone++)})`;
  });
  const selects = sql.join([...parts, sql`count(*)`, ...summed, ...none]);
  const places = sql.join(by.map((_, at) => numberLiteral(at + 1)));
  const grouped = by.length === 0 ? sql`` : sql` GROUP BY ${places}`;
  const of = (selected: Sql): Sql => {
    const rows = isFromMean ? sql`SELECT t.*, ${sql.join(means)} FROM (${selected}) AS t` : selected;
    return sql`SELECT ${selects} FROM (${rows}) AS u${grouped} LIMIT ${numberLiteral(mostRows + 1)}`;
  };
  const { query } = await compileSelection(database, wanted, types, { withTimes, values, of });
  const counts = none.map(() => "key" as const);
  const kinds = [...parts.map(() => "raw" as const), "key" as const, ...measures.flatMap(kindsOf), ...counts];
  const groups = new Map<string, Summed>();
  let rows = 0;
  for await (const batch of database.stream(query, kinds, signal)) {
    rows += batch.length;
    if (rows > mostRows) throw tooMany();
    for (const row of batch) {
      const group = readRow(row, by, measures.length);
      const key = JSON.stringify(group.keys);
      const known = groups.get(key);
      groups.set(key, known ? together(group.keys, [known, group], measures.length) : group);
    }
    if (groups.size > mostGroups) throw tooMany();
  }
  return [...groups.values()];
}

function tooMany(): RcdbError {
  return new RcdbError(
    "bad_input",
    `There are more than ${mostGroups} groups. Group by what has fewer values, or select fewer runs.`,
  );
}

function readRow(row: readonly RawValue[], by: readonly GroupedBy[], measures: number): Summed {
  const keys = by.map(({ type, stretches }, at): Cell => {
    const raw = row[at] ?? null;
    if (stretches === null) return type === "time" ? readTime(raw) : readCell(type, raw);
    const part = readCell("string", typeof raw === "number" ? String(raw) : raw);
    return part === null ? null : stretches.keyOf(String(part));
  });
  const at = (place: number): number => Number(row[by.length + place] ?? NaN);
  const sums = Array.from({ length: measures }, (_, measure): Sums => {
    const start = 1 + measure * figures;
    const figure = Array.from({ length: figures }, (_figure, place) => at(start + place));
    const [least, greatest] = [extremeOf(row[by.length + start + 2]), extremeOf(row[by.length + start + 3])];
    const [runs = 0, sum = 0, , , weight = NaN, origin = NaN, first = NaN, second = NaN] = figure;
    if (runs === 0) return noSums;
    const ofAll = { runs, sum: sumWithin(sum, runs, Number(least), Number(greatest)), least, greatest };
    const [beyondFirst, beyondSecond] = [first, second].map((one) =>
      Math.abs(one) >= beyondSum ? Infinity : one,
    );
    const moments = { weight, origin, first: beyondFirst ?? NaN, second: beyondSecond ?? NaN };
    return { ...ofAll, ...momentsOf(ofAll, moments) };
  });
  let place = 1 + measures * figures;
  const readable = by.map(({ isNone }, of) => {
    const none = isNone === null ? at(0) : at(place++);
    return keys[of] !== null || none === at(0);
  });
  return { keys, readable, runs: at(0), sums };
}

function extremeOf(raw: RawValue | undefined): number | bigint {
  return typeof raw === "string" && wholeNumber.test(raw) ? BigInt(raw) : Number(raw ?? NaN);
}

/** MariaDB answers zero for a sum beyond the greatest double, and has no infinity: the greatest stands for it. */
function sumWithin(sum: number, runs: number, least: number, greatest: number): number {
  const most = Math.max(Math.abs(least), Math.abs(greatest));
  const isBeyond = most >= Number.MAX_VALUE || (sum === 0 && most * runs === Infinity);
  return isBeyond ? Infinity : sum;
}

/** Several groups as one of these keys. */
function together(keys: readonly Cell[], groups: readonly Summed[], measures: number): Summed {
  const sums = Array.from({ length: measures }, (_, at) =>
    groups.reduce((sum, group) => addSums(sum, group.sums[at] ?? noSums), noSums),
  );
  const readable = keys.map((_, at) => groups.every((group) => group.readable[at]));
  return { keys, readable, runs: groups.reduce((sum, { runs }) => sum + runs, 0), sums };
}

function queryOf(
  expression: string,
  by: readonly GroupedBy[],
  { keys, readable }: Pick<Summed, "keys" | "readable">,
): string | null {
  const parts = by.map(({ stretches, text, type, isComputed }, at): string | null => {
    const key = keys[at] ?? null;
    if (!readable[at]) return null;
    if (stretches === null) return queryOfValue({ text, type, isComputed }, key);
    return stretches.query(key === null ? null : String(key));
  });
  if (parts.includes(null)) return null;
  const whole = expression.trim() === "" ? [] : [expression];
  const all = [...whole, ...parts.flatMap((part) => part ?? [])];
  return all.length === 1 ? (all[0] ?? "") : all.map((part) => `(${part})`).join(" and ");
}

function compareKeys(by: readonly GroupedBy[], a: readonly Cell[], b: readonly Cell[]): number {
  for (const [at, { type }] of by.entries()) {
    const order = compareKey(a[at] ?? null, b[at] ?? null, type);
    if (order !== 0) return order;
  }
  return 0;
}
