/** Slow controls from the tools or servers to the values of conditions, with the mapping of Hall D. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { CodaLog } from "../../../core/updates/coda/codaLog.ts";
import { epicsPlugin } from "../../../core/updates/epics/epicsPlugin.ts";
import type { UpdateContext, UpdateValues } from "../../../core/updates/plugin.ts";
import { serveChannelAccess } from "../../support/channelAccessServer.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { contextOf, hallDVariables, toolsIn, type Tools, type Variables } from "./epicsStandIns.ts";

let folder: string;
let tools: Tools;
beforeEach(() => {
  folder = temporaryFolder();
  tools = toolsIn(folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

async function update(
  options: Readonly<Record<string, unknown>>,
  given: Partial<UpdateContext>,
): Promise<{ values: Record<string, unknown>; types: UpdateValues["types"]; warnings: string[] }> {
  const { context, warnings } = contextOf(given);
  const plugin = await epicsPlugin(options);
  const { conditions = [], types } = await plugin.update(context);
  return { values: Object.fromEntries(conditions.map(({ name, value }) => [name, value])), types, warnings };
}

const readers = [
  {
    reader: "caget",
    offer: (variables: Variables): Promise<void> => {
      tools.installCaget(variables);
      return Promise.resolve();
    },
  },
  {
    reader: "channel-access",
    offer: async (variables: Variables): Promise<void> => {
      const { address } = await serveChannelAccess(variables);
      vi.stubEnv("EPICS_CA_ADDR_LIST", address);
      vi.stubEnv("EPICS_CA_AUTO_ADDR_LIST", "NO");
    },
  },
];

describe.each(readers)("at the start of a run, by $reader", ({ reader, offer }) => {
  test("every condition of Hall D", async () => {
    await offer(hallDVariables);
    const { values, types = [], warnings } = await update({ reader, valueLimit: 30 }, {});
    expect(warnings).toEqual([]);
    expect(values).toEqual({
      beam_current: 151.2578125,
      beam_energy: 11_640.5,
      cdc_gas_pressure: 100.53,
      solenoid_current: 1349.7,
      radiator_id: 5,
      radiator_index: 2,
      radiator_type: "JD70-103 50um 45/135",
      polarization_direction: "PERP",
      polarization_angle: 45,
      coherent_peak: 8600,
      collimator_diameter: "5.0mm hole",
      ps_converter: "1x10-3 RL",
      polarimeter_converter: "Retracted",
      target_type: "FULL & Ready",
      halfwave_plate: "OUT",
      wien_angle_horizontal: -1.5,
      wien_angle_solenoid: 90,
      wien_angle_vertical: 0.25,
      status: -1,
    });
    expect(types.map(({ name }) => name)).toEqual(Object.keys(values));
    expect(types).toContainEqual({ name: "radiator_id", type: "int", description: "Radiator ID" });
  });

  test("what does not answer is told, and its conditions are left alone", async () => {
    const { IBCAD00CRCUR6, MFGANGLE } = hallDVariables;
    await offer({ ...(IBCAD00CRCUR6 && { IBCAD00CRCUR6 }), ...(MFGANGLE && { MFGANGLE }) });
    // Waits as long for what does not answer; on a busy machine what does may take seconds.
    const { values, warnings } = await update({ reader, valueLimit: 15 }, {});
    expect(values).toEqual({ beam_current: 151.2578125, wien_angle_solenoid: 90, status: -1 });
    expect(warnings.join(" ")).toMatch(/HALLD:p.*Left as before:.* beam_energy/);
    expect(warnings.join(" ")).toMatch(
      /Left as before:.* polarization_direction, polarization_angle, coherent_peak/,
    );
  });
});

/** A log of the run that the tests are about, while it goes on. */
function updatedAt(updated: string): CodaLog {
  return {
    runNumber: 10340,
    runType: null,
    session: null,
    started: "2016-02-17 13:26:01",
    hasRunEnd: false,
    ended: null,
    updated,
    totalEvents: null,
    components: null,
    statistics: null,
    rtvs: null,
    comment: null,
    runConfigPath: null,
    runConfig: null,
    evioLastFile: null,
    evioFilesCount: null,
    warnings: [],
  };
}

