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

/** The values that a table asks for. Throws `bad_input` with the line, and `no_such_condition` for a column that is given another name. */
export async function readTable(
  database: Database,
  { text, action, columns: given, createRuns }: PlannedTable,
): Promise<Wanted> {
  const types = await readTypesByName({ transaction: database });
  const [header, ...lines] = readDelimited(text);
  const headings = header?.fields.map((field) => field?.trim() ?? "") ?? [];
  const runField = headings.findIndex(isRunHeading);
  if (runField === -1) {
    throw new RcdbError(
      "bad_input",
      "The table has no column “run”. Name the columns in its first line: run,status,user_comment",
    );
  }
  const columns = headings.flatMap((heading, field) => {
    return field === runField ? [] : [{ heading, column: columnOf(heading, field, given, types) }];
  });
  const found = columns.flatMap(({ column }) => column ?? []);
  checkDistinct(found);
  return {
    action,
    createRuns,
    ...valuesOf(lines, runField, found),
    columns: columns.map(({ heading, column }) => ({ heading, name: column?.name ?? null })),
  };
}

function columnOf(
  heading: string,
  field: number,
  given: PlannedTable["columns"],
  types: Types,
): Column | null {
  const chosen = Object.hasOwn(given, heading) ? given[heading] : undefined;
  if (chosen === null) return null;
  const name = chosen ?? heading;
  const type = types.get(name);
  if (type) return { kind: "condition", name, field, type };
  if (timeNames.includes(name)) return { kind: "time", name, field, type: undefined };
  if (chosen === undefined) return null;
  throw unknownCondition(name, types.keys());
}

function checkDistinct(columns: readonly Column[]): void {
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new RcdbError("bad_input", `Two columns are for ${quoted(twice)}. Leave one out.`);
  }
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
