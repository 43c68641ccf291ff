import type { Configuration } from "./configuration.ts";
import { Random } from "./random.ts";
import type { Run } from "./runs.ts";

/** A component of the data acquisition and the numbers that the run log has of it. */
export interface Component {
  readonly name: string;
  readonly type: string;
  readonly eventRate: number;
  readonly dataRate: number;
  readonly eventNumber: number;
  readonly minEventSize: number;
  readonly maxEventSize: number;
  readonly averageEventSize: number;
}

const fcal = ["ROCFCAL1", "ROCFCAL2", "ROCFCAL3", "ROCFCAL4", "ROCFCAL5", "ROCFCAL6"];
const bcal = ["ROCBCAL1", "ROCBCAL4", "ROCBCAL7", "ROCBCAL10", "ROCBCAL13"];
const others = [
  "ROCTOF1",
  "ROCST",
  "ROCTAGH",
  "ROCTAGM1",
  "ROCTAGM2",
  "ROCPS1",
  "ROCCDC1",
  "ROCFDC5",
  "ROCTS",
];

function rocNames({ setup, period }: Run): string[] {
  if (setup.runType === "hd_bcal.tsg") return [...bcal, "ROCTS"];
  if (setup.runType === "hd_fcal.tsg") return [...fcal, "ROCTS"];
  return [...fcal, ...bcal, ...others, ...(period.experiment === "DIRC" ? ["ROCDIRC1", "ROCDIRC2"] : [])];
}

/** The components that take part in the run. */
export function runComponents(run: Run, seed: number): Component[] {
  // A stream of its own for each run: whether the statistics are wanted must not change what follows.
  const random = new Random(`components ${seed} ${run.number}`);
  const component = (name: string, type: string, eventSize: number): Component => {
    const size = run.eventCount > 0 ? Math.round(eventSize * random.between(0.8, 1.2)) : 0;
    return {
      name,
      type,
      eventRate: Math.round(run.eventRate),
      dataRate: Math.round((run.eventRate * size) / 10.24) / 100,
      eventNumber: Math.max(0, run.eventCount - random.integer(0, 60)),
      minEventSize: Math.round(size * 0.6),
      maxEventSize: Math.round(size * 3.1),
      averageEventSize: size,
    };
  };
  return [
    ...rocNames(run).map((name) => component(name, name === "ROCTS" ? "TS" : "ROC", 700)),
    component("DCBCAL", "DC", 3600),
    component("DCFCAL", "DC", 4100),
    component("SEB0", "SEB", 13000),
    component("ERsoftROC", "ER", 13000),
  ];
}

/** The condition `components`. */
export function componentsJson(components: readonly Component[]): string {
  return `{${components.map(({ name, type }) => `"${name}": "${type}"`).join(", ")}}`;
}

/** A rate or a size as Python's json writes a float: always with a point. */
const float = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value));

/** The condition `component_stats`. */
export function componentStatsJson(components: readonly Component[]): string {
  const stats = components.map(
    (component) =>
      `"${component.name}": {"evt-rate": ${float(component.eventRate)}, "data-rate": ${float(component.dataRate)}, ` +
      `"evt-number": ${component.eventNumber}, "min-evt-size": ${float(component.minEventSize)}, ` +
      `"max-evt-size": ${float(component.maxEventSize)}, "average-evt-size": ${float(component.averageEventSize)}}`,
  );
  return `{${stats.join(", ")}}`;
}

/** Run time variables of CODA. */
export function runTimeVariables({ setup }: Run, configuration: Configuration): Record<string, string> {
  const lists = "/home/hdops/CDAQ/daq_dev_v0.31/daq/vme/list";
  return {
    "%(CODA_ROL1)": `${lists}/gluex_vme_rol1.so`,
    "%(CODA_ROL2)": `${lists}/gluex_vme_rol2.so`,
    "%(config)": configuration.path,
    "%(DAQ_RUN)": setup.daqRun,
    "%(evio_dir)": "/gluonraid2/rawdata/active",
  };
}

/** JSON as Python's json writes it, with a blank after commas and colons. */
export function pythonJson(value: Readonly<Record<string, string>> | readonly unknown[]): string {
  if (!Array.isArray(value)) {
    const members = Object.entries(value).map(
      ([name, text]) => `${JSON.stringify(name)}: ${JSON.stringify(text)}`,
    );
    return `{${members.join(", ")}}`;
  }
  const items = value.map((item: unknown) => (Array.isArray(item) ? pythonJson(item) : JSON.stringify(item)));
  return `[${items.join(", ")}]`;
}
