import { PythonFloat, pythonJson, type PythonValue } from "../../text/pythonJson.ts";
import type { UpdateContext, UpdatePlugin, UpdateValues } from "../plugin.ts";
import { secondsBetween } from "../../time/wallClock.ts";
import type { CodaLog } from "./codaLog.ts";
import { codaConditionTypes } from "./conditionTypes.ts";

/** What the run log says, and the log itself. */
export const codaPlugin: UpdatePlugin = {
  name: "coda",
  update(context): UpdateValues {
    const { log } = context;
    if (!log) {
      context.warn("There is no run log to read. Name it.");
      return {};
    }
    log.warnings.forEach(context.warn);
    const finished = log.ended ?? log.updated ?? undefined;
    return {
      types: codaConditionTypes,
      started: log.started ?? undefined,
      finished,
      conditions: [...conditionsOf(log), ...times(log.started ?? context.started, finished, context)],
      files: logFile(context),
    };
  },
};

type Values = NonNullable<UpdateValues["conditions"]>[number][];

function conditionsOf(log: CodaLog): Values {
  const json = (value: PythonValue): string | null => (value === null ? null : pythonJson(value));
  const values = {
    run_type: log.runType,
    session: log.session,
    is_valid_run_end: log.hasRunEnd,
    event_count: log.totalEvents,
    components: json(log.components),
    component_stats: json(log.statistics && statisticsAsInPython(log.statistics)),
    rtvs: json(log.rtvs),
    user_comment: log.comment,
    run_config: log.runConfig,
    evio_last_file: log.evioLastFile,
    evio_files_count: log.evioFilesCount,
  };
  return Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

/** All but the counts are floats. */
function statisticsAsInPython(statistics: NonNullable<CodaLog["statistics"]>): PythonValue {
  const asInPython = ([element, number]: readonly [string, number | bigint]): [string, PythonValue] => [
    element,
    element === "evt-number" || typeof number === "bigint" ? number : new PythonFloat(number),
  ];
  return Object.fromEntries(
    Object.entries(statistics).map(([name, numbers]) => [
      name,
      Object.fromEntries(Object.entries(numbers).map(asInPython)),
    ]),
  );
}

function times(started: string | null, finished: string | undefined, { warn }: UpdateContext): Values {
  const values: Values = [];
  if (started !== null) values.push({ name: "run_start_time", value: started });
  if (finished !== undefined) values.push({ name: "run_end_time", value: finished });
  const seconds = secondsBetween(started, finished ?? null);
  if (seconds !== null && seconds >= 0) values.push({ name: "run_length", value: seconds });
  if (seconds !== null && seconds < 0) warn("The run ends before it starts: run_length is left out.");
  return values;
}

function logFile({ logFile: file, warn }: UpdateContext): UpdateValues["files"] {
  if (!file) return [];
  const { path, content } = file;
  if (content) return [{ path, content, overwrite: true, importance: "high", description: null }];
  warn(
    "The run log is larger than the files that can be stored here. Its values are stored, the log is not.",
  );
  return [];
}
