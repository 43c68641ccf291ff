import type { GivenConditionType } from "../../api/catalogue.ts";
import { readInteger } from "../coda/codaTexts.ts";
import type { UpdateContext, UpdatePlugin, UpdateValues } from "../plugin.ts";
import { pythonJson } from "../../text/pythonJson.ts";
import { quoted } from "../../text/quoted.ts";
import { readConfigFile } from "./configFile.ts";
import { lastRow, readRunConfiguration, type RunConfiguration } from "./runConfiguration.ts";

const types: readonly GivenConditionType[] = [
  { name: "trigger_eq", type: "json", description: "Rows TRIG_EQ of the run configuration" },
  { name: "trigger_type", type: "json", description: "Rows TRIG_TYPE of the run configuration" },
  { name: "cdc_fadc125_mode", type: "int", description: "FADC125_MODE of the CDC" },
];

/** The run configuration file, and what conditions are made of it. */
export const configPlugin: UpdatePlugin = {
  name: "config",
  async update(context): Promise<UpdateValues> {
    const file = await readConfigFile(context);
    if (!file) return {};
    const configuration = readRunConfiguration(file.text, context.warn);
    const { path, content } = file;
    return {
      types,
      conditions: [...triggerRows(configuration), ...cdcMode(configuration, context)],
      files: [{ path, content, overwrite: true, importance: "high", description: null }],
    };
  },
};

type Values = NonNullable<UpdateValues["conditions"]>;

function triggerRows(configuration: RunConfiguration): Values {
  const trigger = configuration.get("TRIGGER");
  if (!trigger) return [];
  const rowsOf = (first: string): string =>
    pythonJson(trigger.filter(([word]) => word === first).map((row) => row.slice(1)));
  return [
    { name: "trigger_eq", value: rowsOf("TRIG_EQ") },
    { name: "trigger_type", value: rowsOf("TRIG_TYPE") },
  ];
}

function cdcMode(configuration: RunConfiguration, { warn }: UpdateContext): Values {
  const text = lastRow(configuration, "CDC", "FADC125_MODE")?.[0];
  if (text === undefined) return [];
  const mode = readInteger(text);
  if (mode !== null) return [{ name: "cdc_fadc125_mode", value: mode }];
  warn(`FADC125_MODE of CDC is ${quoted(text)}, which is not an integer: cdc_fadc125_mode is left out.`);
  return [];
}
