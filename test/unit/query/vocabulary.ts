import { builtInAliases } from "../../../core/query/builtInAliases.ts";
import type { ConditionName, Vocabulary } from "../../../core/query/tree.ts";
import type { ValueType } from "../../../core/query/types.ts";

const types: Record<string, ValueType> = {
  event_count: "int",
  radiator_id: "int",
  status: "int",
  beam_current: "float",
  solenoid_current: "float",
  polarization_angle: "float",
  run_type: "string",
  run_config: "string",
  daq_run: "string",
  collimator_diameter: "string",
  target_type: "string",
  is_valid_run_end: "bool",
  has_beam: "bool",
  rtvs: "json",
  picture: "blob",
  run_start_time: "time",
};

/** One condition of each type and those that the built-in aliases name. */
export const conditions: readonly ConditionName[] = Object.entries(types).map(([name, type]) => ({
  name,
  type,
  description: `description of ${name}`,
}));
export const vocabulary: Vocabulary = { conditions, aliases: builtInAliases };
