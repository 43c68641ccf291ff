/** The mapping of slow controls: what of it is refused, and what its rules make of readings. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  averageKey,
  evaluate,
  needsOf,
  valueKey,
  type Evaluated,
} from "../../../core/updates/epics/evaluate.ts";
import hallD from "../../../core/updates/epics/hallD.json" with { type: "json" };
import { checkMapping, readMapping, type Mapping } from "../../../core/updates/epics/mapping.ts";
import type { Reading } from "../../../core/updates/epics/readings.ts";
import type { UpdateReason } from "../../../core/updates/plugin.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { hallDVariables, type Variables } from "./epicsStandIns.ts";

const silent = { problem: "no answer" };

/** What becomes of variables, or, in their place, of averages; what is not there is silent. */
function evaluated(
  mapping: Mapping,
  reason: UpdateReason,
  variables: Variables,
  averages: Readonly<Record<string, number>> = {},
): Evaluated {
  const needs = needsOf(mapping, reason);
  const values = needs.values.map((request): [string, Reading<number | string>] => {
    const { value, states } = variables[request.variable] ?? {};
    if (value === undefined) return [valueKey(request), silent];
    const text = states?.[Number(value)] ?? String(value);
    return [valueKey(request), { value: request.form === "text" ? text : value }];
  });
  const averaged = needs.averages.map((request): [string, Reading<number>] => {
    const value = averages[request.variable];
    return [averageKey(request), value === undefined ? silent : { value }];
  });
  return evaluate(mapping, reason, { values: new Map(values), averages: new Map(averaged) });
}

const hall = checkMapping(hallD, "hallD.json");

test("Hall D has every condition that is to be, and each at its times", () => {
  const at = (reason: UpdateReason): string[] =>
    Object.entries(hall.conditions).flatMap(([name, { rules }]) =>
      rules.some(({ when }) => when.includes(reason)) ? [name] : [],
    );
  const averages = ["beam_current", "beam_on_current", "beam_energy", "cdc_gas_pressure"];
  expect(at("update")).toEqual(averages);
  expect(at("end")).toEqual(averages);
  expect(at("start")).toEqual(Object.keys(hall.conditions).filter((name) => name !== "beam_on_current"));
  expect(Object.keys(hall.conditions)).toHaveLength(20);
});

