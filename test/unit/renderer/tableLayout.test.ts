/** The widths and pins of two tables of a database: each keeps what is only the other one's. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { KeptLayout } from "../../../renderer/runs/tableLayout.svelte.ts";
import { stubRunes } from "../../support/runes.ts";

beforeEach(stubRunes);
afterEach(() => void vi.unstubAllGlobals());

/** What both tables share, and what is stored of it. */
function layoutForTest() {
  const stored: { widths: Readonly<Record<string, number>>; pinned: readonly string[] } = {
    widths: { run: 90 },
    pinned: ["b"],
  };
  const kept = new KeptLayout({
    readWidths: () => stored.widths,
    readPinned: () => stored.pinned,
    keepWidths: (_, widths) => void (stored.widths = widths),
    keepPinned: (_, pinned) => void (stored.pinned = pinned),
  });
  kept.open("sample");
  return { kept, stored };
}

test("a width that is changed in one table stays when another is changed in the other", () => {
  const { kept, stored } = layoutForTest();
  kept.resize({ a: 50 });
  kept.resize({ c: 70 });
  expect([kept.widths, stored.widths]).toEqual([
    { run: 90, a: 50, c: 70 },
    { run: 90, a: 50, c: 70 },
  ]);
});

// One table has the columns a and b, the other one b and c.
test.each([
  ["each pins one", ["b", "a"], ["b", "c"], ["b", "c", "a"]],
  ["one lets one go that both have", ["a"], ["c"], ["c", "a"]],
  ["the other pins none", ["b", "a"], [], ["a"]],
])("pins of both tables: %s", (_, first, second, pinned) => {
  const { kept, stored } = layoutForTest();
  kept.pin(first, ["a", "b"]);
  kept.pin(second, ["b", "c"]);
  expect([kept.pinned, stored.pinned]).toEqual([pinned, pinned]);
});
