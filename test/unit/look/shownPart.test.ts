/** Which runs a plot shows: all, some, none, or not known yet. */
import { expect, test } from "vitest";
import { shownPartOf } from "../../../renderer/look/shownPart.ts";

const some = { firstRun: 5, lastRun: 9 };
const none = { firstRun: null, lastRun: null };

test.each([
  [true, null, "all"],
  [true, none, "all"],
  [false, null, "counting"],
  [false, none, "none"],
  [false, some, { first: 5, last: 9 }],
])("of the whole: %s, with counts %j: %j", (isWhole, counts, part) => {
  expect(shownPartOf(isWhole, counts)).toEqual(part);
});