describe("the averages of Hall D", () => {
  const span = (end: string): string => `-b 2016-02-17 13:26:01 -e ${end}`;
  const offerAverages = (end: string): void => {
    const statistics = (variable: string, average: string): string =>
      `Name                Number   Mean    RMS\n${variable}   2035   ${average}   1.5`;
    const beam = "IBCAD00CRCUR6";
    const pressure = "RESET:i:GasPanelBarPress1";
    tools.installPrinting("myStats", {
      [`${span(end)} -l ${beam}`]: statistics(beam, "120.25"),
      [`${span(end)} -c ${beam} -r 5:5000 -l ${beam}`]: statistics(beam, "150.5"),
      [`${span(end)} -l ${pressure}`]: statistics(pressure, "1.0053e+02"),
    });
    tools.installPrinting("myData", {
      [`${span(end)} HALLD:p ${beam}`]: `Date       Time     HALLD:p  ${beam}
2016-02-17 13:26:01 11640.0 36.0
2016-02-17 13:26:02 11641.4 150.0
2016-02-17 13:26:03 1 150.0
2016-02-17 13:26:04 99999 35
2016-02-17 13:26:05 <undefined> 150.0
2016-02-17 13:26:06 11650.0`,
    });
  };

  test.each<[string, Partial<UpdateContext>, string]>([
    ["up to now", { reason: "update", now: "2016-02-17 13:30:00" }, "2016-02-17 13:30:00"],
    ["up to ten minutes", { reason: "update", now: "2016-02-17 15:00:00" }, "2016-02-17 13:36:01"],
    [
      "up to what an earlier log said",
      { reason: "update", now: "2016-02-17 15:00:00", finished: "2016-02-17 14:59:58" },
      "2016-02-17 14:59:58",
    ],
    [
      "up to what the log says, where coda has not stored it",
      { reason: "update", now: "2016-02-17 15:00:00", log: updatedAt("2016-02-17 14:58:00"), started: null },
      "2016-02-17 14:58:00",
    ],
    [
      "of the whole run",
      { reason: "end", now: "2016-02-17 15:30:00", finished: "2016-02-17 15:20:00" },
      "2016-02-17 15:20:00",
    ],
    ["of a run without an end", { reason: "end", now: "2016-02-17 15:30:00" }, "2016-02-17 15:30:00"],
  ])("%s", async (_what, given, end) => {
    offerAverages(end);
    const { values, warnings } = await update({ reader: "caget" }, given);
    expect(warnings).toEqual([]);
    expect(values).toEqual({
      beam_current: 120.25,
      beam_on_current: 150.5,
      // (11640 + 11641.4) / 2, to one decimal: the other rows are outside of the ranges, or tell nothing.
      beam_energy: 11640.7,
      cdc_gas_pressure: 100.53,
    });
  });

  const averages = "beam_current, beam_on_current, beam_energy, cdc_gas_pressure";
  test.each<[string, Partial<UpdateContext>, string]>([
    ["a run without a start", { started: null }, "the start of the run is not known"],
    ["a run that has just begun", { now: "2016-02-17 13:26:01" }, "the run has no length yet"],
    ["a run that ends before it starts", { reason: "end", finished: "2016-02-17 13:00:00" }, "no length yet"],
  ])("%s has none", async (_what, given, why) => {
    const { values, warnings } = await update({ reader: "caget" }, { reason: "update", ...given });
    expect(values).toEqual({});
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(why);
    expect(warnings[0]).toContain(`Left as before: ${averages}.`);
  });
});