describe("Hall D at the start of a run", () => {
  const place = (name: string, readings: readonly number[]): Variables =>
    Object.fromEntries(
      ["block", "home", "a", "b", "c"].flatMap((part, at) => {
        const value = readings[at];
        return value === undefined ? [] : [[`${name}_at_${part}`, { value }]];
      }),
    );
  const radiator = (id: number, type: string, plane: number): Variables => ({
    "HD:GONI:RADIATOR_ID": { value: id },
    "HD:GONI:RADIATOR_NAME": { value: type },
    "HD:CBREM:PLANE": { value: plane },
  });
  const polarization = (direction: string, angle: number, peak = 8600): Record<string, unknown> => ({
    polarization_direction: direction,
    polarization_angle: angle,
    coherent_peak: peak,
  });

  test.each<[string, Variables, Record<string, unknown>]>([
    ["0/90, plane 1", radiator(5, "J1a 50um 0/90", 1), polarization("PARA", 0)],
    ["0/90, plane 2", radiator(5, "J1a 50um 0/90", 2), polarization("PERP", 90)],
    ["45/135, plane 1", radiator(5, "J1a 50um 45/135", 1), polarization("PARA", 135)],
    ["45/135, plane 2", radiator(5, "J1a 50um 45/135", 2), polarization("PERP", 45)],
    ["another orientation", radiator(5, "J1a 50um", 1), polarization("PARA", -1)],
    ["no plane", radiator(5, "J1a 50um 0/90", 0), polarization("N/A", -1)],
    ["no radiator", radiator(0, "Retracted 0/90", 1), polarization("N/A", -1, -1)],
    [
      "a retracted radiator",
      { ...radiator(5000, "J1a 50um 45/135", 2), "HD:GONI:RADIATOR_INDEX": { value: 7 } },
      { radiator_id: 5000, radiator_index: -1, radiator_type: "", ...polarization("N/A", -1, -1) },
    ],
    ["aluminium", radiator(12, "2x10-5 RL Al 0/90", 1), polarization("N/A", -1)],
    ["collimator blocking", place("hd:collimator", [1, 0, 0, 0]), { collimator_diameter: "Blocking" }],
    ["collimator a", place("hd:collimator", [0, 0, -1, 0]), { collimator_diameter: "3.4mm hole" }],
    ["collimator b", place("hd:collimator", [0, 0, 0, 1]), { collimator_diameter: "5.0mm hole" }],
    ["the first of two", place("hd:collimator", [0, 0, 1, 1]), { collimator_diameter: "3.4mm hole" }],
    ["collimator nowhere", place("hd:collimator", [0, 0, 2, 0]), { collimator_diameter: "Unknown" }],
    ["converter home", place("hd:converter", [0, -1, 0, 0, 0]), { ps_converter: "Retracted" }],
    ["converter a", place("hd:converter", [0, 0, 1, 0, 0]), { ps_converter: "1x10-3 RL" }],
    ["converter b", place("hd:converter", [0, 0, 0, 1, 0]), { ps_converter: "3x10-4 RL" }],
    ["converter c", place("hd:converter", [0, 0, 0, 0, -1]), { ps_converter: "5x10-3 RL" }],
    ["converter nowhere", place("hd:converter", [0, 0, 0, 0, 0]), { ps_converter: "Unknown" }],
    ["polarimeter home", place("hd:polarimeter", [0, 1, 0, 0, 0]), { polarimeter_converter: "Retracted" }],
    ["polarimeter a", place("hd:polarimeter", [0, 0, -1, 0, 0]), { polarimeter_converter: "Be 50um" }],
    ["polarimeter b", place("hd:polarimeter", [0, 0, 0, 1, 0]), { polarimeter_converter: "Be 75um" }],
    ["polarimeter c", place("hd:polarimeter", [0, 0, 0, 0, 1]), { polarimeter_converter: "Be 750um" }],
    ["polarimeter nowhere", place("hd:polarimeter", [0, 0, 0, 0, 0]), { polarimeter_converter: "Unknown" }],
  ])("%s", (_what, variables, expected) => {
    const { values, leftAlone } = evaluated(hall, "start", { ...hallDVariables, ...variables });
    expect(leftAlone).toEqual([]);
    expect(Object.fromEntries(values)).toMatchObject(expected);
  });

  /** The conditions that a silent variable takes with it, and no others. */
  test.each<[string, readonly string[]]>([
    ["HALLD:p", ["beam_energy"]],
    [
      "HD:GONI:RADIATOR_ID",
      [
        "radiator_id",
        "radiator_index",
        "radiator_type",
        "polarization_direction",
        "polarization_angle",
        "coherent_peak",
      ],
    ],
    ["HD:GONI:RADIATOR_INDEX", ["radiator_index"]],
    ["HD:GONI:RADIATOR_NAME", ["radiator_type", "polarization_direction", "polarization_angle"]],
    ["HD:CBREM:PLANE", ["polarization_direction", "polarization_angle"]],
    ["HD:CBREM:REQ_EDGE", ["coherent_peak"]],
    ["hd:collimator_at_a", ["collimator_diameter"]],
    // The one at home is known: the others do not count.
    ["hd:polarimeter_at_b", []],
  ])("%s is silent", (variable, conditions) => {
    const others = Object.fromEntries(Object.entries(hallDVariables).filter(([name]) => name !== variable));
    const { values, leftAlone } = evaluated(hall, "start", others);
    expect(leftAlone).toEqual(
      conditions.map((condition) => ({ condition, source: variable, problem: "no answer" })),
    );
    expect(values.size).toBe(19 - conditions.length);
  });

  test("a silent variable that is not asked for takes nothing with it", () => {
    const variables = { ...hallDVariables, ...radiator(0, "Retracted", 0) };
    const others = Object.fromEntries(
      Object.entries(variables).filter(([name]) => name !== "HD:CBREM:PLANE" && name !== "HD:CBREM:REQ_EDGE"),
    );
    const { values, leftAlone } = evaluated(hall, "start", others);
    expect(leftAlone).toEqual([]);
    expect(values.get("polarization_direction")).toBe("N/A");
    expect(values.get("coherent_peak")).toBe(-1);
  });
});

