/** What tabs of results are called. */
import { expect, test } from "vitest";
import { emptyRoute } from "../../../renderer/model/route.ts";
import { tabTitle } from "../../../renderer/model/resultTabs.svelte.ts";

test.each([
  [{}, "All runs"],
  [{ expression: "beam_current > 100", runMin: 5 }, "beam_current > 100"],
  [{ runMin: 10, runMax: 20 }, "Runs 10–20"],
  [{ runMin: 10 }, "Runs from 10"],
  [{ runMax: 20 }, "Runs up to 20"],
  [
    {
      runMin: 1,
      runMax: 9,
      ranges: [
        { runMin: 1, runMax: 2 },
        { runMin: 8, runMax: 9 },
      ],
    },
    "2 ranges of runs",
  ],
])("%j is %s", (search, title) => {
  expect(tabTitle({ ...emptyRoute.search, ...search })).toBe(title);
});
