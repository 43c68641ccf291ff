/** Names of the same rows: each is sorted by itself, and they are held once. */
import { expect, test } from "vitest";
import { Results } from "../../../core/results/results.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { openForTest, writeDatabase } from "../../support/database.ts";

const runs = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [at + 1, {}]));
const ascending = { column: "run", descending: false };

test("who sorts the rows under a name leaves them as they are under the others", async () => {
  const database = await openForTest(writeDatabase({ runs }));
  const search = { expression: "", runMin: null, runMax: null, ranges: [], columns: [], order: ascending };
  const { result } = await searchRuns(database, search, new AbortController().signal);
  const results = new Results("p1");
  const first = results.add(result);
  const second = results.share(first);
  results.get(second).sort({ column: "run", descending: true });
  const third = results.share(first);
  expect([first, second, third].map((name) => results.get(name).rows(0, 2).runs)).toEqual([
    [1, 2],
    [20, 19],
    [1, 2],
  ]);
  expect(new Set([first, second, third]).size).toBe(3);
  expect(results.get(third).cells).toBe(results.get(first).cells);
});

test("names of the same rows do not push each other out, until there are very many", async () => {
  const database = await openForTest(writeDatabase({ runs }));
  const search = { expression: "", runMin: null, runMax: null, ranges: [], columns: [], order: ascending };
  const { result } = await searchRuns(database, search, new AbortController().signal);
  const results = new Results("p1");
  const first = results.add(result);
  const second = results.share(first);
  for (let names = 0; names < 500; names++) results.share(first);
  expect(results.get(first).count).toBe(20);
  for (let names = 0; names < 600; names++) results.share(first);
  expect(results.get(first).count).toBe(20);
  expect(() => results.get(second)).toThrow("result");
});
