/** When a window shows the database that it was opened with: as soon as its first query is asked for, or a moment later. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DatabaseInfo } from "../../../core/api/database.ts";
import type { WindowClient } from "../../../renderer/client/client.ts";
import type { ComputedColumns } from "../../../renderer/model/computedColumns.svelte.ts";
import { Session } from "../../../renderer/model/session.svelte.ts";
import { stubRunes } from "../../support/runes.ts";

beforeEach(() => {
  stubRunes();
  // What is derived of a session is not looked at here.
  vi.stubGlobal(
    "$derived",
    Object.assign((value: unknown) => value, { by: () => [] }),
  );
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A session whose database answers after a number of milliseconds; `asked` is filled when the first query would be. */
function opening(milliseconds: number) {
  let database = { connection: "sqlite:////data/rcdb.sqlite" } as DatabaseInfo;
  const open = (connection: string): void => void (database = { connection } as DatabaseInfo);
  const answer = (value: unknown, after: number) =>
    new Promise((resolve) => setTimeout(() => resolve({ ok: true, value }), after));
  const names = () => answer([], milliseconds);
  const client = {
    readSession: () => answer({ host: "desktop", database, opening: null, openFailure: null }, 1),
    listConditionTypes: names,
    suggestColumns: names,
    listRunPeriods: names,
    listAliases: names,
  } as unknown as WindowClient;
  const asked: boolean[] = [];
  const known: string[] = [];
  const session: Session = new Session(
    client,
    {} as ComputedColumns,
    ({ connection }) => known.push(connection),
    () => asked.push(session.isReady),
  );
  void session.load();
  return { session, asked, known, open };
}

test("a database is known before it can be read, and told of once", async () => {
  const { session, asked, known } = opening(60_000);
  await vi.advanceTimersByTimeAsync(1000);
  void session.load();
  await vi.advanceTimersByTimeAsync(1000);
  expect([known, asked]).toEqual([["sqlite:////data/rcdb.sqlite"], []]);
});

test("the first query is asked for before the window is drawn, where its database answers soon", async () => {
  const { session, asked } = opening(50);
  await vi.advanceTimersByTimeAsync(40);
  expect(session.info).toBeNull();
  await vi.advanceTimersByTimeAsync(20);
  expect(asked).toEqual([true]);
  expect(session.info).not.toBeNull();
});

test("of two answers at the start the newer one is shown", async () => {
  const { session, asked, known, open } = opening(50);
  await vi.advanceTimersByTimeAsync(10);
  open("sqlite:////data/other.sqlite");
  void session.load();
  await vi.advanceTimersByTimeAsync(200);
  expect(session.info?.database?.connection).toBe("sqlite:////data/other.sqlite");
  expect([known, asked]).toEqual([["sqlite:////data/other.sqlite"], [true]]);
});

test("a database that takes long is shown before it has answered", async () => {
  const { session, asked } = opening(5000);
  await vi.advanceTimersByTimeAsync(1000);
  expect(session.info).not.toBeNull();
  expect(session.isReady).toBe(false);
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked).toEqual([true]);
});
