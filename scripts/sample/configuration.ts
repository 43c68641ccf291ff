import type { Experiment, PlannedPeriod } from "./periods.ts";
import type { Random } from "./random.ts";

/** A run configuration: what its file says, and what the updates read out of that file. */
export interface Configuration {
  readonly path: string;
  readonly text: string;
  readonly settings: Settings;
}

export interface Settings {
  readonly name: string;
  readonly period: PlannedPeriod;
  /** Counts the changes of this file; stands in it, so that no two revisions have the same bytes. */
  readonly revision: number;
  readonly fadc250Mode: number;
  readonly cdcMode: number;
  readonly triggerSource: number;
  readonly coincidenceWindow: number;
  readonly syncInterval: number;
  readonly blockLevel: number;
  readonly bufferLevel: number;
  readonly prescales: readonly (readonly [number, number])[];
  /** FCAL and BCAL factors and the threshold of the main trigger. */
  readonly mainTrigger: readonly [number, number, number];
  readonly pairSpectrometerLatency: number;
  /** Readout and trigger thresholds of each detector. */
  readonly thresholds: Readonly<Record<string, readonly [number, number]>>;
}

const fadc250Detectors = ["FCAL", "BCAL", "TOF", "ST", "TAGH", "TAGM", "PS", "PSC", "TPOL"] as const;

const extraDetectors: Readonly<Record<Experiment, readonly string[]>> = {
  GlueX: [],
  DIRC: ["DIRC"],
  PRIMEX: ["CCAL"],
  SRC: [],
  CPP: [],
};

/** The first revision of a run configuration in a run period. */
export function firstSettings(name: string, period: PlannedPeriod, random: Random): Settings {
  const mode = Number(/_m(\d+)/.exec(name)?.[1] ?? 9);
  const detectors = [...fadc250Detectors, ...extraDetectors[period.experiment]];
  return {
    name,
    period,
    revision: 1,
    fadc250Mode: mode,
    cdcMode: mode === 8 || name.includes("long") ? 6 : 3,
    triggerSource: name === "pulser.conf" || name.includes("led") ? 2 : 6,
    coincidenceWindow: 15,
    syncInterval: 5000,
    blockLevel: period.name < "RunPeriod-2017" ? 20 : 40,
    bufferLevel: random.integer(5, 10),
    prescales: [[3, 2]],
    mainTrigger: [random.integer(6, 12), 2, random.integer(90, 190) * 100],
    pairSpectrometerLatency: 440,
    thresholds: Object.fromEntries(
      detectors.map((name) => [name, [random.integer(100, 130), random.integer(110, 210)] as const]),
    ),
  };
}

/** The next revision: somebody has changed one thing. */
export function nextSettings(before: Settings, random: Random): Settings {
  const settings = { ...before, revision: before.revision + 1 };
  switch (random.integer(0, 5)) {
    case 0:
      return { ...settings, coincidenceWindow: random.integer(10, 20) };
    case 1:
      return { ...settings, prescales: [[3, random.integer(1, 6)]] };
    case 2:
      return { ...settings, mainTrigger: [random.integer(6, 12), 2, random.integer(90, 190) * 100] };
    case 3:
      return { ...settings, pairSpectrometerLatency: random.integer(430, 450) };
    default: {
      const detector = random.pick(fadc250Detectors);
      const changed = [random.integer(100, 130), random.integer(110, 210)] as const;
      return { ...settings, thresholds: { ...settings.thresholds, [detector]: changed } };
    }
  }
}

/** The rows of TRIGGER that begin with TRIG_EQ, without that word. */
export function triggerEquations({ name }: Settings): string[][] {
  const enabled = (detector: string): string => (name.toUpperCase().includes(detector) ? "1" : "0");
  return [
    ["PS", "35", "10", enabled("PS")],
    ["BCAL_E", "15", "20", enabled("BCAL")],
    ["BCAL_C", "20", "0", enabled("COSMIC")],
    ["FCAL", "8", "10", enabled("FCAL")],
    ["ST", "20", "10", "0"],
    ["TOF", "20", "10", enabled("CTOF")],
  ];
}

/** The rows of TRIGGER that begin with TRIG_TYPE, without that word. */
export function triggerTypes(settings: Settings): string[][] {
  const [fcal, bcal, threshold] = settings.mainTrigger;
  const rows = [
    ["PS", String(settings.pairSpectrometerLatency), "5", "1300", "1900", "1100", "0", "3"],
    [
      "BFCAL",
      "440",
      "5",
      String(fcal),
      String(bcal),
      String(threshold),
      "0",
      "0",
      "200",
      "65535",
      "0",
      "65535",
    ],
    ["BFCAL", "440", "5", "0", "1", "18000", "0", "2"],
  ];
  if (settings.name.includes("cosmic"))
    rows.push(["BCAL_COS", "440", "40", "1500", "2100", "1300", "0", "-1"]);
  return rows;
}

