import { componentsJson, componentStatsJson, pythonJson, type Component } from "./components.ts";
import { triggerEquations, triggerTypes, type Configuration } from "./configuration.ts";
import type { ConditionName } from "./conditionTypes.ts";
import { slowControls } from "./slowControls.ts";
import { Random } from "./random.ts";
import { evioFiles, type Run } from "./runs.ts";
import { dateTimeText, day, secondsText } from "./time.ts";

/** Times are texts in the form of the database. */
export type ConditionValue = number | string | boolean;

export interface Condition {
  readonly name: ConditionName;
  readonly value: ConditionValue;
  readonly created: string;
}

export type Put = (name: ConditionName, value: ConditionValue) => void;

export interface RunContext {
  readonly run: Run;
  readonly configuration: Configuration;
  readonly components: readonly Component[];
  readonly variables: Readonly<Record<string, string>>;
  /** False for most runs of a huge sample: the statistics are far larger than everything else of a run. */
  readonly withStats: boolean;
  readonly seed: number;
}

/** The conditions of a run in the order in which the updates stored them. */
export function runConditions(context: RunContext): Condition[] {
  const { run, seed } = context;
  if (run.ending === "never started") return [];
  const conditions: Condition[] = [];
  const random = new Random(`conditions ${seed} ${run.number}`);
  const storedFrom = (seconds: number): Put => {
    const second = secondsText(seconds);
    let microseconds = random.integer(1000, 900_000);
    return (name, value) => {
      microseconds += random.integer(90, 400);
      conditions.push({ name, value, created: `${second}.${String(microseconds).padStart(6, "0")}` });
    };
  };
  const finished = run.started + run.length;
  const atStart = storedFrom(run.started + 4);
  startOfRun(context, atStart);
  status(run, random, atStart, storedFrom(finished + random.integer(30, 200) * day));
  runConfiguration(context, atStart);
  if (run.ending === "crashed early") {
    slowControls(run, random, atStart, atStart);
    return conditions;
  }
  slowControls(run, random, atStart, storedFrom(finished + 9));
  endOfRun(context, storedFrom(finished + 10));
  offlineMonitoring(run, random, storedFrom(finished + 2 * day));
  return conditions;
}

function startOfRun({ run, variables }: RunContext, put: Put): void {
  put("run_type", run.setup.runType);
  put("session", "hdops");
  put("run_config", run.setup.config);
  put("rtvs", pythonJson(variables));
  if (run.period.name >= "RunPeriod-2018-08") put("run_start_time", dateTimeText(run.started));
  if (run.period.name >= "RunPeriod-2019") put("dirc_installed", run.period.experiment === "DIRC");
  // The shift crew chooses the DAQ run since 2018.
  if (run.period.name < "RunPeriod-2018") return;
  put("daq_run", run.setup.daqRun);
  put("daq_setup", run.setup.runType.replace(".tsg", ""));
  put("daq_config", run.setup.config);
}

function runConfiguration({ run, configuration: { settings } }: RunContext, put: Put): void {
  put("trigger_eq", pythonJson(triggerEquations(settings)));
  put("trigger_type", pythonJson(triggerTypes(settings)));
  put("cdc_fadc125_mode", settings.cdcMode);
  if (run.period.name < "RunPeriod-2016-10") {
    put("daq_trigger", "fp");
    put("daq_mode", String(settings.fadc250Mode));
    put("daq_blocks", String(settings.blockLevel));
    put("daq_calib", run.kind === "calibration" ? "on" : "off");
    return;
  }
  put("trigger_ts_type", settings.triggerSource);
  put("trigger_block_level", settings.blockLevel);
  put("trigger_buffer_level", settings.bufferLevel);
  put("fcal_fadc250_mode", settings.fadc250Mode);
  put("bcal_fadc250_mode", settings.fadc250Mode);
  // Recorded for one period only, then dropped.
  if (run.period.name >= "RunPeriod-2018") return;
  put("trigger_ts_gtp_pres", pythonJson(settings.prescales));
  put("trigger_ts_coin_wind", settings.coincidenceWindow);
  put("trigger_ts_sync_int", settings.syncInterval);
}

function endOfRun({ run, components, withStats }: RunContext, put: Put): void {
  const { count, lastFile } = evioFiles(run);
  put("event_count", run.eventCount);
  put("event_rate", run.eventRate);
  put("is_valid_run_end", run.ending === "normal");
  put("components", componentsJson(components));
  if (withStats) put("component_stats", componentStatsJson(components));
  put("evio_files_count", count);
  put("evio_last_file", lastFile);
  if (run.comment !== "" && run.ending !== "running") put("user_comment", run.comment);
  if (run.ending !== "normal") return;
  put("run_length", run.length);
  if (run.period.name >= "RunPeriod-2018-08") put("run_end_time", dateTimeText(run.started + run.length));
}

/** The status is -1 at the start; the analysis replaces it weeks later, in the same row. */
function status(run: Run, random: Random, atStart: Put, later: Put): void {
  const analysed = run.period.name < "RunPeriod-2025" && run.ending === "normal" && !random.chance(0.06);
  if (analysed) later("status", chooseStatus(run, random));
  else atStart("status", -1);
}

function offlineMonitoring(run: Run, random: Random, put: Put): void {
  if (run.period.name !== "RunPeriod-2016-02" || run.eventCount < 10_000) return;
  put("seandb_event_count", Math.floor(run.eventCount * random.between(0.97, 1)));
  if (random.chance(0.1))
    put("offline_comment", random.pick(["BCAL pedestals shifted", "ok", "FDC package 2 low"]));
}

function chooseStatus({ kind }: Run, random: Random): number {
  switch (kind) {
    case "production":
    case "amorphous":
    case "empty target":
      return random.chance(0.91) ? 1 : 0;
    case "long mode":
      return 2;
    case "field off":
    case "calibration":
    case "cosmic":
      return random.chance(0.6) ? 3 : -1;
    case "test":
      return random.chance(0.7) ? 0 : -1;
  }
}
