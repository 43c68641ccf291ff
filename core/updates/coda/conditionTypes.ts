import type { GivenConditionType } from "../../api/catalogue.ts";

export const countType = {
  name: "evio_files_count",
  type: "int",
  description: "Number of evio files",
} as const satisfies GivenConditionType;

export const lastType = {
  name: "evio_last_file",
  type: "string",
  description: "Name of the last evio file",
} as const satisfies GivenConditionType;

/** The conditions that every RCDB has: those that the Python client makes with a new database. */
export const defaultConditionTypes: readonly GivenConditionType[] = [
  { name: "event_rate", type: "float", description: "Events per second" },
  { name: "event_count", type: "int", description: "Number of events of the run" },
  { name: "run_type", type: "string", description: "Run type, as CODA names it" },
  { name: "run_config", type: "string", description: "Name of the run configuration file" },
  { name: "session", type: "string", description: "Session of CODA" },
  { name: "user_comment", type: "string", description: "Comment of the shift at the end of the run" },
  { name: "components", type: "json", description: "Components of CODA: name and type" },
  { name: "rtvs", type: "json", description: "Run-time variables of CODA: name and value" },
  { name: "component_stats", type: "json", description: "Rates and sizes of each component" },
  { name: "is_valid_run_end", type: "bool", description: "Whether the run was ended by CODA" },
  { name: "run_length", type: "int", description: "Length of the run in seconds" },
  { name: "run_start_time", type: "time", description: "When the run started" },
  { name: "run_end_time", type: "time", description: "When the run ended, or was last heard of" },
  lastType,
];

/** The conditions that a run log gives. */
export const codaConditionTypes: readonly GivenConditionType[] = [...defaultConditionTypes, countType];
