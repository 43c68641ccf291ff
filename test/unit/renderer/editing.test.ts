/** What was typed for a value and is no change yet: it stays until that very value is closed. */
import { beforeEach, expect, test, vi } from "vitest";
import { succeeded } from "../../../core/api/failure.ts";
import type { WindowClient } from "../../../renderer/client/client.ts";
import type { ChangeDraft } from "../../../renderer/model/changeDraft.svelte.ts";
import { Editing, type EditedValue } from "../../../renderer/model/editing.svelte.ts";
import type { Session } from "../../../renderer/model/session.svelte.ts";
import type { WriteMode } from "../../../renderer/model/writeMode.svelte.ts";
import { stubRunes } from "../../support/runes.ts";

beforeEach(() => {
  stubRunes();
  return () => vi.unstubAllGlobals();
});

/** Values of a run that are opened one after another. */
function opened() {
  const client = { readRun: () => Promise.resolve(succeeded({ conditions: [] })) };
  const draft = { of: () => undefined, put: () => undefined, drop: () => undefined };
  const editing = new Editing(
    client as unknown as WindowClient,
    { types: [] as Session["types"] } as Session,
    { ensure: () => Promise.resolve(true) } as WriteMode,
    draft as unknown as ChangeDraft,
  );
  const open = async (name: string): Promise<EditedValue> => {
    await editing.edit(7, name, { left: 0, top: 0, bottom: 0 }, "condition");
    if (!editing.shown) throw new Error(`${name} does not open`);
    return editing.shown;
  };
  return { editing, open };
}

test.each<[string, (editing: Editing) => void]>([
  ["cancelled", (editing) => editing.cancel()],
  ["kept", (editing) => editing.keep(5)],
  ["reverted", (editing) => editing.revert()],
  ["left unfinished, too", (editing) => editing.leave("y", "Give a number.")],
])("it stays while another value is %s, and goes with its own", async (_, close) => {
  const { editing, open } = opened();
  await open("a");
  editing.leave("12 nA", "Give a number.");
  await open("b");
  close(editing);
  expect(editing.unfinished(await open("a"), "12")).toBe("12 nA");
  editing.cancel();
  expect(editing.unfinished(await open("a"), "12")).toBeNull();
});

test("another database has nothing of it", async () => {
  const { editing, open } = opened();
  await open("a");
  editing.leave("12 nA", "Give a number.");
  editing.close();
  expect(editing.unfinished(await open("a"), "12")).toBeNull();
});
