import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyze } from "../../../core/query/analyze.ts";
import { format } from "../../../core/query/format.ts";
import type { AliasDefinition, Expression } from "../../../core/query/tree.ts";
import { children } from "../../../core/query/walk.ts";
import { arbitraryExpression } from "../../support/arbitraryExpression.ts";
import { problemsOf, valueOf } from "./sketch.ts";
import { conditions, vocabulary } from "./vocabulary.ts";
import { processorTime } from "../../support/processorTime.ts";

test.each([
  ["", null],
  ["event_count", "int"],
  ["run_type", "string"],
  ["rtvs", "json"],
  ["None", "none"],
  ["True", "bool"],
  ["'text'", "string"],
  ["event_count > beam_current", "bool"],
  ["event_count + 1", "int"],
  ["event_count + has_beam", "int"],
  ["has_beam + has_beam", "int"],
  ["-has_beam", "int"],
  ["-beam_current", "float"],
  ["event_count * 1.5", "float"],
  ["event_count / 2", "float"],
  ["event_count // 2", "int"],
  ["event_count // beam_current", "float"],
  ["event_count % 7", "int"],
  ["event_count ** 2", "int"],
  ["event_count ** -2", "float"],
  ["event_count ** status", "float"],
  ["not event_count", "bool"],
  ["run_type.lower()", "string"],
  ["run_type.lower().startswith(daq_run)", "bool"],
  ["started", "time"],
  ["abs(has_beam)", "int"],
  ["abs(beam_current)", "float"],
  ["round(beam_current)", "int"],
  ["round(beam_current, 1)", "float"],
  ["round(event_count, -1)", "int"],
  ["min(event_count, 2.5)", "float"],
  ["max([has_beam, has_beam])", "bool"],
  ["min(run_type, rtvs)", "string"],
  ["max(started, finished)", "time"],
  ["len(run_type)", "int"],
  ["int(run_type)", "int"],
  ["float(event_count)", "float"],
  ["run_type[0]", "string"],
  ["rtvs[1:].lower()[::-1]", "string"],
  ["`event_count`", "int"],
  ["@is_production", "float"],
  ["@status_approved", "bool"],
  ["run == 5 or run_type", "bool"],
  ["run_type or daq_run", "string"],
  ["event_count or 2.5", "float"],
  ["run_type or started and beam_current", "bool"],
])("the type of %j", (text, type) => {
  const { tree, types } = valueOf(analyze(text, vocabulary));
  expect(tree === null ? null : types.get(tree)).toBe(type);
});

test.each([
  "80 < beam_current < 120",
  "event_count == 5.0",
  "has_beam == 1",
  "True + 1 == 2",
  "(event_count == 0) == is_valid_run_end",
  "run_type < 'x'",
  "run_type == rtvs",
  "'BCAL' in run_config",
  "daq_run in run_config",
  "'x' not in rtvs",
  "status in [-1, +2, 1.5, True]",
  "status not in (1, 2)",
  "status in []",
  "status in [None, 1]",
  "None in [1, 2]",
  "run_type in ['a', \"b\"]",
  "event_count == None",
  "None != run_type",
  "run_type is None",
  "started is not None",
  "None is None",
  "run_start_time > '2016-02-17'",
  "'2016-02-17 13:26' <= run_start_time < '2016-02-18T00:00:00.5'",
  "started in ['2016-02-17']",
  "run - 1 > 2 or True",
  "started < finished",
  "(event_count or 5) == 3",
  "(run_type or daq_run) == 'x'",
  "(started or finished) > '2016-01-01'",
  "(event_count or None) == 3",
  "run_type or event_count or started",
  "not (run_type and event_count)",
  "(not run_type) + 1 == 2",
  "run_config.matches('^FCAL.*[0-9]$')",
  "run_config.lower().contains('fcal')",
  "'abc'.startswith('a')",
  "9223372036854775807 > event_count",
  "event_count / status > 1",
  "event_count / 0.5 > 1",
  "picture == 'x'",
])("%s is accepted", (text) => {
  expect(problemsOf(text, analyze(text, vocabulary))).toEqual([]);
});

