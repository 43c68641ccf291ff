import * as v from "valibot";
import { RcdbError } from "../api/failure.ts";
import { givenConditions, givenConditionType, givenFile } from "../api/writeSchemas.ts";
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

/** Plug-ins of others are JavaScript: what they answer is looked at. */
const updateValues = v.object({
  conditions: v.optional(givenConditions),
  growing: v.optional(v.array(v.string())),
  files: v.optional(v.array(v.omit(givenFile, ["run"]))),
  started: v.optional(v.string()),
  finished: v.optional(v.string()),
  types: v.optional(v.array(givenConditionType)),
});

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
    return { values: checked(await Promise.race([work(), late])), warnings, failure: null, isLate: false };
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

function checked(values: unknown): UpdateValues {
  const parsed = v.safeParse(updateValues, values);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const place = v.getDotPath(issue);
  throw new RcdbError(
    "bad_input",
    `What it answered cannot be stored${place === null ? "" : ` (${place})`}: ${issue.message}.`,
  );
}

function inWords(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.trim() === "" ? "It does not say why." : message;
}
