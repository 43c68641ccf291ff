/** When a window may change its database: people allow it, and an hour without them takes that back. */
import { beforeEach, expect, test, vi } from "vitest";
import type { DatabaseInfo } from "../../../core/api/database.ts";
import { failed, succeeded } from "../../../core/api/failure.ts";
import type { WindowClient } from "../../../renderer/client/client.ts";
import type { Session } from "../../../renderer/model/session.svelte.ts";
import { WriteMode } from "../../../renderer/model/writeMode.svelte.ts";
import { stubRunes } from "../../support/runes.ts";

beforeEach(() => {
  stubRunes();
  return () => vi.unstubAllGlobals();
});

const hour = 60 * 60 * 1000;
const database = (connection: string) => ({ connection }) as DatabaseInfo;

function modeOf(session: Partial<Session>, isWritable = true) {
  let now = 0;
  const client = {
    tryWriting: () => Promise.resolve(isWritable ? succeeded({}) : failed("no_permission", "not you")),
  };
  const given = { isDesktop: true, profile: null, ...session };
  const mode = new WriteMode(
    client as unknown as WindowClient,
    given as Session,
    () => false,
    () => now,
  );
  mode.open(database("a"));
  return { mode, pass: (time: number) => (now += time) };
}

test("an hour without a key or a click ends it, and that is said; using the window goes on", async () => {
  const { mode, pass } = modeOf({});
  const asked = mode.ensure();
  await mode.allow();
  expect([await asked, mode.isOn, mode.isAsking]).toEqual([true, true, false]);
  pass(hour - 1);
  mode.look();
  expect(mode.isOn).toBe(true);
  mode.use();
  pass(hour - 1);
  mode.look();
  expect(mode.isOn).toBe(true);
  pass(1);
  mode.look();
  expect([mode.isOn, mode.hasTimedOut]).toEqual([false, true]);
});

test("the first key after an hour ends it, too: nothing looked while the computer slept", async () => {
  const { mode, pass } = modeOf({});
  await mode.allow();
  pass(hour);
  mode.use();
  expect([mode.isOn, mode.hasTimedOut]).toEqual([false, true]);
  mode.use();
  expect(mode.isOn).toBe(false);
});

test("another database begins for reading; who cannot write, or declines, does not", async () => {
  const { mode } = modeOf({});
  await mode.allow();
  mode.open(database("b"));
  expect(mode.isOn).toBe(false);
  const asked = mode.ensure();
  mode.decline();
  expect([await asked, mode.isOn]).toEqual([false, false]);

  const { mode: other } = modeOf({}, false);
  await other.allow();
  expect([other.isOn, other.failure?.code]).toEqual([false, "no_permission"]);
});

test("a profile allows changes from the beginning, or refuses them; a browser has none", async () => {
  const profile = { name: "p", access: "write" } as Session["profile"];
  expect(modeOf({ profile }).mode.isOn).toBe(true);
  for (const session of [
    { profile: { name: "p", access: "read" } as Session["profile"] },
    { isDesktop: false, profile },
  ]) {
    const { mode } = modeOf(session);
    await mode.allow();
    expect([mode.isOn, mode.refusal === null]).toEqual([false, false]);
  }
});
