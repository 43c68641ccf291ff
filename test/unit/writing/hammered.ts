/** What the hammering processes do to a database, known to them and to the test that looks at it afterwards. */
import type { Outcome } from "../../../core/api/failure.ts";
import type { WriteClient } from "./client.ts";

/** A call; those that set values give all three conditions of their runs the call's own id. */
export type HammeredCall = { readonly id: string } & (
  | { readonly kind: "addConditions"; readonly run: number }
  | { readonly kind: "addRuns"; readonly runs: readonly number[] }
  | { readonly kind: "createConditionType"; readonly name: string }
  | { readonly kind: "addFile"; readonly run: number; readonly path: string; readonly content: string }
);

export interface JournalLine {
  readonly call: HammeredCall;
  /** `begun`, `done`, or the message of a failure. */
  readonly state: string;
}

export const conditions = ["first", "second", "third"];
/** There from the beginning. */
export const presentRuns = [1, 2, 3] as const;

/** Something new every few milliseconds, the same for all processes: they run into each other making it. */
function now(): number {
  return Math.floor(Date.now() / 40) % 100_000;
}

export function randomCall(id: string): HammeredCall {
  switch (oneOf(["addConditions", "addRuns", "createConditionType", "addFile"] as const)) {
    case "addConditions":
      return { id, kind: "addConditions", run: oneOf(presentRuns) };
    case "addRuns": {
      // Asked once: between two looks at the clock the numbers could become the same.
      const first = 1000 + now();
      return { id, kind: "addRuns", runs: [first + 1, oneOf(presentRuns), first] };
    }
    case "createConditionType":
      return { id, kind: "createConditionType", name: `made_${now()}` };
    case "addFile":
      return {
        id,
        kind: "addFile",
        run: oneOf(presentRuns),
        path: oneOf(["/kept", "/overwritten"] as const),
        content: `made at ${now()}`,
      };
  }
}

export function perform(client: WriteClient, call: HammeredCall): Promise<Outcome<unknown>> {
  const values = conditions.map((name) => ({ name, value: call.id }));
  switch (call.kind) {
    case "addConditions":
      return client.addConditions({ run: call.run, values, replace: true });
    case "addRuns":
      return client.addRuns({
        runs: call.runs.map((number) => ({ number, conditions: values })),
        replace: true,
      });
    case "createConditionType":
      return client.createConditionType({ name: call.name, type: "int" });
    case "addFile": {
      const { run, path, content } = call;
      return client.addFile({ run, path, content, overwrite: path === "/overwritten" });
    }
  }
}

function oneOf<T>(list: readonly [T, ...T[]]): T {
  return list[Math.floor(Math.random() * list.length)] ?? list[0];
}
