/** Searching in the contents of all configuration files. */
import { sql } from "kysely";
import type { CallContext } from "../api/dispatch.ts";
import type { FileMatches, FileSearch } from "../api/files.ts";
import { compareTexts } from "../text/compareTexts.ts";
import type { Database } from "../db/database.ts";
import { isAbsent, lacksContents, notInCopy } from "./absentContents.ts";
import { bytesOfContent } from "./files.ts";
import { noRuns, readRunsOfFiles } from "./fileVersions.ts";
import { linePattern, type LinePattern } from "./linePattern.ts";
import { Yielding } from "../db/yielding.ts";

type Match = FileMatches["matches"][number];

interface SearchedFile {
  readonly id: number;
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * The lines of all files that contain a text or fit a regular expression of RE2, by path and id of the file, each
 * with the first place in it. Throws `bad_input` for what is none, `not_in_copy` where contents are not there, and `cancelled`.
 */
export async function searchFiles(
  database: Database,
  search: FileSearch,
  { signal, report }: CallContext,
): Promise<FileMatches> {
  const pattern = linePattern(search);
  const yielding = new Yielding(signal, "The search in files was cancelled.");
  const files = await listFiles(database, search.path);
  checkContents(database, files);
  const matches: Match[] = [];
  let searched = 0;
  for (const group of inGroups(files)) {
    report({ done: searched, total: files.length, label: "Searching files" });
    const contents = await readContents(database, group, search);
    for (const { id, path } of group) {
      await yielding.pause();
      searched++;
      const content = contents.get(id);
      if (content === undefined || (!search.regularExpression && !pattern.test(content))) continue;
      for await (const match of matchesIn(content, pattern, yielding)) {
        if (matches.length === search.limit) return answer(false);
        matches.push({ file: { id, path }, ...match });
      }
    }
  }
  return answer(true);

  async function answer(complete: boolean): Promise<FileMatches> {
    const found = await withRuns(
      database,
      matches.map(({ file }) => file),
    );
    return { matches, found, files: searched, complete };
  }
}

/** Each of these files once, with the runs that used it. */
async function withRuns(database: Database, files: readonly Match["file"][]): Promise<FileMatches["found"]> {
  const different = [...new Map(files.map((file) => [file.id, file])).values()];
  const runs = await readRunsOfFiles(
    database,
    different.map(({ id }) => id),
  );
  return different.map((file) => ({ ...file, ...(runs.get(file.id) ?? noRuns) }));
}

async function listFiles({ read, dialect }: Database, part: string): Promise<SearchedFile[]> {
  const columns = ["id", "path", "sha256", bytesOfContent(dialect)] as const;
  const files = await read.selectFrom("files").select(columns).execute();
  const wanted = part.toLowerCase();
  return files
    .filter(({ path }) => path.toLowerCase().includes(wanted))
    .sort((a, b) => compareTexts(a.path, b.path) || a.id - b.id);
}

/** “No file contains it” is true only where all contents are there. */
function checkContents(database: Database, files: readonly SearchedFile[]): void {
  if (!lacksContents(database)) return;
  const { length } = files.filter((file) => isAbsent(database, file));
  if (length > 0) throw notInCopy(database, `The contents of ${length} of ${files.length} files are`);
}

/** About how many bytes of contents, and how many files, are read at once. */
const bytesPerRead = 4_000_000;
const filesPerRead = 200;

function* inGroups(files: readonly SearchedFile[]): Generator<SearchedFile[]> {
  let group: SearchedFile[] = [];
  let bytes = 0;
  for (const file of files) {
    if (group.length > 0 && (bytes + file.bytes > bytesPerRead || group.length === filesPerRead)) {
      yield group;
      group = [];
      bytes = 0;
    }
    group.push(file);
    bytes += file.bytes;
  }
  if (group.length > 0) yield group;
}

/** Contents by file; where the database can tell by itself that a text is not in one, it is left out. */
async function readContents(
  { read, dialect }: Database,
  files: readonly SearchedFile[],
  { text, regularExpression, caseSensitive }: FileSearch,
): Promise<ReadonlyMap<number, string>> {
  const ids = files.map(({ id }) => id);
  let query = read.selectFrom("files").select(["id", "content"]).where("id", "in", ids);
  if (caseSensitive && !regularExpression) {
    const position = dialect.position(dialect.storedText(sql.ref("content")), dialect.textLiteral(text));
    query = query.where(sql<boolean>`${position} > 0`);
  }
  const found = await query.execute();
  return new Map(found.map(({ id, content }) => [id, content]));
}

async function* matchesIn(
  content: string,
  pattern: LinePattern,
  yielding: Yielding,
): AsyncGenerator<Omit<Match, "file">> {
  let line = 0;
  for (const text of content.split(/\r\n|\r|\n/)) {
    line++;
    if (yielding.isDue) await yielding.pause();
    const place = pattern.find(text);
    if (place) yield { line, ...cutAround(text, place.from, place.to) };
  }
}

/** How many characters of a line are shown, and how many of them before the place. */
const shownLength = 200;
const shownBefore = 60;

/** A long line cut to what is around a place, and where that is in what is left. */
export function cutAround(
  line: string,
  from: number,
  to: number,
): { readonly text: string; readonly from: number; readonly to: number } {
  if (line.length <= shownLength) return { text: line, from, to };
  const latest = Math.max(0, line.length - shownLength);
  const start = wholeCharacter(line, Math.min(Math.max(0, from - shownBefore), latest));
  const text = line.slice(start, wholeCharacter(line, start + shownLength));
  return { text, from: from - start, to: Math.min(to - start, text.length) };
}

/** A place that is not between the two halves of a character beyond 16 bits: the one before where it is. */
function wholeCharacter(text: string, place: number): number {
  const isHalf =
    /^[\udc00-\udfff]/.test(text.charAt(place)) && /[\ud800-\udbff]$/.test(text.charAt(place - 1));
  return isHalf ? place - 1 : place;
}