describe("refusals: the place, and what the quick fixes make of the text", () => {
  test.each([
    ["no_such_condition > 5", ["unknown-name «no_such_condition»"]],
    ["run_type == FCAL", ["unknown-name «FCAL» → run_type == 'FCAL'"]],
    ["run_type in [FCAL]", ["list-element «FCAL» → run_type in ['FCAL']"]],
    ["beam_curent > 5", ["unknown-name «beam_curent» → beam_current > 5"]],
    ["event_count > 'abc'", ["types «'abc'»"]],
    ["event_count == '5'", ["types «'5'» → event_count == 5"]],
    ["event_count == '-5.5'", ["types «'-5.5'» → event_count == -5.5"]],
    ["run_type > 5", ["types «5» → run_type > '5'"]],
    ["5 == run_type", ["types «5» → '5' == run_type"]],
    ["has_beam == 'true'", ["types «'true'» → has_beam == True"]],
    ["event_count == run_type", ["types «run_type»"]],
    ["run_type == True", ["types «True»"]],
    ["5 in radiator_id", ["in «radiator_id»"]],
    ["radiator_id in 5", ["in «5» → radiator_id in [5]"]],
    ["radiator_id in (5)", ["in «5» → radiator_id in ([5])"]],
    ["5 in run_type", ["in «5» → '5' in run_type"]],
    ["None in run_type", ["in «None»"]],
    ["'a' in None", ["in «None»"]],
    ["'2016' in started", ["in «started»"]],
    ["status in [1, 'two', 3]", ["types «'two'»"]],
    ["run_type in ['a', 5]", ["types «5» → run_type in ['a', '5']"]],
    ["status in [1, event_count]", ["list-element «event_count»"]],
    ["status in [1, 1 + 1]", ["list-element «1 + 1»"]],
    ["status in [[1], 2]", ["list-element «[1]»"]],
    ["status in [1] == True", ["list «[1]»"]],
    ["[1, 2] == status", ["list «[1, 2]»"]],
    ["status == (1, 2)", ["list «(1, 2)»"]],
    ["[1]", ["list «[1]»"]],
    ["()", ["list «()»"]],
    ["not [1]", ["list «[1]»"]],
    ["event_count < None", ["none-order «None»"]],
    ["None >= 1", ["none-order «None»"]],
    ["None < None", ["none-order «None»", "none-order «None»"]],
    ["event_count is 5", ["is «is» → event_count == 5"]],
    ["event_count is not 5", ["is «is not» → event_count != 5"]],
    ["None is event_count", ["is «is» → None == event_count"]],
    ["run_type + 'x' == 'y'", ["arithmetic «run_type + 'x'»"]],
    ["run_type * 2 == 'y'", ["arithmetic «run_type»"]],
    ["event_count + 'x' > 1", ["arithmetic «'x'»"]],
    ["started - finished > 1", ["arithmetic «started»", "arithmetic «finished»"]],
    ["None + 1", ["arithmetic «None»"]],
    ["-run_type", ["arithmetic «run_type»"]],
    ["'%s' % 5 == 'x'", ["arithmetic «'%s'»"]],
    ["event_count / 0 > 1", ["division-by-zero «0»"]],
    ["event_count // -0.0 > 1", ["division-by-zero «-0.0»"]],
    ["event_count % False > 1", ["division-by-zero «False»"]],
    ["9223372036854775808 > event_count", ["too-large «9223372036854775808»"]],
    ["started > '2016-02-30'", ["date «'2016-02-30'»"]],
    ["started > 'tomorrow'", ["date «'tomorrow'»"]],
    ["started > 'now-24'", ["date «'now-24'»"]],
    ["'16' < started < '2017-13'", ["date «'16'»", "date «'2017-13'»"]],
    ["event_count[0] == 'a'", ["indexing «event_count»"]],
    ["started[:4] == '2018'", ["indexing «started»"]],
    ["len(event_count) > 2", ["argument «event_count»"]],
    ["abs(run_type) > 2", ["argument «run_type»"]],
    ["abs() > 2", ["argument «abs()»"]],
    ["abs(1, 2) > 2", ["argument «abs(1, 2)»"]],
    ["int(None) > 2", ["argument «None»"]],
    ["int(started) > 2", ["argument «started»"]],
    ["round(beam_current, event_count) > 2", ["argument «event_count»"]],
    ["round(beam_current, 1.5) > 2", ["argument «1.5»"]],
    ["round(beam_current, 23) > 2", ["argument «23»"]],
    ["min(event_count) > 2", ["argument «event_count»"]],
    ["max() > 2", ["argument «max»"]],
    ["max([]) > 2", ["argument «max»"]],
    ["max(event_count, run_type) > 2", ["types «run_type»"]],
    ["max(event_count, None) > 2", ["types «None»"]],
    ["min(run_type, daq_run) > 2", ["types «2» → min(run_type, daq_run) > '2'"]],
    ["len(run_type) == 'a'", ["types «'a'»"]],
    ["run_type[0] > 5", ["types «5» → run_type[0] > '5'"]],
    ["`run type` == 'a'", ["unknown-name «`run type`» → run_type == 'a'"]],
    ["started in ['2016-02-17', 'x']", ["date «'x'»"]],
    ["started > run_type", ["types «run_type»"]],
    ["started > 5", ["types «5»"]],
    ["started in [5]", ["types «5»"]],
    ["event_count > started", ["types «started»"]],
    ["started > '2016-02-17' == run_type", ["types «'2016-02-17'»"]],
    ["(run_type or event_count) == 3", ["mixed-kinds «event_count»"]],
    ["event_count.startswith('5')", ["types «event_count»"]],
    ["started.startswith('2016')", ["types «started»"]],
    ["None.lower()", ["types «None»"]],
    ["run_type.startswith(5)", ["argument «5»"]],
    ["run_type.startswith(('a', 'b'))", ["argument «('a', 'b')»"]],
    ["run_type.contains(None)", ["argument «None»"]],
    ["run_type.matches(daq_run)", ["argument «daq_run»"]],
    ["run_type.matches('(')", ["pattern «'('»"]],
    ["run_type.matches('a' or 'b')", ["argument «'a' or 'b'»"]],
    [
      "nix1 > 'a' and run_type > 5 and @nix2",
      ["unknown-name «nix1»", "types «5» → nix1 > 'a' and run_type > '5' and @nix2", "unknown-alias «@nix2»"],
    ],
    ["(nix + 1) * 'a' == 2", ["unknown-name «nix»"]],
  ])("%j", (text, expected) => {
    expect(problemsOf(text, analyze(text, vocabulary))).toEqual(expected);
  });

  test.each([
    ["event_count > 'abc'", "This is a text, and event_count is a number: they are in no order."],
    ["event_count == 'abc'", "This is a text, and event_count is a number: they are never equal."],
    ["beam_curent > 5", "There is no condition beam_curent. Did you mean beam_current?"],
    ["is_production", "Did you mean @is_production"],
    ["run_type == FCAL", "If it is meant as a text, put it in quotes: 'FCAL'."],
    ["event_count is 5", "is stands before None only. To compare values write ==."],
    ["run_type.matches('(')", "This is not a valid regular expression: Unterminated group."],
  ])("the words about %j", (text, words) => {
    const analyzed = analyze(text, vocabulary);
    expect(analyzed.ok ? [] : analyzed.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining(words),
    ]);
  });
});

