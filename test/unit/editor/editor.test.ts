import { describe, expect, it } from "vitest";
import { analyze, builtInAliases, type QueryProblem, type Vocabulary } from "../../../core/query/index.ts";
import { colourText } from "../../../renderer/editor/colours.ts";
import { fixLabel } from "../../../renderer/editor/fixLabel.ts";
import { rank } from "../../../renderer/editor/ranking.ts";
import { finishedProblems } from "../../../renderer/editor/unfinished.ts";
import { meaningsOf } from "../../../renderer/editor/meanings.ts";

const vocabulary: Vocabulary = {
  conditions: [
    { name: "beam_current", type: "float", description: "Mean beam current" },
    { name: "current_of_solenoid", type: "float", description: null },
    { name: "event_count", type: "int", description: null },
    { name: "run_config", type: "string", description: null },
  ],
  aliases: builtInAliases,
};

function problemsOf(text: string): readonly QueryProblem[] {
  const answer = analyze(text, vocabulary);
  return answer.ok ? [] : answer.problems;
}

describe("finishedProblems", () => {
  /** `|` is the cursor. */
  it.each<[string, boolean, number]>([
    ["beam_current >|", false, 0],
    ["beam_current > |", false, 0],
    ["(beam_current > 5|", false, 0],
    ["run_config == 'FC|", false, 0],
    ["run_config.|", false, 0],
    ["@|", false, 0],
    ["beam_current > | and event_count > 5", false, 0],
    ["|beam_current > and event_count > 5", false, 1],
    ["event_count = 5|", false, 1],
    ["beam_curent|", true, 0],
    ["beam_curent|", false, 1],
    ["beam_curent > 5|", true, 1],
  ])("of %j (completing: %j) shows %i", (marked, completing, shown) => {
    const cursor = marked.indexOf("|");
    const text = marked.replace("|", "");
    expect(problemsOf(text).length).toBeGreaterThan(0);
    expect(finishedProblems(problemsOf(text), { text, cursor, completing })).toHaveLength(shown);
  });
  it("shows everything while nobody writes", () => {
    const text = "beam_current >";
    expect(finishedProblems(problemsOf(text), { text, cursor: null, completing: false })).toHaveLength(1);
  });
});

describe("colourText", () => {
  const colours = (text: string, known = meaningsOf(vocabulary)) =>
    colourText(text, known).map(({ from, to, className }) => `${text.slice(from, to)}:${className.slice(6)}`);

  it("tells known names from unknown ones, and methods from conditions", () => {
    expect(colours("@is_production and @nothing or run_config.startswith('a') != beam > 1.5")).toEqual([
      "@is_production:alias",
      "and:keyword",
      "@nothing:unknown",
      "or:keyword",
      "run_config:name",
      ".:operator",
      "startswith:method",
      "(:operator",
      "'a':string",
      "):operator",
      "!=:operator",
      "beam:unknown",
      ">:operator",
      "1.5:number",
    ]);
  });
  it("knows the run's own fields", () => {
    expect(colours("run")).toEqual(["run:name"]);
  });
  it("calls nothing unknown before the names are there", () => {
    expect(colours("beam @nothing", meaningsOf({ conditions: [], aliases: [] }))).toEqual([
      "beam:name",
      "@nothing:alias",
    ]);
  });
});

describe("rank", () => {
  const options = ["event_count", "beam_current", "@current", "current_of_solenoid", "recurrent"].map(
    (label) => ({ label }),
  );
  it.each([
    ["curr", ["@current", "current_of_solenoid", "beam_current", "recurrent"]],
    ["@CURR", ["@current", "current_of_solenoid", "beam_current", "recurrent"]],
    ["xyz", []],
  ])("for %j", (word, labels) => {
    expect(rank(options, word).map(({ label }) => label)).toEqual(labels);
  });
  it("keeps all in their order for nothing", () => {
    expect(rank(options, "")).toEqual(options);
  });
});

describe("fixLabel", () => {
  it.each([
    ["event_count = 5", "Change to", "=="],
    ["beam_curent > 5", "Change to", "beam_current"],
    ["beam_current > 5)", "Remove )", ""],
    ["(beam_current > 5", "Add", ")"],
    ["beam_current event_count", "Insert", "and"],
  ])("of the first fix of %j", (text, words, code) => {
    const fix = problemsOf(text)[0]?.fixes[0];
    expect(fix && fixLabel(fix)).toEqual({ words, code });
  });
});
