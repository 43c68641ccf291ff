/** What a date text means, written apart from the program's own reading of it. */

const day = 24 * 60 * 60 * 1000;
const unit: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: day, w: 7 * day };

/** Its first and its last moment as full times; null for a text that is none. */
export function momentOf(text: string, now: string): { first: string; last: string } | null {
  const relative = /^(now|today|yesterday|monday)(.*)$/.exec(text);
  if (relative) return relativeTo(now, relative[1] ?? "", relative[2] ?? "");
  if (/^\d{4}-\d\d-\d\d[ T]/.test(text)) {
    const full = `${text.replace("T", " ")}${"0000-01-01 00:00:00.000000".slice(text.length)}`;
    return { first: full, last: full };
  }
  if (!/^\d{4}(-\d\d){0,2}$/.test(text)) return null;
  const [year = 0, month, date] = text.split("-").map(Number);
  const first = Date.UTC(year, (month ?? 1) - 1, date ?? 1);
  const after =
    month === undefined
      ? Date.UTC(year + 1, 0, 1)
      : date === undefined
        ? Date.UTC(year, month, 1)
        : first + day;
  return within(first, after);
}

function relativeTo(now: string, base: string, steps: string): { first: string; last: string } {
  const moment = Date.parse(`${now.slice(0, 19).replace(" ", "T")}Z`);
  const midnight = moment - (moment % day);
  const bases = new Map([
    ["now", moment],
    ["today", midnight],
    ["yesterday", midnight - day],
    // 1970 began on a Thursday, three days into its week.
    ["monday", midnight - ((midnight / day + 3) % 7) * day],
  ]);
  let time = bases.get(base) ?? Number.NaN;
  for (const [, sign, count, letter = "m"] of steps.matchAll(/([+-])(\d+)([mhdw])/g)) {
    time += (sign === "-" ? -1 : 1) * Number(count) * (unit[letter] ?? 0);
  }
  return base === "now" || /[mh]/.test(steps) ? within(time, null) : within(time, time + day);
}

function within(first: number, after: number | null): { first: string; last: string } {
  const write = (time: number): string => new Date(time).toISOString().slice(0, 19).replace("T", " ");
  const start = `${write(first)}.000000`;
  return { first: start, last: after === null ? start : `${write(after - 1000)}.999999` };
}