describe("names", () => {
  test("are collected once each, also those inside of aliases", () => {
    const aliases: AliasDefinition[] = [{ name: "x", code: "status == 1 and run > 5", description: null }];
    const text = "event_count > 5 and @x and (event_count < 9 or finished is None)";
    const checked = valueOf(analyze(text, { conditions, aliases }));
    expect(checked.conditions).toEqual(["event_count", "status"]);
    expect(checked.runFields).toEqual(["run", "finished"]);
  });

  test("run, started and finished are those of the database where it has such conditions", () => {
    const own = [{ name: "run", type: "string", description: null }] as const;
    const checked = valueOf(analyze("run == 'x' and started is None", { conditions: own, aliases: [] }));
    expect(checked.conditions).toEqual(["run"]);
    expect(checked.runFields).toEqual(["started"]);
  });

  test.each(["constructor", "toString", "__proto__"])("%s is no known name", (name) => {
    expect(analyze(name, vocabulary).ok).toBe(false);
    expect(analyze(`run_type.${name}()`, vocabulary).ok).toBe(false);
    expect(analyze(`@${name}`, vocabulary).ok).toBe(false);
  });
});

test("a date text beside a time has the type of a time", () => {
  const { tree, types } = valueOf(analyze("'2016-02-17' < started", vocabulary));
  expect(tree?.kind === "comparison" ? types.get(tree.first) : null).toBe("time");
});

test("random expressions are accepted, read back from their text, and each of their values has a type", () => {
  fc.assert(
    fc.property(arbitraryExpression(conditions), (tree) => {
      const text = format(tree);
      const analyzed = analyze(text, vocabulary);
      expect(analyzed.ok ? [] : [text, ...problemsOf(text, analyzed)]).toEqual([]);
      if (!analyzed.ok || analyzed.value.tree === null) return;
      const untyped = allNodes(analyzed.value.tree).filter(
        (node) => node.kind !== "list" && !analyzed.value.types.has(node),
      );
      expect(untyped).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

function allNodes(node: Expression): Expression[] {
  return [node, ...children(node).flatMap(allNodes)];
}

test("an expression of a hundred characters is analyzed in well under a millisecond", () => {
  const text =
    "run_type in ['hd_all.tsg', 'hd_all.tsg_ps'] and 80 < beam_current < 120 and 'BCAL' in run_config.lower()";
  expect(text.length).toBeGreaterThan(100);
  for (let warmUp = 0; warmUp < 200; warmUp++) analyze(text, vocabulary);
  const rounds = 500;
  const start = processorTime();
  for (let round = 0; round < rounds; round++) analyze(text, vocabulary);
  expect((processorTime() - start) / rounds).toBeLessThan(1);
});

test.each([
  ["operators", "event_count > 1 && ".repeat(5000) + "True"],
  ["signs", "&".repeat(100_000)],
  ["unknown names", Array(6000).fill("beam_curent").join(" or ")],
  ["unknown aliases", Array(8000).fill("@is_prod").join(" or ")],
  ["quotes", "'\n".repeat(50_000)],
  ["numbers", "1_".repeat(50_000)],
  ["backslashes", `'${"\\".repeat(99_000)}`],
  ["a long name", "x".repeat(100_000)],
])("hostile texts of wrong %s are refused with few problems, and soon", (_, text) => {
  const start = processorTime();
  const analyzed = analyze(text, vocabulary);
  expect(processorTime() - start).toBeLessThan(3000);
  expect(analyzed.ok ? 0 : analyzed.problems.length).toBeGreaterThan(0);
  expect(analyzed.ok ? 0 : analyzed.problems.length).toBeLessThanOrEqual(20);
});
