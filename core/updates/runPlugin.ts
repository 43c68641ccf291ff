import * as v from "valibot";
import { RcdbError } from "../api/failure.ts";
import { givenConditionType } from "../api/catalogue.ts";
import { givenConditions } from "../api/conditions.ts";
import { givenFile } from "../api/files.ts";
import { quoted } from "../text/quoted.ts";
import { withFullStop } from "../text/withFullStop.ts";
import type { UpdateContext, UpdatePlugin, UpdateValues } from "./plugin.ts";

/** A plug-in as it is called: loaded when it is, and given up after its time limit. */
export interface RegisteredPlugin {
  readonly name: string;
  /** In milliseconds. */
  readonly timeLimit: number;
  readonly load: () => Promise<UpdatePlugin>;
}

export type SharedContext = Omit<UpdateContext, "signal" | "warn">;

/** What a plug-in has given, or why it has not. */
export interface PluginAnswer {
  readonly values: UpdateValues;
  readonly warnings: readonly string[];
  readonly failure: string | null;
  /** Whether that is because of its time limit. */
  readonly isLate: boolean;
}

/** Plug-ins of others are JavaScript: what they answer is looked at, each part by itself. */
const answer = v.object({
  conditions: v.optional(v.array(v.unknown())),
  growing: v.optional(v.array(v.string())),
  files: v.optional(v.array(v.unknown())),
  started: v.optional(v.unknown()),
  finished: v.optional(v.unknown()),
  types: v.optional(v.array(v.unknown())),
});
/** JavaScript's integers of any size become the texts of their digits. */
const condition = v.object({
  ...givenConditions.item.entries,
  value: v.union([
    givenConditions.item.entries.value,
    v.pipe(
      v.bigint(),
      v.transform((value) => ({ json: value.toString() })),
    ),
  ]),
});
const file = v.omit(givenFile, ["run"]);

const mostWarnings = 100;

/** Calls a plug-in. Whatever it does is an answer: nothing is thrown. */
export async function runPlugin(plugin: RegisteredPlugin, shared: SharedContext): Promise<PluginAnswer> {
  const warnings: string[] = [];
  let isOver = false;
  const warn = (message: string): void => {
    // One that goes on after its time has nobody to tell.
    if (isOver || warnings.length >= mostWarnings || warnings.includes(message)) return;
    warnings.push(message);
  };
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(tooLate(plugin));
      controller.abort();
    }, plugin.timeLimit);
  });
  try {
    const work = async (): Promise<unknown> =>
      (await plugin.load()).update({ ...shared, signal: controller.signal, warn });
    return {
      values: checked(await Promise.race([work(), late]), warn),
      warnings,
      failure: null,
      isLate: false,
    };
  } catch (thrown) {
    return { values: {}, warnings, failure: inWords(thrown), isLate: controller.signal.aborted };
  } finally {
    isOver = true;
    clearTimeout(timer);
  }
}

function tooLate({ timeLimit }: RegisteredPlugin): RcdbError {
  const message = `It took longer than its time limit of ${timeLimit / 1000} s and was given up.`;
  return new RcdbError("interrupted", message);
}

/** What an answer holds that can be stored; `warn` is told of each part that cannot. Throws `bad_input` where it is no answer at all. */
function checked(values: unknown, warn: (message: string) => void): UpdateValues {
  const parsed = v.safeParse(answer, values);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const place = v.getDotPath(issue);
    throw new RcdbError(
      "bad_input",
      `What it answered cannot be stored${place === null ? "" : ` (${place})`}: ${withFullStop(issue.message)}`,
    );
  }
  const { conditions, files, types, started, finished, growing } = parsed.output;
  const each = <T>(list: string, schema: v.GenericSchema<unknown, T>, given?: unknown[]): T[] | undefined =>
    given?.flatMap((one, at) => fitting(`${list}.${at}`, schema, one, warn) ?? []);
  const time = (name: string, given: unknown): string | undefined =>
    given === undefined ? undefined : fitting(name, v.string(), given, warn);
  return {
    conditions: each("conditions", condition, conditions),
    files: each("files", file, files),
    types: each("types", givenConditionType, types),
    started: time("started", started),
    finished: time("finished", finished),
    growing,
  };
}

/** A part of an answer; undefined, with a warning, where it is none. */
function fitting<T>(
  place: string,
  schema: v.GenericSchema<unknown, T>,
  given: unknown,
  warn: (message: string) => void,
): T | undefined {
  const parsed = v.safeParse(schema, given);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const within = v.getDotPath(issue);
  warn(
    `${nameOf(given) ?? place} cannot be stored (${within === null ? place : `${place}.${within}`}): ${withFullStop(issue.message)} It is left out.`,
  );
  return undefined;
}

/** What a person knows a part by: the name of its condition, the path of its file. */
function nameOf(part: unknown): string | null {
  if (typeof part !== "object" || part === null) return null;
  if ("path" in part && typeof part.path === "string") return `The file ${quoted(part.path)}`;
  return "name" in part && typeof part.name === "string" ? `The condition ${quoted(part.name)}` : null;
}

function inWords(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.trim() === "" ? "It does not say why." : message;
}