test("Hall D while a run goes on", () => {
  const averages = { IBCAD00CRCUR6: 150.25, "HALLD:p": 11_640.4567, "RESET:i:GasPanelBarPress1": 100.531 };
  const { values } = evaluated(hall, "update", {}, averages);
  expect(Object.fromEntries(values)).toEqual({
    beam_current: 150.25,
    beam_on_current: 150.25,
    beam_energy: 11_640.5,
    cdc_gas_pressure: 100.531,
  });
});

describe("a mapping of one's own", () => {
  const value = { when: ["start"], how: "value", variable: "A" };
  const first = (where: unknown): unknown => ({
    when: ["start"],
    how: "first",
    cases: [{ where: [where], value: 1 }],
    otherwise: { value: 0 },
  });
  const of = (...rules: unknown[]): unknown => ({ conditions: { mine: { type: "float", rules } } });

  test.each<[string, unknown, RegExp]>([
    ["a list", [], /conditions/],
    ["another key", { ...(of(value) as object), more: 1 }, /more/],
    ["an unknown type", { conditions: { mine: { type: "number", rules: [] } } }, /conditions\.mine\.type: /],
    [
      "an unknown kind of rule",
      of({ ...value, how: "guess" }),
      /conditions\.mine\.rules\.0\.how: .*"average"/,
    ],
    ["a misspelt key", of({ ...value, decimal: 1 }), /conditions\.mine\.rules\.0\.decimal: /],
    ["an unknown occasion", of({ ...value, when: ["stop"] }), /rules\.0\.when\.0: .*"start"/],
    ["no occasion", of({ ...value, when: [] }), /Name one of start, update, end/],
    ["an option in place of a variable", of({ ...value, variable: "-e" }), /begins with no hyphen/],
    ["a variable with a blank", of({ ...value, variable: "A B" }), /no blanks/],
    ["two rules for one occasion", of(value, { ...value, when: ["end", "start"] }), /mine: two .* “start”/],
    ["a test of nothing", of(first({ variable: "A" })), /conditions\.mine\.rules\.0\.cases\.0/],
    ["a test of itself", of(first({ condition: "mine", is: [1] })), /mine: it asks for mine at “start”/],
    [
      "a test of a condition that is made at another time",
      {
        conditions: {
          other: { type: "float", rules: [{ ...value, when: ["end"] }] },
          mine: { type: "float", rules: [first({ condition: "other", is: [1] })] },
        },
      },
      /mine: it asks for other at “start”/,
    ],
  ])("%s is refused", (_what, content, message) => {
    expect(() => checkMapping(content, "mine.json")).toThrow(message);
    expect(() => checkMapping(content, "mine.json")).toThrow(/^The mapping of slow controls “mine\.json”/);
  });

  test("from a file", async () => {
    const path = join(temporaryFolder(), "mine.json");
    await expect(readMapping(path)).rejects.toMatchObject({ code: "no_such_file" });
    writeFileSync(path, "{");
    await expect(readMapping(path)).rejects.toMatchObject({ code: "bad_input" });
    writeFileSync(path, JSON.stringify(of(value)));
    expect(Object.keys((await readMapping(path)).conditions)).toEqual(["mine"]);
  });

  test("each is read once, in each form that is needed", () => {
    const content = {
      conditions: {
        number: { type: "float", rules: [value] },
        again: { type: "int", rules: [{ ...value, decimals: 0 }] },
        text: { type: "string", rules: [value] },
        tested: { type: "bool", rules: [first({ variable: "A", contains: "x" })] },
      },
    };
    const mapping = checkMapping(content, "mine.json");
    expect(needsOf(mapping, "start").values).toEqual([
      { variable: "A", form: "number" },
      { variable: "A", form: "text" },
    ]);
    const { values } = evaluated(mapping, "start", { A: { value: 1.75 } });
    expect(Object.fromEntries(values)).toEqual({ number: 1.75, again: 2, text: "1.75", tested: 0 });
  });
});
