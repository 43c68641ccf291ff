/** Stand-ins for the command-line tools of slow controls, and variables for them to tell of. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { vi } from "vitest";
import type { UpdateContext } from "../../../core/updates/plugin.ts";
import type { ServedVariable } from "../../support/channelAccessServer.ts";

export type Variables = Readonly<Record<string, ServedVariable>>;

/** What the variables of the mapping of Hall D may say at a run's start. */
export const hallDVariables: Variables = {
  IBCAD00CRCUR6: { value: 151.2578125 },
  "HALLD:p": { value: 11_640.5 },
  "RESET:i:GasPanelBarPress1": { value: 100.53 },
  "HallD-PXI:Data:I_Shunt": { value: 1349.7 },
  "HD:GONI:RADIATOR_ID": { value: 5 },
  "HD:GONI:RADIATOR_INDEX": { value: 2 },
  "HD:GONI:RADIATOR_NAME": { value: "JD70-103 50um 45/135" },
  "HD:CBREM:PLANE": { value: 2 },
  "HD:CBREM:REQ_EDGE": { value: 8600 },
  "hd:collimator_at_block": { value: 0 },
  "hd:collimator_at_a": { value: 0 },
  "hd:collimator_at_b": { value: -1 },
  "hd:converter_at_home": { value: 0 },
  "hd:converter_at_a": { value: 1 },
  "hd:converter_at_b": { value: 0 },
  "hd:converter_at_c": { value: 0 },
  "hd:polarimeter_at_home": { value: 1, states: ["No", "Yes"] },
  "hd:polarimeter_at_a": { value: 0, states: ["No", "Yes"] },
  "hd:polarimeter_at_b": { value: 0, states: ["No", "Yes"] },
  "hd:polarimeter_at_c": { value: 0, states: ["No", "Yes"] },
  "HLD:TGT:status": { value: 1, states: ["EMPTY & Ready", "FULL & Ready"] },
  IGL1I00DI24_24M: { value: 0, states: ["OUT", "IN"] },
  "PWF1I06:spinCalc": { value: -1.5 },
  MFGANGLE: { value: 90 },
  "PWF1I04:spinCalc": { value: 0.25 },
};

/** The tools that a test has put on the PATH. */
export interface Tools {
  readonly install: (name: string, script: string) => void;
  /** A `caget` that tells of variables. */
  readonly installCaget: (variables: Variables) => void;
  /** A tool that prints a text where it is called with these parameters, and fails with all others. */
  readonly installPrinting: (name: string, texts: Readonly<Record<string, string>>) => void;
}

/** A folder for tools at the front of the PATH, until `vi.unstubAllEnvs` is called. */
export function toolsIn(folder: string): Tools {
  vi.stubEnv("PATH", `${folder}${delimiter}/usr/bin${delimiter}/bin`);
  const install = (name: string, script: string): void => {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  };
  return {
    install,
    installCaget: (variables) => {
      const answers = join(folder, "answers");
      mkdirSync(answers, { recursive: true });
      for (const [name, { value, states }] of Object.entries(variables)) {
        writeFileSync(join(answers, `number ${name}`), `${value}\n`);
        writeFileSync(join(answers, `text ${name}`), `${states?.[Number(value)] ?? value}\n`);
      }
      install(
        "caget",
        `form=text
for last; do if [ "$last" = -n ]; then form=number; fi; done
if [ -f "${answers}/$form $last" ]; then exec cat "${answers}/$form $last"; fi
echo "Channel connect timed out: '$last' not found." >&2
exit 1`,
      );
    },
    installPrinting: (name, texts) => {
      const cases = Object.entries(texts).map(
        ([parameters, text]) => `"${parameters}") cat <<'END'\n${text}\nEND\n;;`,
      );
      install(name, `case "$*" in\n${cases.join("\n")}\n*) echo "not expected: $*" >&2; exit 3;;\nesac`);
    },
  };
}

/** A context of an update, and what is warned of in it. */
export function contextOf(given: Partial<UpdateContext>): { context: UpdateContext; warnings: string[] } {
  const warnings: string[] = [];
  const context: UpdateContext = {
    run: 10340,
    reason: "start",
    log: null,
    logFile: null,
    started: "2016-02-17 13:26:01",
    finished: null,
    runConfigFile: null,
    now: "2016-02-17 13:26:05",
    signal: new AbortController().signal,
    warn: (message) => warnings.push(message),
    ...given,
  };
  return { context, warnings };
}
