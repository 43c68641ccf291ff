/** Sets of columns that people keep and pass on: a `.rcdbcolumns` file has some of them. docs/window.md explains it. */
import * as v from "valibot";
import { withFullStop } from "../text/withFullStop.ts";
import { failed, succeeded, type Outcome } from "./failure.ts";
import { computedColumn, type WantedColumn } from "./search.ts";

/** What the names of such files end with. */
export const columnSetExtension = "rcdbcolumns";
const mostSets = 10_000;
/** Larger files are not read. */
export const mostColumnSetBytes = 20_000_000;

const name = v.pipe(
  v.string("it is not a text"),
  v.check((text) => !/\p{Cc}/u.test(text), "it has control characters"),
  v.trim(),
  v.minLength(1, "it is empty"),
  v.maxLength(200, "it has more than 200 characters"),
);

const columnSet = v.strictObject({
  name,
  /** Names of conditions, of computed columns below, and of the run's own, in their order. */
  columns: v.pipe(
    v.array(v.pipe(v.string("it is not a text"), v.maxLength(255, "it is longer than a name"))),
    v.minLength(1, "it has no columns"),
    v.maxLength(500, "it has more than 500 columns"),
  ),
  computed: v.optional(v.pipe(v.array(computedColumn), v.maxLength(500, "there are too many")), []),
});
export type ColumnSet = v.InferOutput<typeof columnSet>;

/** A list of them, as a window keeps it. */
export const columnSetList = v.array(columnSet);

const columnSetFile = v.strictObject({
  rcdbcolumns: v.literal(1),
  sets: v.pipe(
    columnSetList,
    v.minLength(1, "it has no sets"),
    v.maxLength(mostSets, "it has too many sets"),
  ),
});

/** Why a set cannot have that name, in words; null where it can. */
export function columnSetNameProblem(text: string): string | null {
  const parsed = v.safeParse(name, text);
  return parsed.success ? null : withFullStop(`The name cannot be this: ${parsed.issues[0].message}`);
}

/** The text of a file that `readColumnSets` reads back. */
export function writeColumnSets(sets: readonly ColumnSet[]): string {
  return `${JSON.stringify({ rcdbcolumns: 1, sets }, null, 2)}\n`;
}

/** The sets of a file that somebody made; fails with `bad_input`, which says what is wrong with it and where. */
export function readColumnSets(text: string): Outcome<ColumnSet[]> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    return failed("bad_input", `It is not JSON. Choose a .${columnSetExtension} file.`);
  }
  const head = v.safeParse(v.object({ rcdbcolumns: v.number() }), value);
  if (!head.success) return failed("bad_input", "It holds no column sets: it has no “rcdbcolumns”.");
  if (head.output.rcdbcolumns !== 1) {
    const words = `It is of version ${head.output.rcdbcolumns}, and version 1 can be read.`;
    return failed("bad_input", `${words} Write it again with this version, or update the program.`);
  }
  const parsed = v.safeParse(columnSetFile, value);
  if (parsed.success) return succeeded(parsed.output.sets);
  const [issue] = parsed.issues;
  const place = v.getDotPath(issue);
  return failed(
    "bad_input",
    `It cannot be read${place === null ? "" : `, at “${place}”`}: ${withFullStop(issue.message)} Nothing was taken from it.`,
  );
}

/** The columns of a set, the computed ones with their expressions. */
export function columnsOfSet({ columns, computed }: ColumnSet): readonly WantedColumn[] {
  return columns.map((column) => computed.find((one) => one.name === column) ?? column);
}
