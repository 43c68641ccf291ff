/** What was replaced or deleted is read back from the log exactly as it was. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cell } from "../../../core/api/values.ts";
import type { HistoryEntry } from "../../../core/api/log.ts";
import { toFailure } from "../../../core/api/failure.ts";
import { readHistory } from "../../../core/log/history.ts";
import {
  PartsJoiner,
  readRecordText,
  recordPattern,
  recordTexts,
} from "../../../core/writing/changeRecord.ts";
import type { GivenValue } from "../../../core/writing/values.ts";
import { inTransaction } from "../../../core/writing/writing.ts";
import { backends } from "../../support/backends.ts";
import type { TestDatabase } from "../../support/database.ts";
import { open, openForAll } from "./support.ts";

const types = {
  text: "string",
  count: "int",
  current: "float",
  good: "bool",
  at: "time",
  stats: "json",
} as const;
type Name = keyof typeof types;

/** A value to give, and how it is to be read back. */
interface Sample {
  readonly name: Name;
  readonly given: Exclude<GivenValue, object>;
  readonly read: Cell;
}

const whole = fc.string({ unit: "binary", maxLength: 40 }).map((text) => text.replaceAll("\0", ""));
/** Up to what a server's TEXT takes. */
const texts = fc
  .tuple(whole, fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 4000 })))
  .map(([text, times]) => cutToBytes(text.repeat(times), 65_535));

const long = (letter: string): Sample => {
  const text = letter.repeat(65_535);
  return { name: "text", given: text, read: text };
};

function cutToBytes(text: string, most: number): string {
  let bytes = 0;
  let cut = "";
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) break;
    cut += character;
  }
  return cut;
}

const seconds = fc
  .date({ min: new Date("1000-01-01T00:00:00Z"), max: new Date("9999-12-31T00:00:00Z"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 19).replace("T", " "));

const same = (name: Name, values: fc.Arbitrary<Exclude<GivenValue, object>>): fc.Arbitrary<Sample> =>
  values.map((given) => ({ name, given, read: given }));

const samples: Record<"sqlite" | "mariadb", fc.Arbitrary<Sample>> = {
  sqlite: fc.oneof(
    same("text", texts),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => {
      const isSafe = Number.isSafeInteger(Number(value));
      return { name: "count" as const, given: String(value), read: isSafe ? Number(value) : String(value) };
    }),
    same(
      "current",
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    ),
    same("good", fc.boolean()),
    same(
      "at",
      fc
        .tuple(seconds, fc.integer({ min: 1, max: 999_999 }))
        .map(([time, part]) => `${time}.${String(part).padStart(6, "0")}`),
    ),
    same(
      "stats",
      fc.json().map((text) => text.replaceAll("\0", "")),
    ),
  ),
  mariadb: fc.oneof(
    same("text", texts),
    same("count", fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
    // What single precision keeps, so that it can be held against what was given.
    same(
      "current",
      fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => Number(value.toPrecision(6)) + 0),
    ),
    same("good", fc.boolean()),
    same("at", seconds),
  ),
};

