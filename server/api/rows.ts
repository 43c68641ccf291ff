/** Runs and their values as a stream of bytes, in each format that results are exported in. */
import { createGzip } from "node:zlib";
import { pipeline, Readable } from "node:stream";
import type { CallOptions } from "../../core/api/client.ts";
import {
  exportFormatNames,
  exportFormats,
  isRunListFormat,
  type RowFormatName,
} from "../../core/api/exportFormats.ts";
import { RcdbError, unwrap, type FailureCode, type Outcome } from "../../core/api/failure.ts";
import type { Rows, SearchResult, WantedColumn } from "../../core/api/search.ts";
import { rowEncoder } from "../../core/formats/encoders.ts";
import type { Chunk } from "../../core/formats/rowEncoder.ts";
import { computedParameter, withComputed } from "./computed.ts";
import {
  flag,
  integer,
  names,
  oneOf,
  readChoice,
  readFlag,
  readInteger,
  text,
  type Given,
  type Parameter,
} from "./parameters.ts";
import { readBounds, readNames, type Reader } from "./resources.ts";

/** The formats of rows; those that list runs alone are for files of people. */
export const rowFormats = exportFormatNames.filter((name): name is RowFormatName => !isRunListFormat(name));

export const rowsParameters: Readonly<Record<string, Parameter>> = {
  q: text("A condition expression; without it all runs"),
  columns: names(
    "Names of conditions, and started, finished, length, with commas between them; * for all conditions",
  ),
  ...computedParameter,
  runs: names("Only these runs: 1000-2000, 1000-, 1000,1005 or the name of a run period"),
  format: oneOf("How the rows are written, json without it", rowFormats),
  sort: text("The column to sort by; the run number without it"),
  descending: flag("Whether the greatest come first"),
  limit: integer("The most rows"),
};

export interface Found {
  readonly format: RowFormatName;
  readonly rows: number;
  readonly search: SearchResult;
  /** Makes the same search again. */
  readonly again: () => Promise<SearchResult>;
}

/** Runs the query of an address. Throws what it fails with, and `too_large` for more than `mostRows` rows. */
export async function findRows(
  reader: Reader,
  given: Given,
  mostRows: number | null,
  options: CallOptions,
): Promise<Found> {
  const format = readChoice(given, "format", rowFormats) ?? "json";
  const bounds = await readBounds(reader, given, options);
  const named = await readColumns(reader, readNames(given, "columns"), options);
  const columns: WantedColumn[] = withComputed(given, named);
  const order = { column: given["sort"] ?? "run", descending: readFlag(given, "descending") };
  const limit = readInteger(given, "limit");
  if (limit !== null && limit < 0) throw new RcdbError("bad_input", `“limit” is ${limit}. Give 0 or more.`);
  const expression = given["q"] ?? "";
  const again = async (): Promise<SearchResult> =>
    unwrap(await reader.searchRuns({ expression, ...bounds, columns, order }, options));
  const search = await again();
  const rows = Math.min(search.count, limit ?? search.count);
  if (mostRows !== null && rows > mostRows) {
    throw new RcdbError(
      "too_large",
      `These are ${rows} rows, and this server gives ${mostRows} at once. Ask for fewer by “runs” or “limit”.`,
      { rows, limit: mostRows },
    );
  }
  return { format, rows, search, again };
}

async function readColumns(
  reader: Reader,
  wanted: readonly string[],
  options: CallOptions,
): Promise<string[]> {
  const isAll = wanted.includes("*");
  if (!isAll && !wanted.includes("run")) return [...wanted];
  const types = unwrap(await reader.listConditionTypes({}, options)).map(({ name }) => name);
  const named = wanted.flatMap((name) => (name === "*" ? types : [name]));
  // The number of the run comes with each row, whether it is asked for or not.
  return [...new Set(named)].filter((name) => name !== "run" || types.includes("run"));
}

const rowsPerPart = 1000;

/** The bytes of the rows, part by part, as who reads them takes them. `tell` is given what the database fails with on the way. */
export function rowStream(
  reader: Reader,
  found: Found,
  gzip: boolean,
  options: CallOptions,
  tell: (failure: FailureCode) => void,
): ReadableStream {
  const encoded = Readable.from(encodedRows(reader, found, options), { objectMode: false });
  encoded.once("error", (thrown) => tell(thrown instanceof RcdbError ? thrown.code : "internal"));
  // An error on the way breaks the connection off: what was sent is not taken for the whole.
  const bytes = gzip ? pipeline(encoded, createGzip(), () => undefined) : encoded;
  return Readable.toWeb(bytes) as ReadableStream;
}

async function* encodedRows(reader: Reader, found: Found, options: CallOptions): AsyncGenerator<Buffer> {
  const { rows, search } = found;
  const encoder = rowEncoder(found.format, search.columns);
  yield* bytesOf(encoder.begin());
  let { result } = search;
  for (let from = 0; from < rows; from += rowsPerPart) {
    const wanted = { from, count: Math.min(rowsPerPart, rows - from), texts: "whole" } as const;
    let part = await reader.readRows({ result, ...wanted }, options);
    for (let tries = 1; isGone(part) && tries < mostTries; tries++) {
      const renewed = await found.again();
      if (!isSameSearch(renewed, search)) break;
      result = renewed.result;
      part = await reader.readRows({ result, ...wanted }, options);
    }
    yield* bytesOf(encoder.part(unwrap(part)));
  }
  yield* bytesOf(encoder.end());
}

/** Whether the same runs stand at the same places, as far as the database tells what is new in it. */
function isSameSearch(one: SearchResult, other: SearchResult): boolean {
  return one.count === other.count && JSON.stringify(one.newest) === JSON.stringify(other.newest);
}

/** How often rows are searched for that have made room for those of others meanwhile. */
const mostTries = 4;

function isGone(outcome: Outcome<Rows>): boolean {
  return !outcome.ok && (outcome.error.code === "result_gone" || outcome.error.code === "interrupted");
}

/** A piece that is empty would end the stream. */
function* bytesOf(chunk: Chunk): Generator<Buffer> {
  if (chunk.length > 0) yield Buffer.from(chunk as string);
}

/** Whether the answer is compressed: where its reader takes that, and it is not by itself. */
export function wantsGzip(accepted: string | undefined, format: RowFormatName): boolean {
  const isTaken = /(^|[\s,])gzip\s*(,|$|;\s*q=(?!0(\.0*)?\s*(,|$)))/i.test(accepted ?? "");
  return isTaken && exportFormats[format].isCompressed !== true;
}
