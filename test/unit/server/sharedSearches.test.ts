/** Which searches share their rows, and until when. */
import { expect, test } from "vitest";
import type { Transport } from "../../../core/api/client.ts";
import { failed, succeeded, type Outcome } from "../../../core/api/failure.ts";
import { sharedSearches } from "../../../server/sharedSearches.ts";

/** A database whose searches are answered when a test says so. */
function fakeDatabase() {
  const database = { newest: "1", time: 0, signals: [] as AbortSignal[], rowsGone: false };
  const answers: ((outcome: Outcome<unknown>) => void)[] = [];
  let names = 0;
  const call: Transport = (name, input, { signal }) => {
    if (name === "shareRows") {
      const { result } = input as { readonly result: string };
      const shared = succeeded({ result: `${result}/${++names}` });
      return Promise.resolve(database.rowsGone ? failed("result_gone", "Gone.") : shared);
    }
    if (signal) database.signals.push(signal);
    return new Promise((resolve) => answers.push(resolve));
  };
  const ask = sharedSearches(
    call,
    () => Promise.resolve(database.newest),
    () => database.time,
  );
  const search = (expression: string, signal?: AbortSignal) =>
    ask("searchRuns", { expression }, signal ? { signal } : {});
  /** Waits until a number of searches were begun. */
  const begun = async (count: number): Promise<void> => expect.poll(() => answers.length).toBe(count);
  return { database, answers, search, begun };
}

test("the same search is made once, for all who wait for it and come later", async () => {
  const { answers, search, begun } = fakeDatabase();
  const both = [search("a"), search("a")];
  const other = search("b");
  await begun(2);
  answers[0]?.(succeeded({ result: "p1-1" }));
  answers[1]?.(succeeded({ result: "p1-2" }));
  const found = await Promise.all([...both, other, search("a")]);
  const names = found.map((outcome) => (outcome.ok ? (outcome.value as { result: string }).result : ""));
  expect(names.map((name) => name.split("/")[0])).toEqual(["p1-1", "p1-1", "p1-2", "p1-1"]);
  expect(new Set(names).size).toBe(4);
  expect(answers).toHaveLength(2);
});

test.each<[string, (fake: ReturnType<typeof fakeDatabase>) => unknown]>([
  ["something newer is in the database", ({ database }) => void (database.newest = "2")],
  ["some time has passed", ({ database }) => void (database.time = 31_000)],
  ["its rows are gone", ({ database }) => void (database.rowsGone = true)],
])("it is made again where %s", async (_what, change) => {
  const fake = fakeDatabase();
  const first = fake.search("a");
  await fake.begun(1);
  fake.answers[0]?.(succeeded({ result: "p1-1" }));
  await first;
  await change(fake);
  void fake.search("a");
  await fake.begun(2);
});

test("one that takes long is shared while it runs, and then for as long as it took", async () => {
  const { database, answers, search, begun } = fakeDatabase();
  const first = search("a");
  await begun(1);
  database.time = 60_000;
  const second = search("a");
  answers[0]?.(succeeded({ result: "p1-1" }));
  expect(await Promise.all([first, second])).toMatchObject([{ ok: true }, { ok: true }]);
  database.time = 119_000;
  expect(await search("a")).toMatchObject({ ok: true });
  expect(answers).toHaveLength(1);
  database.time = 121_000;
  void search("a");
  await begun(2);
});

test("a failure is not shared with who comes later", async () => {
  const { answers, search, begun } = fakeDatabase();
  const first = search("a");
  await begun(1);
  answers[0]?.(failed("expression", "No."));
  expect(await first).toMatchObject({ ok: false });
  void search("a");
  await begun(2);
});

test("it is cancelled when the last who waits for it has gone", async () => {
  const { database, search, begun } = fakeDatabase();
  const [first, second] = [new AbortController(), new AbortController()];
  const both = [search("a", first.signal), search("a", second.signal)];
  await begun(1);
  first.abort();
  expect(await both[0]).toMatchObject({ error: { code: "cancelled" } });
  expect(database.signals[0]?.aborted).toBe(false);
  second.abort();
  expect(await both[1]).toMatchObject({ error: { code: "cancelled" } });
  expect(database.signals[0]?.aborted).toBe(true);
  void search("a");
  await begun(2);
});

test("it is not begun for who has gone while the database was asked what is newest", async () => {
  const { answers, search, begun } = fakeDatabase();
  const controller = new AbortController();
  const asked = search("a", controller.signal);
  controller.abort();
  expect(await asked).toMatchObject({ error: { code: "cancelled" } });
  void search("b");
  await begun(1);
  expect(answers).toHaveLength(1);
});
