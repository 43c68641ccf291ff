import type { Component } from "./components.ts";
import { evioFiles, type Run } from "./runs.ts";
import { runLogTime } from "./time.ts";

/** Where the DAQ leaves the log of a run. */
export function runLogPath({ number }: Run): string {
  return `/home/hdops/CDAQ/daq_dev_v0.31/daq/run_logs/run_${String(number).padStart(6, "0")}.log`;
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);

/** The run log that CODA writes: XML with the statistics of each component. */
export function runLogText(
  run: Run,
  components: readonly Component[],
  variables: Readonly<Record<string, string>>,
): string {
  const finished = run.started + run.length;
  const { lastFile } = evioFiles(run);
  const lines = [
    `<coda runtype = "${escaped(run.setup.runType)}" session = "hdops">`,
    `   <run-start>`,
    `      <run-number>${run.number}</run-number>`,
    `      <start-time>${runLogTime(run.started)}</start-time>`,
    `      <components>`,
    ...components.flatMap((component) => componentLines(component, component.type === "ER" ? lastFile : "")),
    `      </components>`,
    `      <rtvs>`,
    ...Object.entries(variables).map(
      ([name, value]) => `         <rtv name = "${name}" value = "${escaped(value)}"/>`,
    ),
    `      </rtvs>`,
    `      <update-time>${runLogTime(finished)}</update-time>`,
    `      <total-evt>${run.eventCount}</total-evt>`,
    `   </run-start>`,
  ];
  if (run.ending === "normal") {
    lines.push(
      `   <run-end>`,
      `      <end-time>${runLogTime(finished)}</end-time>`,
      `      <total-evt>${run.eventCount}</total-evt>`,
      `   </run-end>`,
      `   <end-comment>`,
      escaped(run.comment === "" ? "Add run comments here ...." : run.comment),
      `-----------------------------------`,
      `   </end-comment>`,
    );
  }
  return `${lines.join("\n")}\n</coda>\n`;
}

function componentLines(component: Component, outFile: string): string[] {
  const element = (name: string, value: number | string): string => `            <${name}>${value}</${name}>`;
  return [
    `         <component name = "${component.name}" type = "${component.type}">`,
    element("evt-rate", component.eventRate.toFixed(1)),
    element("data-rate", component.dataRate),
    element("evt-number", component.eventNumber),
    element("min-evt-size", component.minEventSize),
    element("max-evt-size", component.maxEventSize),
    element("average-evt-size", component.averageEventSize),
    element("out-file", outFile),
    `         </component>`,
  ];
}