describe("tools that fail", () => {
  const update600 = { reason: "update", now: "2016-02-17 13:36:01" } as const;
  const slow = "sleep 120";
  const limits = { reader: "caget", valueLimit: 0.3, averageLimit: 0.3 };

  test("missing ones are told once", async () => {
    vi.stubEnv("PATH", folder);
    const atStart = await update(limits, {});
    expect(atStart.values).toEqual({ status: -1 });
    expect(atStart.warnings).toHaveLength(1);
    expect(atStart.warnings[0]).toMatch(
      /^IBCAD00CRCUR6, HALLD:p, .*: there is no “caget” on the PATH\. Left as before: beam_current, beam_energy, /,
    );
    const later = await update(limits, update600);
    expect(later.values).toEqual({});
    expect(later.warnings).toEqual([
      "IBCAD00CRCUR6, RESET:i:GasPanelBarPress1: there is no “myStats” on the PATH. Left as before: beam_current, beam_on_current, cdc_gas_pressure.",
      "HALLD:p: there is no “myData” on the PATH. Left as before: beam_energy.",
    ]);
  });

  test("slow ones are killed, and those that they have started keep nothing waiting", async () => {
    tools.install("caget", slow);
    tools.install("myStats", slow);
    tools.install("myData", slow);
    const began = Date.now();
    expect((await update(limits, {})).warnings[0]).toContain("“caget” did not answer within 0.3 s");
    const { warnings } = await update(limits, update600);
    expect(warnings.join(" ")).toContain("“myStats” did not answer within 0.3 s");
    expect(warnings.join(" ")).toContain("“myData” did not answer within 0.3 s");
    expect(Date.now() - began).toBeLessThan(60_000);
  });

  test.each<[string, string, string]>([
    ["rubbish", "echo 'IBCAD00CRCUR6 : n/a'", "“: n/a” is not a number"],
    ["nothing", "true", "no answer"],
    ["what old versions print of a missing one", "echo '*** not connected'", "no answer"],
    ["a complaint", "echo 'no gateway' >&2; exit 2", "“caget” failed: no gateway"],
    ["no word", "exit 2", "“caget” failed (exit code 2)"],
    ["no word, killed by another", "kill -TERM $$", "“caget” failed (ended by SIGTERM)"],
    ["infinity", "echo inf", "“inf” is not a number"],
  ])("caget tells %s", async (_what, script, problem) => {
    tools.install("caget", script);
    const { values, warnings } = await update({ reader: "caget", mapping: onlyBeam() }, {});
    expect(values).toEqual({});
    expect(warnings).toEqual([`IBCAD00CRCUR6: ${problem}. Left as before: beam.`]);
  });

  test("caget that prints the name, too", async () => {
    tools.install("caget", "echo 'IBCAD00CRCUR6      151.5'");
    expect((await update({ reader: "caget", mapping: onlyBeam() }, {})).values).toEqual({ beam: 151.5 });
  });

  test.each<[string, string, string]>([
    ["nothing", "true", "“myStats” tells nothing of it"],
    ["of another variable", "echo 'OTHER 5 1.5'", "“myStats” tells nothing of it"],
    ["no samples", "echo 'IBCAD00CRCUR6 0 0.0'", "the archive has no sample of that time"],
    ["no number", "echo 'IBCAD00CRCUR6 7 N/A'", "“N/A” is not a number"],
    ["a cut row", "echo 'IBCAD00CRCUR6'", "“” is not a number"],
    ["a complaint", "echo 'no archive' >&2; exit 1", "“myStats” failed: no archive"],
  ])("myStats tells %s", async (_what, script, problem) => {
    tools.install("myStats", script);
    const { values, warnings } = await update({ reader: "caget", mapping: onlyBeam() }, update600);
    expect(values).toEqual({});
    expect(warnings).toEqual([`IBCAD00CRCUR6: ${problem}. Left as before: beam.`]);
  });

  test("myData whose rows are all left out", async () => {
    tools.install("myStats", "exit 1");
    tools.install(
      "myData",
      "echo 'Date Time HALLD:p IBCAD00CRCUR6'; echo '2016-02-17 13:26:01 11640 0'; head -c 9999 /dev/zero",
    );
    const { warnings } = await update({ reader: "caget" }, update600);
    expect(warnings).toContain(
      "HALLD:p: the archive has no sample of that time. Left as before: beam_energy.",
    );
  });

  function onlyBeam(): string {
    const path = join(folder, "beam.json");
    const rules = [
      { when: ["start"], how: "value", variable: "IBCAD00CRCUR6" },
      { when: ["update"], how: "average", variable: "IBCAD00CRCUR6" },
    ];
    writeFileSync(path, JSON.stringify({ conditions: { beam: { type: "float", rules } } }));
    return path;
  }
});

test("nothing is read without a reason", async () => {
  const { values, warnings } = await update({ reader: "caget" }, { reason: null });
  expect(values).toEqual({});
  expect(warnings).toHaveLength(1);
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ["a misspelt one", { maping: "/x" }, /options of epics.*maping/],
  ["an unknown reader", { reader: "telepathy" }, /reader: .*channel-access/],
  ["no limit", { valueLimit: 0 }, /valueLimit: /],
  ["a path that begins nowhere", { mapping: "hall.json" }, /mapping: It must be the whole path/],
])("options with %s are refused", async (_what, options, message) => {
  await expect(epicsPlugin(options)).rejects.toMatchObject({
    code: "bad_input",
    message: expect.stringMatching(message) as unknown,
  });
});
