/** What runs are grouped by: its SQL, the key that is made of it, and the expression that selects a group. */
import { sql } from "kysely";
import type { RunPeriod } from "../api/catalogue.ts";
import { latestFirst } from "../catalogue/runPeriods.ts";
import { wholeNumber } from "../api/groupKey.ts";
import type { Calendar } from "../api/totals.ts";
import type { Cell } from "../api/values.ts";
import { numberLiteral } from "../db/sqlParts.ts";
import type { Sql } from "../db/dialect.ts";
import { quoteText } from "../query/strings.ts";
import { kindOf, type ValueType } from "../query/types.ts";

/** A grouping by time or by runs. */
export interface Stretches {
  /** SQL over `value`, the text of the run's start, and the run's number; few different ones in a group. */
  readonly part: (started: Sql, run: Sql) => Sql;
  /** The key of what that gives. */
  readonly keyOf: (part: string) => string;
  readonly query: (key: string | null) => string | null;
}

/** What calendars have in common: the first characters of when a run started. */
function byStart(
  length: number,
  keyOf: (part: string) => string,
  ends: (key: string) => [string, string],
): Stretches {
  return {
    part: (started) => sql`substr(${started}, 1, ${numberLiteral(length)})`,
    keyOf,
    query: (key) => {
      if (key === null) return "started is None";
      const [first, end] = ends(key);
      return `started >= ${quoteText(first)} and started < ${quoteText(end)}`;
    },
  };
}

const hour = "2018-02-01 08".length;
const day = "2018-02-01".length;

/** Shifts are eight hours long, from midnight on. */
const hoursOfShift = 8;

const ofTime: Readonly<Record<Exclude<Calendar, "period">, Stretches>> = {
  shift: byStart(
    hour,
    (part) => {
      const from = Math.floor(Number(part.slice(day)) / hoursOfShift) * hoursOfShift;
      return `${part.slice(0, day)} ${two(from)}-${two(from + hoursOfShift)}`;
    },
    (key) => {
      const from = Number(key.slice(day + 1, day + 3));
      const end = from + hoursOfShift;
      const date = key.slice(0, day);
      return [`${date} ${two(from)}:00`, end < 24 ? `${date} ${two(end)}:00` : daysLater(date, 1)];
    },
  ),
  day: byStart(
    day,
    (part) => part,
    (key) => [key, daysLater(key, 1)],
  ),
  week: byStart(
    day,
    (part) => daysLater(part, -((new Date(`${part}T00:00:00Z`).getUTCDay() + 6) % 7)),
    (key) => [key, daysLater(key, 7)],
  ),
  month: byStart(
    "2018-02".length,
    (part) => part,
    (key) => [`${key}-01`, daysLater(`${key}-28`, 4).slice(0, 8) + "01"],
  ),
};

/** `periods` are the database's. Where a condition is called “run” no expression tells the run's number. */
export function stretchesOf(
  calendar: Calendar,
  periods: readonly RunPeriod[],
  run: "known" | "hidden",
): Stretches {
  if (calendar !== "period") return ofTime[calendar];
  return run === "known" ? byPeriod(periods) : { ...byPeriod(periods), query: () => null };
}

function byPeriod(periods: readonly RunPeriod[]): Stretches {
  const latest = latestFirst(periods);
  const within = ({ runMin, runMax }: RunPeriod): string => `${runMin} <= run <= ${runMax}`;
  const alone = (period: RunPeriod, later: readonly RunPeriod[]): string => {
    const others = later.filter(({ runMin }) => runMin <= period.runMax).map(within);
    return others.length === 0 ? within(period) : `(${within(period)} and not (${others.join(" or ")}))`;
  };
  return {
    part: (_, run) => {
      if (latest.length === 0) return sql`NULL`;
      const cases = latest.map(
        ({ runMin, runMax }, at) =>
          sql`WHEN ${run} BETWEEN ${numberLiteral(runMin)} AND ${numberLiteral(runMax)} THEN ${numberLiteral(at)}`,
      );
      return sql`CASE ${sql.join(cases, sql` `)} END`;
    },
    keyOf: (part) => latest[Number(part)]?.name ?? part,
    query: (key) => {
      if (key === null)
        return latest.length === 0 ? "run is not None" : `not (${latest.map(within).join(" or ")})`;
      const meant = latest.flatMap((period, at) =>
        period.name === key ? [alone(period, latest.slice(0, at))] : [],
      );
      return meant.length === 0 ? null : meant.join(" or ");
    },
  };
}

/** A day some days after another; the same text for what is no day. */
function daysLater(date: string, days: number): string {
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) ? date : new Date(time + days * 86_400_000).toISOString().slice(0, day);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** What selects the runs with a value, by the text of its expression; null where no expression does. */
export function queryOfValue(
  {
    text,
    type,
    isComputed,
  }: { readonly text: string; readonly type: ValueType; readonly isComputed: boolean },
  key: Cell,
): string | null {
  const subject = isComputed ? `(${text})` : text;
  // A computed value may be missing as its evaluation fails, which no expression asks for.
  if (key === null) return isComputed ? null : `${subject} is None`;
  if (typeof key === "boolean") return `${subject} == ${key ? "True" : "False"}`;
  if (typeof key === "number") return `${subject} == ${key}`;
  if (kindOf(type) !== "number") return `${subject} == ${quoteText(key)}`;
  // All digits of an integer; what is no number in a column of numbers no expression asks for.
  return wholeNumber.test(key) ? `${subject} == ${key}` : null;
}