describe.each(backends)("on $name", (backend) => {
  const opened = openForAll(backend, { types });
  let nextRun = 1;

  test("any values, in any order, read back", async () => {
    const { database, client } = opened();
    await fc.assert(
      fc.asyncProperty(fc.array(samples[backend.name], { minLength: 2, maxLength: 12 }), async (given) => {
        const run = nextRun++;
        await client.createRun({ number: run });
        const now = new Map<Name, Cell>();
        const expected: Pick<HistoryEntry, "condition" | "change" | "old" | "new">[] = [];
        for (const sample of given) {
          const { name: condition, read } = sample;
          const old = now.get(condition);
          const values = [{ name: condition, value: sample.given }];
          expect(await client.addConditions({ run, values, replace: true })).toMatchObject({ ok: true });
          if (old !== undefined && isSame(old, read)) continue;
          now.set(condition, read);
          if (old !== undefined) expected.push({ condition, change: "replaced", old, new: read });
        }
        const names = [...now.keys()].sort(
          (a, b) => Object.keys(types).indexOf(a) - Object.keys(types).indexOf(b),
        );
        await client.deleteConditions({ run, names });
        const history = await readHistory(database, { run, condition: null });
        const read = history.map(({ condition, change, old, new: value }) => ({
          condition,
          change,
          old,
          new: value,
        }));
        expect(read.slice(0, expected.length)).toEqual(expected);
        const deleted = read.slice(expected.length);
        expect(new Map(deleted.map(({ condition, old }) => [condition, old]))).toEqual(now);
        expect(deleted.every((entry) => entry.change === "deleted" && entry.new === null)).toBe(true);
      }),
      // Each writes up to twelve values one by one, some hundred in all; one replaces a text that takes several records.
      { numRuns: 25, examples: [[["a", "b"].map(long)]] },
    );
    const parts = await database.read
      .selectFrom("logs")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .where("description", "like", "Replaced condition text of run %, part 1 of %")
      .executeTakeFirstOrThrow();
    expect(parts.count > 0).toBe(backend.name === "mariadb");
  });

  test("one condition, who and when", async () => {
    const { database, client } = await open(backend, {
      types,
      runs: { 1: { conditions: { count: 1, text: "a" } } },
    });
    await client.addConditions({
      run: 1,
      values: [
        { name: "count", value: 2 },
        { name: "text", value: "b" },
      ],
      replace: true,
    });
    const history = await readHistory(database, { run: 1, condition: "text" });
    expect(history).toEqual([
      {
        log: 2,
        run: 1,
        condition: "text",
        type: "string",
        change: "replaced",
        old: "a",
        new: "b",
        commit: null,
        created: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/) as string,
        user: "tester",
      },
    ]);
  });

  test("what is wider than a column of the log stands in several records, which others may lie between", async () => {
    const { database } = await open(backend, { types, runs: { 1: {} } });
    const long = (letter: string) => ({
      condition: "text",
      type: "string",
      old: `"${letter}\\😀`.repeat(50),
      new: "",
    });
    const titleOf = "Replaced condition text of run 1";
    const [first, second] = ["x", "y"].map((letter) =>
      recordTexts(titleOf, long(letter), 160, crypto.randomUUID()),
    );
    if (!first || !second) throw new Error("two were made");
    expect(first.length).toBeGreaterThan(5);
    const mixed = first.flatMap((text, index) => [text, second[index] ?? "", "Another program's words"]);
    const rows = [...mixed, ...first.slice(1)].map((text) => [1, text]);
    await inTransaction(database, "tester", ({ transaction }) =>
      transaction.insertRows("logs", ["related_run", "description"], rows),
    );
    const history = await readHistory(database, { run: 1, condition: null });
    expect(history.map(({ log, old }) => [log, old])).toEqual([
      [1, long("x").old],
      [2, long("y").old],
    ]);
  });

  const values = '{"condition":"text","type":"string","old":"a","new":"b"}';
  const part = "00000000-0000-0000-0000-000000000000";
  test.each([
    "Replaced condition text of run 1",
    "Replaced condition text of run 1: ",
    "Replaced condition text of run 1: words",
    "Replaced condition text of run 1: []",
    'Replaced condition text of run 1: {"condition":"text","type":"string"}',
    'Added condition text of run 1: {"condition":"text","type":"string","new":"a"}',
    'Replaced condition text of run 1: {"condition":"text","type":"kind","old":1,"new":2}',
    'Replaced condition text of run 1: {"condition":"text","type":"json","old":{"a":1},"new":2}',
    `Replaced condition text of run: ${values}`,
    `Replaced condition some text of run 1: ${values}`,
    ` Replaced condition text of run 1: ${values}`,
    `Replaced condition text of run 1, part 1 of 2 of ${part}: ${values}`,
    `Replaced condition text of run 1, part 7 of 1 of ${part}: ${values}`,
    `Replaced condition text of run 1, part 0 of 0 of ${part}: ${values}`,
    "Deleted condition",
  ])("what others wrote is no history: %s", async (text) => {
    const { database } = opened();
    const run = nextRun++ + 100_000;
    await inTransaction(database, "other", ({ transaction }) =>
      transaction.insertRows(
        "logs",
        ["related_run", "description"],
        [
          [run, text.replaceAll("run 1", `run ${run}`)],
          [run, null],
        ],
      ),
    );
    const failure = toFailure(
      await readHistory(database, { run, condition: null }).catch((thrown: unknown) => thrown),
    );
    expect(failure).toMatchObject({ code: "no_such_run" });
  });

  test("a name of any kind, as other clients make them", async () => {
    const names = [
      "two words",
      'a "quoted" one',
      "back\\slash",
      "of run 1: {",
      "Ünï😀",
      "x, part 1 of 2 of y",
    ];
    const statements = names.flatMap((name, index) => [
      `INSERT INTO condition_types (id, name, value_type) VALUES (${index + 1}, '${name.replaceAll("\\", backend.name === "mariadb" ? "\\\\" : "\\")}', 'int')`,
      `INSERT INTO conditions (run_number, condition_type_id, int_value, float_value, bool_value) VALUES (1, ${index + 1}, 5, 0, 0)`,
    ]);
    const content: TestDatabase = { runs: { 1: {} }, statements };
    const { database, client } = await open(backend, content);
    for (const name of names) {
      expect(
        await client.addConditions({ run: 1, values: [{ name, value: 6 }], replace: true }),
      ).toMatchObject({
        ok: true,
      });
      expect(await readHistory(database, { run: 1, condition: name })).toMatchObject([
        { condition: name, old: 5, new: 6 },
      ]);
    }
  });

  test("what is unknown, and what has no history", async () => {
    const { database } = await open(backend, { types, runs: { 1: {} } });
    const ask = async (run: number, condition: string | null) =>
      toFailure(await readHistory(database, { run, condition }).catch((thrown: unknown) => thrown)).code;
    expect(await readHistory(database, { run: 1, condition: null })).toEqual([]);
    expect(await readHistory(database, { run: 1, condition: "text" })).toEqual([]);
    expect(await ask(2, null)).toBe("no_such_run");
    expect(await ask(1, "txt")).toBe("no_such_condition");
  });
});

/** The rule of schema.md, anew. */
function isSame(old: Cell, value: Cell): boolean {
  if (typeof old === "number" && typeof value === "number") return Math.abs(old - value) < 1e-12;
  return old === value;
}

test("a record's text never exceeds its column, and is read back whole", () => {
  const pattern = recordPattern(/Some title/);
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 120, max: 400 }), (json, mostBytes) => {
      const texts = recordTexts("Some title", json, mostBytes, crypto.randomUUID());
      for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mostBytes);
      const joiner = new PartsJoiner();
      const records = texts.map((text, index) => {
        const read = readRecordText(pattern, text);
        return read && joiner.add(index, read);
      });
      expect(records.slice(0, -1).every((record) => record === null)).toBe(true);
      expect(records.at(-1)).toEqual({ id: 0, json: JSON.stringify(json) });
    }),
  );
});
