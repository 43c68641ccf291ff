/** Saved queries, and the file in which people pass them on. */
import * as v from "valibot";
import { failed, succeeded, type Outcome } from "../../core/api/failure.ts";
import { withFullStop } from "../../core/text/withFullStop.ts";
import { withImported, type Imported } from "./imported.ts";
import { computedColumn, order, runRange } from "../../core/api/search.ts";

const mostQueries = 10_000;
const mostCharacters = { name: 200, expression: 100_000, note: 10_000 };

const line = v.pipe(
  v.string("it is not a text"),
  v.check((text) => !/\p{Cc}/u.test(text), "it has control characters"),
  v.trim(),
  v.maxLength(mostCharacters.name, `it has more than ${mostCharacters.name} characters`),
);

/** Levels of folders are separated by `/`; blanks around them and empty ones fall away. */
const folder = v.pipe(
  line,
  v.transform((text) =>
    text
      .split("/")
      .map((level) => level.trim())
      .filter((level) => level !== "")
      .join("/"),
  ),
);

const runNumber = v.nullable(
  v.pipe(v.number("it is not a run number"), v.safeInteger("it is not a run number")),
);

/** What is asked: as the window's address has it. */
export const storedSearch = v.object({
  expression: v.pipe(v.string("it is not a text"), v.maxLength(mostCharacters.expression, "it is too long")),
  runMin: runNumber,
  runMax: runNumber,
  ranges: v.pipe(v.array(runRange), v.maxLength(5000, "there are too many")),
  columns: v.nullable(v.pipe(v.array(v.string("it is not a text")), v.maxLength(500, "there are too many"))),
  order: v.nullable(order),
  /** What the computed ones of the columns are; earlier versions know none. */
  computed: v.optional(v.pipe(v.array(computedColumn), v.maxLength(500, "there are too many"))),
});

const database = v.object({ connection: v.string(), name: v.string() });

const savedQuery = v.object({
  name: v.pipe(
    line,
    v.minLength(1, "it is empty"),
    v.check((text) => !text.includes("/"), "it has a /, which separates folders"),
  ),
  /** `A/B`; empty at the top. */
  folder,
  note: v.pipe(v.string("it is not a text"), v.maxLength(mostCharacters.note, "it is too long")),
  /** The database for which it was made. */
  database,
  search: storedSearch,
});
export type SavedQuery = v.InferOutput<typeof savedQuery>;

export const savedQueries = v.array(savedQuery);

const format = "rcdb-queries";
const version = 1;
const fileHead = v.object({ format: v.literal(format), version: v.number(), queries: v.unknown() });

/** Checks a name that people type; null where it can be one, else why not. */
export function nameProblem(name: string): string | null {
  const parsed = v.safeParse(savedQuery.entries.name, name);
  return parsed.success ? null : withFullStop(`The name cannot be this: ${parsed.issues[0].message}`);
}

/** A folder as people type it, in its one form; null where it cannot be one. */
export function normalizeFolder(text: string): string | null {
  const parsed = v.safeParse(folder, text);
  return parsed.success ? parsed.output : null;
}

/** The place of a query among the others: no two have the same. */
export function pathOf({ folder: parent, name }: Pick<SavedQuery, "folder" | "name">): string {
  return parent === "" ? name : `${parent}/${name}`;
}

/** The folders that queries are in, each once. */
export function foldersOf(queries: readonly SavedQuery[]): string[] {
  return [...new Set(queries.map((query) => query.folder))];
}

/** The text of a file that `readQueryFile` reads back. */
export function writeQueryFile(queries: readonly SavedQuery[]): string {
  return `${JSON.stringify({ format, version, queries }, null, 2)}\n`;
}

/** The queries of a file that somebody made; fails with `bad_input`, which says what is wrong with it and where. */
export function readQueryFile(text: string): Outcome<SavedQuery[]> {
  const read = readJson(text);
  if (!read.ok) return read;
  const head = v.safeParse(fileHead, read.value);
  if (!head.success) {
    return failed("bad_input", `The file holds no saved queries: it has no “format” that is “${format}”.`);
  }
  if (head.output.version !== version) {
    const fix = "Write the file again with this version of the program, or update the program.";
    return failed(
      "bad_input",
      `The file is of version ${head.output.version}, and version ${version} can be read. ${fix}`,
    );
  }
  const list = v.safeParse(v.pipe(v.array(v.unknown()), v.maxLength(mostQueries)), head.output.queries);
  if (!list.success) {
    return failed("bad_input", `The file's “queries” are not a list of at most ${mostQueries} queries.`);
  }
  const queries: SavedQuery[] = [];
  for (const [index, given] of list.output.entries()) {
    const parsed = v.safeParse(savedQuery, given);
    if (!parsed.success) {
      const [issue] = parsed.issues;
      const place = v.getDotPath(issue);
      const message = issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
      return failed(
        "bad_input",
        `Query ${index + 1} of the file cannot be read${place === null ? "" : `, at “${place}”`}: ${message}. Nothing was imported.`,
      );
    }
    queries.push(parsed.output);
  }
  return succeeded(queries);
}

function readJson(text: string): Outcome<unknown> {
  try {
    return succeeded(JSON.parse(text) as unknown);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    return failed("bad_input", "The file is not JSON. Choose a file that was exported from saved queries.");
  }
}

/** A list with the queries of a file. Where another query has the name of one already, a number is put behind it. */
export function importInto(
  list: readonly SavedQuery[],
  queries: readonly SavedQuery[],
): { list: SavedQuery[]; imported: Imported } {
  return withImported(list, queries, pathOf);
}
