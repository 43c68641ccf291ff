import { setMaxListeners } from "node:events";
import { isAbsolute } from "node:path";
import * as v from "valibot";
import { RcdbError } from "../../api/failure.ts";
import type { UpdateContext, UpdatePlugin, UpdateReason, UpdateValues } from "../plugin.ts";
import { withFullStop } from "../../text/withFullStop.ts";
import { archiveTools } from "./archiveTools.ts";
import { cagetReader } from "./caget.ts";
import { channelAccessReader } from "./channelAccess.ts";
import { averageKey, evaluate, needsOf, valueKey, type LeftAlone, type Readings } from "./evaluate.ts";
import hallD from "./hallD.json" with { type: "json" };
import { checkMapping, readMapping, type Mapping } from "./mapping.ts";
import type { AverageReader, AverageRequest, Reading, TimeSpan, ValueReader } from "./readings.ts";

const limitInSeconds = v.pipe(v.number(), v.gtValue(0), v.maxValue(3600));
const optionsSchema = v.strictObject({
  /** In place of that of Hall D. */
  mapping: v.optional(v.pipe(v.string(), v.check(isAbsolute, "It must be the whole path of a file"))),
  reader: v.optional(v.picklist(["channel-access", "caget"]), "channel-access"),
  /** In seconds: for the variables, and for each average. */
  valueLimit: v.optional(limitInSeconds, 5),
  averageLimit: v.optional(limitInSeconds, 30),
});

/** Of a run of which nothing says how far it is, only the beginning is averaged, so long at most; in seconds. */
const longestWithoutEnd = 10 * 60;

/** Slow controls: conditions made of EPICS variables. Throws `bad_input` for what is wrong with options or mapping. */
export async function epicsPlugin(options: Readonly<Record<string, unknown>>): Promise<UpdatePlugin> {
  const { mapping: path, reader, valueLimit, averageLimit } = checkOptions(options);
  const mapping = path === undefined ? checkMapping(hallD, "hallD.json") : await readMapping(path);
  const values = (reader === "caget" ? cagetReader : channelAccessReader)(valueLimit * 1000);
  const averages = archiveTools(averageLimit * 1000);
  return { name: "epics", update: (context) => update(mapping, { values, averages }, context) };
}

function checkOptions(options: Readonly<Record<string, unknown>>): v.InferOutput<typeof optionsSchema> {
  const parsed = v.safeParse(optionsSchema, options);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const place = v.getDotPath(issue);
  throw new RcdbError(
    "bad_input",
    `The options of epics cannot be used: ${place === null ? "" : `${place}: `}${withFullStop(issue.message)}`,
  );
}

interface Readers {
  readonly values: ValueReader;
  readonly averages: AverageReader;
}

async function update(mapping: Mapping, readers: Readers, context: UpdateContext): Promise<UpdateValues> {
  const { reason, warn } = context;
  if (reason === null) {
    warn("What slow controls say now belongs to the run that goes on: nothing is read without a reason.");
    return {};
  }
  const { values, leftAlone } = evaluate(mapping, reason, await readAll(mapping, reason, readers, context));
  warningsOf(leftAlone).forEach(warn);
  const types = Object.entries(mapping.conditions)
    .filter(([name]) => values.has(name))
    .map(([name, { type, description = null }]) => ({ name, type, description }));
  const conditions = [...values].map(([name, value]) => ({ name, value }));
  return { types, conditions, growing: averagesOf(mapping) };
}

/** The conditions that are averages at any time. */
function averagesOf({ conditions }: Mapping): string[] {
  return Object.entries(conditions).flatMap(([name, { rules }]) =>
    rules.some(({ how }) => how === "average") ? [name] : [],
  );
}

async function readAll(
  mapping: Mapping,
  reason: UpdateReason,
  { values, averages }: Readers,
  context: UpdateContext,
): Promise<Readings> {
  const needs = needsOf(mapping, reason);
  // Each of the tools that run side by side listens: that is no leak, of which Node would warn.
  setMaxListeners(0, context.signal);
  const span = averagedSpan(reason, context);
  const average = async (request: AverageRequest): Promise<Reading<number>> =>
    "problem" in span ? span : averages.average(request, span, context.signal);
  const [said, averaged] = await Promise.all([
    values.read(needs.values, context.signal),
    Promise.all(needs.averages.map(average)),
  ]);
  return {
    values: byKey(needs.values.map(valueKey), said),
    averages: byKey(needs.averages.map(averageKey), averaged),
  };
}

function byKey<T>(keys: readonly string[], readings: readonly T[]): Map<string, T> {
  return new Map(keys.flatMap((key, at) => readings.slice(at, at + 1).map((reading) => [key, reading])));
}

/**
 * From the run's start to its end; while it goes on to the time of the log, as the last update has stored it where this one has
 * no log.
 */
function averagedSpan(
  reason: UpdateReason,
  { log, started, finished, now }: UpdateContext,
): TimeSpan | { readonly problem: string } {
  const begin = started ?? log?.started ?? null;
  if (begin === null) return { problem: "there is no average, for the start of the run is not known" };
  const known = log?.ended ?? log?.updated ?? finished;
  const end = known ?? (reason === "end" ? now : earlier(now, later(begin, longestWithoutEnd)));
  if (end <= begin) return { problem: "there is no average, for the run has no length yet" };
  return { begin, end };
}

/** Texts of this form are in the order of the times. */
function earlier(one: string, other: string): string {
  return one < other ? one : other;
}

function later(time: string, seconds: number): string {
  // As if it were UTC, which has no summer time.
  const moment = new Date(Date.parse(`${time.replace(" ", "T")}Z`) + seconds * 1000);
  return moment.toISOString().slice(0, time.length).replace("T", " ");
}

/** One sentence for each thing that was wrong, however many variables have it. */
function warningsOf(leftAlone: readonly LeftAlone[]): string[] {
  const problems = [...new Set(leftAlone.map(({ problem }) => problem))];
  return problems.map((problem) => {
    const those = leftAlone.filter((one) => one.problem === problem);
    const sources = [...new Set(those.map(({ source }) => source))].join(", ");
    const conditions = those.map(({ condition }) => condition).join(", ");
    return `${sources}: ${problem}. Left as before: ${conditions}.`;
  });
}
