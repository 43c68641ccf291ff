/** Rows that are streamed while their result makes room for others. */
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { failed, succeeded } from "../../../core/api/failure.ts";
import type { Newest } from "../../../core/api/database.ts";
import type { SearchResult } from "../../../core/api/search.ts";
import type { Reader } from "../../../server/api/resources.ts";
import { rowStream } from "../../../server/api/rows.ts";

function searchOf(result: string, newestLog: number): SearchResult {
  const newest = { log: newestLog } as unknown as Newest;
  return { result, count: 1, columns: [], newest } as unknown as SearchResult;
}

/** Holds the rows of the second search only. */
const reader = {
  readRows: ({ result }: { readonly result: string }) =>
    Promise.resolve(
      result === "p2" ? succeeded({ from: 0, runs: [7], values: [] }) : failed("result_gone", "Gone."),
    ),
} as unknown as Reader;

const told: string[] = [];

function rowsAfter(newestLog: number): Promise<string> {
  const again = () => Promise.resolve(searchOf("p2", newestLog));
  const found = { format: "csv", rows: 1, search: searchOf("p1", 1), again } as const;
  return text(rowStream(reader, found, false, {}, (failure) => told.push(failure)));
}

test("rows that are gone are searched for again, unless something newer is in the database", async () => {
  expect(await rowsAfter(1)).toContain("7");
  await expect(rowsAfter(2)).rejects.toThrow("Gone.");
  expect(told).toEqual(["result_gone"]);
});
