import type { ConditionName } from "./conditionTypes.ts";
import type { ConditionValue, Put } from "./conditions.ts";
import { type Random, rounded } from "./random.ts";
import type { Run } from "./runs.ts";

/**
 * What comes from EPICS: the settings are read at the start, the beam is averaged up to the last update.
 * Now and then all of it, or a single variable, did not answer.
 */
export function slowControls(run: Run, random: Random, atStart: Put, atLastUpdate: Put): void {
  const year = Number(run.period.startDate.slice(0, 4));
  const silent = random.chance(0.025);
  const putSince = (since: number, put: Put, name: ConditionName, value: ConditionValue): void => {
    const answers = !random.chance(0.008);
    if (answers && !silent && year >= since) put(name, value);
  };
  const start = (since: number, name: ConditionName, value: ConditionValue): void =>
    putSince(since, atStart, name, value);

  start(2016, "solenoid_current", rounded(run.solenoidCurrent, 2));
  start(2016, "radiator_id", run.radiator.id);
  start(2016, "radiator_index", run.radiator.index);
  start(2016, "radiator_type", run.radiator.type);
  start(2016, "polarization_direction", run.direction);
  start(2016, "polarization_angle", polarizationAngle(run));
  start(2016, "coherent_peak", run.radiator.angles ? coherentPeak(run) : -1);
  start(2016, "collimator_diameter", collimator(run, random));
  start(
    2016,
    "ps_converter",
    random.chance(0.95) ? "3x10-4 RL" : random.pick(["Retracted", "1x10-3 RL", "5x10-3 RL"]),
  );
  start(2016, "polarimeter_converter", run.beamOnCurrent > 2 ? converter(run) : "Retracted");
  start(2016, "target_type", target(run));
  start(2019, "halfwave_plate", run.halfWavePlate);
  start(2021, "wien_angle_horizontal", run.wienAngles.horizontal);
  start(2021, "wien_angle_solenoid", run.wienAngles.solenoid);
  start(2021, "wien_angle_vertical", run.wienAngles.vertical);
  if (random.chance(0.25)) start(2022, "epics_snapshot", snapshot(random));
  beam(run, random, (since, name, value) => putSince(since, atLastUpdate, name, value));
}

function beam(
  run: Run,
  random: Random,
  put: (since: number, name: ConditionName, value: ConditionValue) => void,
): void {
  // The Python client stored -1 where the archiver did not answer.
  const archiverDown = random.chance(0.004);
  const current = archiverDown ? -1 : run.beamOnCurrent * run.beamUptime;
  put(2016, "beam_current", rounded(current, 4));
  // Averaged over the time above 5 nA, so never at the start.
  if (run.beamOnCurrent > 5 && run.ending !== "crashed early") {
    put(2016, "beam_on_current", rounded(archiverDown ? -1 : run.beamOnCurrent, 4));
  }
  put(2016, "beam_energy", rounded(run.period.beamEnergy + random.around(0, 4), 1));
  put(2017, "cdc_gas_pressure", rounded(run.gasPressure, 3));
}

function polarizationAngle({ radiator, direction }: Run): number {
  return radiator.angles && direction !== "N/A" ? radiator.angles[direction] : -1;
}

/** Requested edge in MeV; it scales with the electron beam energy. */
function coherentPeak({ period }: Run): number {
  return period.beamEnergy > 11_900 ? 9000 : period.beamEnergy > 11_500 ? 8800 : 8600;
}

function collimator({ kind, period, beamOnCurrent }: Run, random: Random): string {
  if (kind === "cosmic" || beamOnCurrent < 2) return "Blocking";
  if (kind === "test" && random.chance(0.5)) return "Blocking";
  return period.name < "RunPeriod-2017" ? "3.4mm hole" : "5.0mm hole";
}

function converter({ period }: Run): string {
  return period.name < "RunPeriod-2017" ? "Be 750um" : "Be 75um";
}

function target({ kind, period, started }: Run): string {
  if (kind === "empty target") return "EMPTY & Ready";
  switch (period.experiment) {
    case "SRC":
      // Three targets, a third of the period each.
      return (
        ["LD2", "He4", "C12"][Math.floor((3 * (started - period.begin)) / (period.end - period.begin))] ??
        "C12"
      );
    case "CPP":
      return "Pb208";
    case "PRIMEX":
      return "LHe4 & Ready";
    default:
      return "FULL & Ready";
  }
}

function snapshot(random: Random): string {
  return Buffer.from(Uint8Array.from({ length: 96 }, () => random.integer(0, 255))).toString("base64");
}
