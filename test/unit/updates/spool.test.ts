/** What waits to be stored, on the disk. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { Spool, type SpoolEntry } from "../../../core/updates/watch/spool.ts";
import { temporaryFolder } from "../../support/temporary.ts";

let folder: string;
let spool: Spool;

beforeEach(async () => {
  folder = temporaryFolder();
  spool = await Spool.open(folder);
});

type Given = readonly [reason: SpoolEntry["reason"], run: SpoolEntry["run"], path?: string];

let written = 0;

/** Adds a log whose content is a number of its own. */
async function add([reason, run, name = "run.log"]: Given): Promise<SpoolEntry | null> {
  const path = join(folder, name);
  writeFileSync(path, String(++written));
  return spool.add(path, () => Promise.resolve({ reason, run }));
}

/** All that waits, by working it off. */
async function workOff(): Promise<{ reason: string | null; run: number | null; content: string }[]> {
  spool.complete();
  const all = [];
  for (let entry = await spool.next(); entry; entry = await spool.next()) {
    const { reason, run, log } = entry;
    all.push({ reason, run, content: readFileSync(log.readFrom, "utf8") });
    await spool.remove(entry);
  }
  return all;
}

test("keeps the order, also when it is opened anew", async () => {
  written = 0;
  for (const given of [
    ["start", 1],
    ["end", 1],
    ["start", 2],
  ] as const)
    await add(given);
  spool = await Spool.open(folder);
  await add(["end", 2]);
  expect(await workOff()).toEqual([
    { reason: "start", run: 1, content: "1" },
    { reason: "end", run: 1, content: "2" },
    { reason: "start", run: 2, content: "3" },
    { reason: "end", run: 2, content: "4" },
  ]);
  expect(readdirSync(join(folder, "waiting"))).toEqual([]);
  expect(readdirSync(join(folder, "incoming"))).toEqual([]);
});

test.each<[string, Given[], [string | null, number | null, string][]]>([
  [
    "only the newest update of a run",
    [
      ["update", 1],
      ["update", 1],
      ["update", 1],
    ],
    [["update", 1, "3"]],
  ],
  [
    "not those of other runs and of other logs",
    [
      ["update", 1],
      ["update", 2],
      ["update", 1, "other.log"],
      ["update", 1],
    ],
    [
      ["update", 2, "2"],
      ["update", 1, "3"],
      ["update", 1, "4"],
    ],
  ],
  [
    "each start and each end",
    [
      ["start", 1],
      ["start", 1],
      ["update", 1],
      ["end", 1],
      ["end", 1],
    ],
    [
      ["start", 1, "1"],
      ["start", 1, "2"],
      ["update", 1, "3"],
      ["end", 1, "4"],
      ["end", 1, "5"],
    ],
  ],
  [
    "the newest of what is not a log",
    [
      [null, null],
      [null, null, "other.log"],
      [null, null],
    ],
    [
      [null, null, "2"],
      [null, null, "3"],
    ],
  ],
])("keeps %s", async (_name, given, kept) => {
  written = 0;
  for (const one of given) await add(one);
  expect((await workOff()).map(({ reason, run, content }) => [reason, run, content])).toEqual(kept);
});

test("what is being stored stays while newer ones come, and is given up for them after that", async () => {
  written = 0;
  await add(["update", 1]);
  const current = await spool.next();
  await add(["update", 1]);
  await add(["update", 1]);
  expect(spool.size).toBe(2);
  expect(readFileSync(current?.log.readFrom ?? "", "utf8")).toBe("1");
  expect(await workOff()).toEqual([{ reason: "update", run: 1, content: "3" }]);
});

test("what is not described is not added", async () => {
  const path = join(folder, "run.log");
  writeFileSync(path, "1");
  expect(await spool.add(path, () => Promise.resolve(null))).toBeNull();
  expect(spool.size).toBe(0);
  expect(readdirSync(join(folder, "incoming"))).toEqual([]);
});

test("waits for what comes", async () => {
  const next = spool.next();
  const added = await add(["start", 1]);
  expect(await next).toEqual(added);
  await spool.remove((await next) as SpoolEntry);
  const none = spool.next();
  spool.complete();
  expect(await none).toBeNull();
});

test("what a killed program left half done is nothing, and what is damaged stops nothing", async () => {
  await add(["start", 1]);
  await add(["start", 2]);
  mkdirSync(join(folder, "incoming", "000000000009"));
  rmSync(join(folder, "waiting", "000000000001", "entry.json"));
  mkdirSync(join(folder, "waiting", "000000000003"));
  writeFileSync(join(folder, "waiting", "000000000003", "entry.json"), '{"path": 5}');
  spool = await Spool.open(folder);
  expect(existsSync(join(folder, "incoming", "000000000009"))).toBe(false);
  expect((await workOff()).map(({ run }) => run)).toEqual([2]);
  expect(readdirSync(join(folder, "failed"))).toHaveLength(2);
});

test("what is set aside keeps its log and the reason; the oldest of many are removed", async () => {
  written = 0;
  mkdirSync(join(folder, "failed"), { recursive: true });
  for (let old = 100; old < 205; old++) mkdirSync(join(folder, "failed", `20000101T000000-${old}`));
  const entry = await add([null, null]);
  const place = await spool.setAside(entry as SpoolEntry, "no XML");
  expect(readFileSync(join(place, "log"), "utf8")).toBe("1");
  expect(readFileSync(join(place, "why.txt"), "utf8")).toBe(`${join(folder, "run.log")}\nno XML\n`);
  const kept = readdirSync(join(folder, "failed")).sort();
  expect(kept).toHaveLength(100);
  expect(kept[0]).toBe("20000101T000000-106");
  expect(spool.size).toBe(0);
});
