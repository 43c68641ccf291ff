/** Which runs an edit of an expression brings in and throws out. */
import { describe, expect, test } from "vitest";
import { compareSelections } from "../../../core/search/compareSelections.ts";
import { backends } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";

describe.each(backends)("on $name", ({ create }) => {
  test("in and out are told apart, also where values are missing", async () => {
    const connection = await create({
      types: { n: "int", kind: "string" },
      runs: {
        1: { conditions: { n: 1, kind: "a" } },
        2: { conditions: { n: 2, kind: "a" } },
        3: { conditions: { n: 3 } },
        4: { conditions: { kind: "b" } },
      },
    });
    const database = await openForTest(connection);
    const compare = (before: string | null, after: string) =>
      compareSelections(database, { before, after }, new AbortController().signal);
    expect(await compare("n < 3", "n > 1")).toEqual({
      before: 2,
      runs: 2,
      added: { count: 1, runs: [3] },
      removed: { count: 1, runs: [1] },
    });
    expect(await compare(null, "kind == 'a'")).toEqual({ before: null, runs: 2, added: null, removed: null });
    // A variant for each range: what is not reached is not evaluated.
    expect(await compare("n > 0", "(run < 4 and n > 0) or (run >= 4 and kind == 'b')")).toMatchObject({
      added: { count: 1, runs: [4] },
      removed: { count: 0 },
    });
    await expect(compare("n <", "n > 1")).rejects.toMatchObject({ code: "expression" });
  });
});
