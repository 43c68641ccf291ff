/** Random commits, undone again, leave the values of before; those of a second writer in between are never lost. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Change } from "../../../core/api/changes.ts";
import type { Cell } from "../../../core/api/values.ts";
import { backends } from "../../support/backends.ts";
import { answerOf, openChanges, valuesOf, type ChangeClient } from "./support.ts";

const runs = [1, 2, 3];
const text = fc.oneof(fc.constant(""), fc.string({ unit: "binary", maxLength: 20 }).filter(isStorable));
const time = fc.constantFrom("2016-02-17 13:26:01", "1970-01-01 00:00:00", "2099-12-31 23:59:59");

/** No NUL and no half of a character can be stored. */
function isStorable(given: string): boolean {
  return !/\0|\p{Surrogate}/u.test(given);
}

const values: Readonly<Record<string, fc.Arbitrary<Cell>>> = {
  events: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  current: fc.oneof(
    fc.constantFrom(0.1, 99.999, 1e-30, 123456.789, 3.4e38),
    fc.float({ noNaN: true, noDefaultInfinity: true }),
  ),
  comment: text,
  good: fc.boolean(),
  at: time,
  rtvs: fc.json({ maxDepth: 1 }).filter(isStorable),
  twice: fc.integer({ min: 0, max: 3 }),
  started: time,
  finished: time,
};

/** What is to become of a value: another one, or none. */
type Wanted = Pick<Change, "run" | "kind" | "name" | "new">;

const anyWanted: fc.Arbitrary<Wanted> = fc.constantFrom(...Object.keys(values)).chain((name) =>
  fc.record({
    run: fc.constantFrom(...runs),
    kind: fc.constant(name === "started" || name === "finished" ? ("time" as const) : ("condition" as const)),
    name: fc.constant(name),
    new: fc.option(values[name] ?? fc.constant(null), { freq: 4 }),
  }),
);
const commit = fc.uniqueArray(anyWanted, {
  minLength: 1,
  maxLength: 8,
  selector: ({ run, name }) => `${run} ${name}`,
});

/** The changes that these wanted ask for, with the values that are there now as the old ones. */
async function changesOf(client: ChangeClient, wanted: readonly Wanted[]): Promise<Change[]> {
  const reviewed = await answerOf(
    client.reviewChanges({ changes: wanted.map((one) => ({ ...one, old: null })) }),
  );
  return wanted.map((one, at) => ({ ...one, old: reviewed[at]?.now ?? null }));
}

describe.each(backends)("on $name", (backend) => {
  test("commits that are undone, the last one first", async () => {
    const { client } = await openChanges(backend);
    const before = await valuesOf(client, runs);
    await fc.assert(
      fc.asyncProperty(fc.array(commit, { minLength: 1, maxLength: 4 }), async (commits) => {
        const made: number[] = [];
        for (const wanted of commits) {
          const answer = await answerOf(client.commitChanges({ changes: await changesOf(client, wanted) }));
          expect(answer.refused).toEqual([]);
          if (answer.commit !== null) made.push(answer.commit);
        }
        for (const id of made.toReversed()) {
          expect((await answerOf(client.undoCommit({ commit: id }))).refused).toEqual([]);
        }
        expect(await valuesOf(client, runs)).toEqual(before);
      }),
      { numRuns: backend.name === "sqlite" ? 25 : 8 },
    );
  });

  test("undoing an earlier commit takes back its own values, or, where one was changed since, nothing", async () => {
    const { client } = await openChanges(backend);
    await fc.assert(
      fc.asyncProperty(commit, commit, async (first, second) => {
        const own = await answerOf(client.commitChanges({ changes: await changesOf(client, first) }));
        await answerOf(client.commitChanges({ changes: await changesOf(client, second) }));
        if (own.commit === null) return;
        const { list } = await answerOf(client.readCommit({ commit: own.commit }));
        const before = await valuesOf(client, runs);
        const undone = await answerOf(client.undoCommit({ commit: own.commit }));
        const after = await answerOf(client.reviewChanges({ changes: list }));
        if (undone.refusedCount > 0) expect(await valuesOf(client, runs)).toEqual(before);
        // All of them can be made once more: each old value is there again.
        else expect(after.every(({ state }) => state === "ready" || state === "done")).toBe(true);
      }),
      { numRuns: backend.name === "sqlite" ? 20 : 6 },
    );
  });
});
