import type { ChangePlan, Planned } from "../api/changes.ts";
import { RcdbError } from "../api/failure.ts";
import type { ConditionType } from "../api/catalogue.ts";
import type { Database } from "../db/database.ts";
import { isRunHeading, readDelimited, runOfField, type DelimitedLine } from "../formats/readDelimited.ts";
import { quoted } from "../text/quoted.ts";
import { readTypesByName, unknownCondition } from "../writing/conditionTypes.ts";
import { typedValue } from "../writing/typedValue.ts";
import type { Wanted, WantedValue } from "./wanted.ts";
import { timeNames } from "./standing.ts";

type PlannedTable = Extract<Planned, { from: "table" }>;
type Types = ReadonlyMap<string, ConditionType>;

/** What a column of a table has: values of a condition, or a time of the run; `field` is its place in a line. */
interface Column extends Pick<WantedValue, "kind" | "name"> {
  readonly field: number;
  readonly type: ConditionType | undefined;
}

/** A heading as it is told, which no other column has; what it is taken for, and why it is taken for nothing where nobody said so. */
interface Heading {
  readonly heading: string;
  /** By this it is chosen again: `run.started` where a condition has the name, too. */
  readonly target: string | null;
  readonly column: Column | null;
  readonly problem: string | null;
}

/**
 * The values that a table asks for. Throws `bad_input` with the line, and `no_such_condition` for a column that is given another name. What no
 * column can be told of is in `columns`, with the reason.
 */
export async function readTable(
  database: Database,
  { text, action, columns: given, createRuns }: PlannedTable,
): Promise<Wanted> {
  const types = await readTypesByName({ transaction: database });
  const [header, ...lines] = readDelimited(text);
  const headings = header?.fields.map((field) => field ?? "") ?? [];
  const runField = headings.findIndex((heading) => isRunHeading(heading.trim()));
  if (runField === -1) {
    throw new RcdbError(
      "bad_input",
      "The table has no column “run”. Name the columns in its first line: run,status,user_comment",
    );
  }
  const isUsed = (field: number): boolean =>
    headings[field]?.trim() !== "" || lines.some(({ fields }) => (fields[field] ?? null) !== null);
  const fields = [...headings.keys()].filter((field) => field !== runField && isUsed(field));
  const columns = headingsOf(headings, fields, given, types);
  const found = columns.flatMap(({ column }) => column ?? []);
  return {
    action,
    createRuns,
    ...valuesOf(lines, runField, found),
    columns: columns.map(({ heading, target, problem }) => ({ heading, name: target, problem })),
  };
}

function headingsOf(
  headings: readonly string[],
  fields: readonly number[],
  given: PlannedTable["columns"],
  types: Types,
): readonly Heading[] {
  const told = new Set<string>();
  const fieldOf = new Map<string, number>();
  return fields.map((field) => {
    const written = headings[field] ?? "";
    const heading = distinct(written.trim(), field, told);
    const chosen = Object.hasOwn(given, heading) ? given[heading] : undefined;
    const target = chosen ?? targetOf(written, types);
    if (chosen === null) return { heading, target: null, column: null, problem: null };
    const column = target === null ? null : columnOf(target, field, types);
    if (column === null && typeof chosen === "string") throw unknownCondition(chosen, types.keys());
    if (column === null) return { heading, target: null, column, problem: unclear(written.trim(), types) };
    // A time has two names: started, and run.started.
    const meant = `${column.kind} ${column.name}`;
    const before = fieldOf.get(meant);
    if (before !== undefined) {
      const problem = `Column ${before + 1} is for ${quoted(column.name)} already. Leave one out.`;
      return { heading, target: null, column: null, problem };
    }
    fieldOf.set(meant, field);
    return { heading, target, column, problem: null };
  });
}

/** A heading, or one that tells the place of the column where there is none, or one before has the same. */
function distinct(heading: string, field: number, told: Set<string>): string {
  let own = heading === "" ? `column ${field + 1}` : heading;
  while (told.has(own)) own = `${own} (column ${field + 1})`;
  told.add(own);
  return own;
}

/** What a heading means; null where it is the name of nothing, or of two things. A stored name may have blanks around it. */
function targetOf(written: string, types: Types): string | null {
  if (types.has(written) && !timeNames.includes(written)) return written;
  const heading = written.trim();
  const isTwo = timeNames.includes(heading) && types.has(heading);
  const ofCondition = /^condition\.(.+)$/.exec(heading)?.[1];
  if (!types.has(heading) && ofCondition !== undefined && types.has(ofCondition)) return ofCondition;
  return isTwo ? null : heading;
}

/** What a target stands for; null for a name that the database has not. */
function columnOf(target: string, field: number, types: Types): Column | null {
  const type = types.get(target);
  if (type) return { kind: "condition", name: target, field, type };
  const name = /^run\.(.+)$/.exec(target)?.[1] ?? target;
  return timeNames.includes(name) ? { kind: "time", name, field, type: undefined } : null;
}

function unclear(heading: string, types: Types): string {
  if (heading === "") return "It has values and no heading.";
  if (!timeNames.includes(heading)) return unknownCondition(heading, types.keys()).message;
  return `${quoted(heading)} is a time of the run, and a condition: write run.${heading}, or condition.${heading}.`;
}

function valuesOf(
  lines: readonly DelimitedLine[],
  runField: number,
  columns: readonly Column[],
): Pick<Wanted, "values" | "unread"> {
  const lineOfRun = new Map<number, number>();
  const values: WantedValue[] = [];
  const unread: ChangePlan["unread"] = [];
  for (const { fields, line } of lines) {
    const text = fields[runField] ?? null;
    const run = runOfField(text);
    const before = run === null ? undefined : lineOfRun.get(run);
    if (run === null) unread.push({ line, message: `${quoted(text ?? "")} is not a run number.` });
    else if (before !== undefined) unread.push({ line, message: `Run ${run} is on line ${before} already.` });
    else {
      lineOfRun.set(run, line);
      for (const { kind, name, field, type } of columns) {
        const value = fields[field] ?? null;
        if (value !== null) values.push({ run, kind, name, value: typedValue(value, type?.type), line });
      }
    }
  }
  return { values, unread };
}
