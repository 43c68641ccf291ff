import type { Experiment, RunPeriod } from "./periods.ts";
import type { Random } from "./random.ts";

/** Why a run was taken. */
export type Kind =
  | "production"
  | "amorphous"
  | "long mode"
  | "empty target"
  | "field off"
  | "cosmic"
  | "calibration"
  | "test";

/** How often a kind of run is taken, out of a hundred. */
const withBeam: readonly (readonly [Kind, number])[] = [
  ["production", 74],
  ["amorphous", 10],
  ["long mode", 3],
  ["empty target", 3],
  ["field off", 2],
  ["calibration", 2],
  ["test", 6],
];
const withoutBeam: readonly (readonly [Kind, number])[] = [
  ["cosmic", 45],
  ["calibration", 33],
  ["test", 22],
];

export function chooseKind(beam: boolean, random: Random): Kind {
  return beam ? random.weighted(withBeam, "production") : random.weighted(withoutBeam, "cosmic");
}

/** Usual lengths in minutes, shortest and longest. */
export const lengthRange: Readonly<Record<Kind, readonly [number, number]>> = {
  production: [25, 150],
  amorphous: [20, 120],
  "long mode": [40, 120],
  "empty target": [15, 60],
  "field off": [15, 60],
  cosmic: [20, 180],
  calibration: [2, 15],
  test: [1, 8],
};

/** Trigger rate in Hz; `full` is the rate of physics triggers at the current of that run. */
export function triggerRate(kind: Kind, full: number, random: Random): number {
  switch (kind) {
    case "production":
    case "amorphous":
      return full * random.around(1, 0.04);
    case "empty target":
      return full * random.around(0.4, 0.05);
    case "field off":
      return full * random.around(0.6, 0.05);
    case "long mode":
      return Math.max(full * 0.8, 9000);
    case "cosmic":
      return random.between(120, 700);
    case "calibration":
      return random.between(500, 9000);
    case "test":
      return random.chance(0.3) ? 0 : random.between(5, 900);
  }
}

/** The CODA run type, the run configuration and the `daq_run` of a run of this kind. */
export interface Setup {
  readonly runType: string;
  readonly config: string;
  readonly daqRun: string;
}

const physicsConfigs: Readonly<Record<Experiment, string>> = {
  GlueX: "FCAL_BCAL_PS_m9.conf",
  DIRC: "FCAL_BCAL_PS_DIRC_m10.conf",
  PRIMEX: "FCAL_CCAL_PRIMEX_m9.conf",
  SRC: "FCAL_BCAL_PS_SRC_m9.conf",
  CPP: "FCAL_BCAL_CPP_CTOF_m9.conf",
};

const physicsRuns: Readonly<Record<Experiment, string>> = {
  GlueX: "PHYSICS",
  DIRC: "PHYSICS_DIRC",
  PRIMEX: "PHYSICS_PRIMEX",
  SRC: "PHYSICS_SRC",
  CPP: "PHYSICS_CPP",
};

const calibrations: readonly [Setup, ...Setup[]] = [
  { runType: "hd_bcal.tsg", config: "bcal_led_upstream.conf", daqRun: "BCAL_LED" },
  { runType: "hd_bcal.tsg", config: "bcal_led_downstream.conf", daqRun: "BCAL_LED" },
  { runType: "hd_fcal.tsg", config: "fcal_led_violet.conf", daqRun: "FCAL_LED" },
  { runType: "hd_all.tsg", config: "pulser.conf", daqRun: "PULSER" },
];

const tests: readonly [Setup, ...Setup[]] = [
  { runType: "hd_all.tsg", config: "test_trigger_m9.conf", daqRun: "EXPERT" },
  { runType: "hd_cdc.tsg", config: "cdc_noise_long.conf", daqRun: "EXPERT" },
  { runType: "hd_tagm.tsg", config: "tagm_bias_scan.conf", daqRun: "EXPERT" },
];

export function chooseSetup(kind: Kind, { name, experiment }: RunPeriod, random: Random): Setup {
  switch (kind) {
    case "calibration":
      return random.pick(calibrations);
    case "test":
      return random.pick(tests);
    case "cosmic":
      return { runType: "hd_all.tsg", config: "cosmic_fcal_bcal_m9.conf", daqRun: "COSMIC" };
    case "long mode":
      return { runType: "hd_all.tsg", config: "FCAL_BCAL_PS_m8_raw.conf", daqRun: "PHYSICS_raw" };
    case "production":
    case "amorphous":
    case "empty target":
    case "field off":
      break;
  }
  const daqRun = physicsRuns[experiment];
  if (name === "RunPeriod-2016-02") {
    const runType = random.pick(["hd_all.tsg", "hd_all.tsg", "hd_all.bcal_fcal_st.tsg"]);
    return { runType, config: random.pick(["FCAL_BCAL_PS_m7.conf", "FCAL_BCAL_PS_m8.conf"]), daqRun };
  }
  const runType = name < "RunPeriod-2017-02" && random.chance(0.3) ? "hd_all.tsg_ps" : "hd_all.tsg";
  return { runType, config: physicsConfigs[experiment], daqRun };
}
