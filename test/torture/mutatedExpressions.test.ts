/**
 * Expressions in which characters were removed, doubled or put elsewhere: each is answered as the plain evaluator does, or
 * refused with a place in the text.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toFailure } from "../../core/api/failure.ts";
import { analyzeQuery } from "../../core/query/analyze.ts";
import { format } from "../../core/query/format.ts";
import { parse } from "../../core/query/parser.ts";
import { searchRuns } from "../../core/search/search.ts";
import { backends } from "../support/backends.ts";
import { openForTest, type TestRun } from "../support/database.ts";
import {
  arbitraryQuery,
  conditions,
  definedOnly,
  keptOf,
  now,
  plainAnswer,
  runs,
  types,
} from "../support/randomRuns.ts";
import { roundLimit, rounds, seed } from "./effort.ts";

interface Change {
  readonly kind: "remove" | "double" | "move" | "put";
  readonly at: number;
  readonly to: number;
  readonly text: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom("remove", "double", "move", "put"),
  at: fc.nat(200),
  to: fc.nat(200),
  text: fc.constantFrom(
    "(",
    ")",
    "'",
    "not ",
    " and ",
    " or ",
    "-",
    "1",
    "**",
    "==",
    " in ",
    "[",
    ",",
    ".",
    "%",
    "\u00e9",
  ),
});

function changed(text: string, { kind, at, to, text: put }: Change): string {
  const [from, end] = [
    at % (text.length + 1),
    Math.min(text.length, (at % (text.length + 1)) + 1 + (to % 3)),
  ];
  const [before, taken, after] = [text.slice(0, from), text.slice(from, end), text.slice(end)];
  switch (kind) {
    case "remove":
      return before + after;
    case "double":
      return before + taken + taken + after;
    case "move": {
      const rest = before + after;
      const place = to % (rest.length + 1);
      return rest.slice(0, place) + taken + rest.slice(place);
    }
    case "put":
      return before + put + taken + after;
  }
}

const mutated = fc
  .tuple(arbitraryQuery, fc.array(change, { minLength: 1, maxLength: 4 }))
  .map(([tree, changes]) => changes.reduce(changed, format(tree)));

describe.each(backends)("on $name", (backend) => {
  test("answered, or refused with a place", { timeout: roundLimit }, async () => {
    const [random = []] = fc.sample(runs, { seed, numRuns: 1 });
    const values = random.map((run) => keptOf(run, backend));
    const stored = values.map((run, at): [number, TestRun] => [at + 1, { conditions: definedOnly(run) }]);
    const database = await openForTest(await backend.create({ types, runs: Object.fromEntries(stored) }));

    const property = fc.asyncProperty(mutated, async (text) => {
      const analyzed = analyzeQuery(text, { conditions, aliases: [] }, now);
      const order = { column: "run", descending: false };
      const search = { expression: text, runMin: null, runMax: null, ranges: [], columns: [], order };
      const outcome = await searchRuns(database, search, undefined, now).catch((thrown: unknown) =>
        toFailure(thrown),
      );
      if ("result" in outcome) {
        // An empty one selects all runs.
        const parsed = parse(text);
        const tree = parsed.ok ? parsed.value : null;
        const all = values.map((_, at) => at + 1);
        expect(outcome.result.rows(0, 100).runs, text).toEqual(
          tree ? plainAnswer(tree, values).expected : all,
        );
      } else {
        expect(outcome.code, text).toBe("expression");
        if (!analyzed.ok) {
          for (const { from, to } of analyzed.problems) {
            expect(from, text).toBeGreaterThanOrEqual(0);
            expect(to, text).toBeLessThanOrEqual(text.length);
          }
        }
      }
    });
    await fc.assert(property, { numRuns: rounds(100_000, 0.005), seed });
  });
});
