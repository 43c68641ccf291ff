/**
 * What a call is: the schemas of its input and output, and its traits. All that pass calls on (pool, dispatcher, hosts,
 * documentation) read the traits, never a name.
 */
import * as v from "valibot";

type Schema = v.GenericSchema;

/** The page of a window, the host of the window (desktop or server), a program such as the command line. */
export type Caller = "page" | "host" | "program";

export interface Traits {
  /**
   * What answers: a process with the database open for reading, or for writing (in one transaction, all of it or
   * nothing); the program itself, for a database that cannot be opened yet; the host of the window.
   */
  readonly answeredBy: "reader" | "writer" | "program" | "host";
  /** Who may make it. */
  readonly callers: readonly Caller[];
  /** Whether it may take as long as a query, at worst hours: it is made where its process can be killed for it. */
  readonly isLong: boolean;
  /** Whether it makes a result that its process holds, or needs one, which its input names as `result`. */
  readonly result: "none" | "made" | "needed";
  /** Whether it changes something: the database, a file, what the window has open. Such a call is not repeated by itself. */
  readonly changes: boolean;
}

export interface Call<
  Input extends Schema = Schema,
  Output extends Schema = Schema,
  Own extends Traits = Traits,
> {
  readonly input: Input;
  readonly output: Output;
  readonly traits: Own;
}
export type Calls = Readonly<Record<string, Call>>;

export type Input<C extends Call> = v.InferInput<C["input"]>;
export type ParsedInput<C extends Call> = v.InferOutput<C["input"]>;
export type Output<C extends Call> = v.InferOutput<C["output"]>;

/** A call without input, or without output. */
export const nothing = v.object({});

/** The input of a call that needs a held result. */
export const held = v.object({ result: v.string() });

/** A row of the contract. Where the traits say that it needs a result, its input has to name one. */
export function call<
  const Own extends Traits,
  Input extends (Own["result"] extends "needed" ? v.GenericSchema<{ result: string }> : Schema),
  Output extends Schema,
>(traits: Own, input: Input, output: Output): Call<Input, Output, Own> {
  return { input, output, traits };
}

/** Reads the open database. */
export const reading = {
  answeredBy: "reader",
  callers: ["page", "host", "program"],
  isLong: false,
  result: "none",
  changes: false,
} as const satisfies Traits;

/** Reads the open database, for as long as a query may take. */
export const readingLong = { ...reading, isLong: true } as const satisfies Traits;

/** Reads a held result. */
export const readingResult = { ...reading, result: "needed" } as const satisfies Traits;

/** Changes the open database. docs/writing.md says what such calls mean. */
export const changing = {
  ...reading,
  answeredBy: "writer",
  callers: ["program"],
  changes: true,
} as const satisfies Traits;

/** Changes the open database, also for a window: only the desktop application makes these. */
export const changingByWindow = { ...changing, callers: ["page", "program"] } as const satisfies Traits;

/** Works on a database that does not exist yet, or is of another version; its input names it. */
export const maintaining = {
  answeredBy: "program",
  callers: ["program"],
  isLong: true,
  result: "none",
  changes: true,
} as const satisfies Traits;

/** Asks the host of the window, for what is its own. */
export const asking = {
  answeredBy: "host",
  callers: ["page"],
  isLong: false,
  result: "none",
  changes: true,
} as const satisfies Traits;

type AnsweredBy<C extends Calls, By> = {
  readonly [Name in keyof C as C[Name]["traits"]["answeredBy"] extends By ? Name : never]: C[Name];
};
type MadeBy<C extends Calls, Who> = {
  readonly [Name in keyof C as Who extends C[Name]["traits"]["callers"][number] ? Name : never]: C[Name];
};

/** Those of the calls that are answered so. */
export function callsAnsweredBy<C extends Calls, By extends Traits["answeredBy"]>(
  calls: C,
  by: By,
): AnsweredBy<C, By> {
  return callsWhere(calls, ({ answeredBy }) => answeredBy === by) as AnsweredBy<C, By>;
}

/** Those of the calls that this caller may make. */
export function callsMadeBy<C extends Calls, Who extends Caller>(calls: C, who: Who): MadeBy<C, Who> {
  return callsWhere(calls, ({ callers }) => callers.includes(who)) as MadeBy<C, Who>;
}

function callsWhere(calls: Calls, fits: (traits: Traits) => boolean): Calls {
  return Object.fromEntries(Object.entries(calls).filter(([, { traits }]) => fits(traits)));
}

/** The call of that name, which may be any text; undefined where there is none. */
export function callNamed(calls: Calls, name: string): Call | undefined {
  return Object.hasOwn(calls, name) ? calls[name] : undefined;
}

/** The result that the input of a call names; null where the call needs none, or the input does not fit. */
export function resultNamed({ traits }: Call, input: unknown): string | null {
  if (traits.result !== "needed") return null;
  const parsed = v.safeParse(held, input);
  return parsed.success ? parsed.output.result : null;
}

/** How far a long call is. */
export interface Progress {
  readonly done: number;
  /** Null where it is not known. */
  readonly total: number | null;
  readonly label: string;
}