/** The file of a configuration, and where the DAQ keeps it. */
export function makeConfiguration(settings: Settings): Configuration {
  return {
    path: `/home/hdops/CDAQ/daq_dev_v0.31/daq/config/hd_all/${settings.name}`,
    text: configurationText(settings),
    settings,
  };
}

const heading = (name: string): string => `${"=".repeat(26)}\n        ${name}\n${"=".repeat(26)}\n\n`;
const row = (key: string, ...values: (string | number)[]): string =>
  `${[key.padEnd(20), ...values].join(" ")}\n`;

function configurationText(settings: Settings): string {
  const { name, period, revision } = settings;
  const detectors = Object.keys(settings.thresholds).map(
    (detector) => heading(detector) + detectorText(detector, settings),
  );
  return [
    `#  Run configuration ${name} for ${period.name}, revision ${revision}\n`,
    "#  Thresholds in ADC counts above zero; windows and latencies in ns\n\n",
    heading("TRIGGER") + triggerText(settings),
    heading("GLOBAL") + row("F1TDC_BIN_SIZE", "0.058"),
    ...detectors,
    heading("CDC") + fadc125Text(settings.cdcMode, 425, 200),
    heading("FDC") + fadc125Text(settings.cdcMode === 6 ? 8 : 5, 415, 80),
  ].join("\n");
}

function triggerText(settings: Settings): string {
  const cells = (values: readonly string[]): string =>
    values
      .map((value) => value.padEnd(9))
      .join(" ")
      .trimEnd();
  return [
    row("TS_TRIG_TYPE", settings.triggerSource),
    row("TS_FP_INPUTS", 9, 10),
    row("TS_SOFT_TRIG", 1, 64000, "0x1FFF", 1),
    "\n#            TYPE      DELAY     INT_WIDTH ENABLE\n",
    ...triggerEquations(settings).map((cell) => `TRIG_EQ      ${cells(cell)}\n`),
    "\n#            TYPE      LATENCY   WIDTH     FCAL_E    BCAL_E    EN_THR    NHIT      LANE      limits of FCAL and BCAL\n",
    ...triggerTypes(settings).map((cell) => `TRIG_TYPE    ${cells(cell)}\n`),
    "\n",
    ...settings.prescales.map(([input, factor]) => row("TS_GTP_PRES", input, factor)),
    row("TS_COIN_WIND", settings.coincidenceWindow),
    row("TS_SYNC_INT", settings.syncInterval),
    row("TI_MASTER", 0),
    row("BLOCKLEVEL", settings.blockLevel),
    row("BUFFERLEVEL", settings.bufferLevel),
  ].join("");
}

function detectorText(detector: string, settings: Settings): string {
  const [readout, trigger] = settings.thresholds[detector] ?? [110, 130];
  const lines = [
    row("FADC250_MODE", settings.fadc250Mode),
    row("FADC250_W_OFFSET", detector.startsWith("TAG") ? 905 : 820),
    row("FADC250_W_WIDTH", 100),
    row("FADC250_NSA", detector === "BCAL" ? 26 : 15),
    row("FADC250_NSB", 1),
    row("FADC250_NPEAK", 3),
    row("FADC250_READ_THR", readout),
    row("FADC250_TRIG_THR", trigger),
    row("FADC250_COM_DIR", "/gluex/CALIB/ALL/fadc250/default"),
    row("FADC250_COM_VER", "default"),
  ];
  if (detector === "FCAL" || detector === "BCAL") {
    lines.push(row("FADC250_USER_DIR", userDirectory(detector, settings.period)));
    lines.push(row("FADC250_USER_VER", userVersion(settings.period)));
  }
  return lines.join("");
}

function fadc125Text(mode: number, offset: number, width: number): string {
  return [
    row("FADC125_MODE", mode),
    row("FADC125_W_OFFSET", offset),
    row("FADC125_W_WIDTH", width),
    row("FADC125_NPEAK", 1),
    row("FADC125_TH", 100),
    row("FADC125_TL", 25),
  ].join("");
}

/** Where the detector experts keep their own ROC files of a run period. */
export function userDirectory(detector: string, period: PlannedPeriod): string {
  return `/gluonfs1/gluex/CALIB/${detector}/fadc250/user/${period.name.slice("RunPeriod-".length)}`;
}

/** The version at the end of the names of those files. */
export function userVersion({ startDate }: PlannedPeriod): string {
  const month = Number(startDate.slice(5, 7));
  return month < 5 ? "spring" : month < 8 ? "summer" : "fall";
}
