import { describe, expect, test } from "vitest";
import { analyze, type Vocabulary } from "../../../core/query/index.ts";
import { examplesFor } from "../../../renderer/model/examples.ts";
import { vocabulary } from "../query/vocabulary.ts";

const texts = ["hd_all.tsg", 'it\'s "odd"\\', ""];
const ingredients = { textsOf: () => texts, lastStart: "2018-02-17 13:26:01", lastRun: 41_000 };

function wanted(known: Vocabulary, more = {}): string[] {
  const examples = examplesFor({ ...ingredients, vocabulary: known, ...more });
  for (const { expression } of examples)
    expect([expression, analyze(expression, known).ok]).toEqual([expression, true]);
  return examples.map(({ want }) => want);
}

describe("examples are right for the database", () => {
  test("with all types of conditions", () => {
    expect(wanted(vocabulary)).toHaveLength(14);
  });
  test("without values that are known", () => {
    expect(wanted(vocabulary, { textsOf: () => [], lastStart: null, lastRun: null })).toHaveLength(12);
  });
  test("without any condition or alias", () => {
    expect(wanted({ conditions: [], aliases: [] })).toEqual(["since a date", "since a run"]);
    expect(wanted({ conditions: [], aliases: [] }, { lastStart: null, lastRun: null })).toEqual([]);
  });
  test("with texts and integers only, of other names", () => {
    const conditions = [
      { name: "shift", type: "string", description: null },
      { name: "count", type: "int", description: null },
    ] as const;
    expect(wanted({ conditions, aliases: [] })).toContain("text is one of several");
  });
});
