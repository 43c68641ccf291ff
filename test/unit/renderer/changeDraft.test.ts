/** The draft of a window: what is discarded can be put back. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Change } from "../../../core/api/changes.ts";
import { succeeded } from "../../../core/api/failure.ts";
import { ChangeDraft } from "../../../renderer/model/changeDraft.svelte.ts";
import { stubRunes } from "../../support/runes.ts";

beforeEach(() => stubRunes());
afterEach(() => vi.unstubAllGlobals());

const change = (name: string, next: string): Change => {
  return { run: 5, kind: "condition", name, old: null, new: next };
};

test("a discarded draft is put back, below what was edited since", () => {
  const client = { keepDraft: () => Promise.resolve(succeeded({})) };
  const draft = new ChangeDraft(client as never, () => undefined);
  draft.put(change("a", "first"));
  draft.put(change("b", "second"));
  draft.setComment("why");
  draft.discard();
  expect([draft.changes, draft.comment]).toEqual([[], ""]);
  draft.put(change("b", "newer"));
  draft.putBack();
  expect(draft.changes).toEqual([change("a", "first"), change("b", "newer")]);
  expect([draft.comment, draft.discarded]).toEqual(["why", null]);
  draft.discard();
  draft.discard();
  expect(draft.discarded?.changes).toHaveLength(2);
});
