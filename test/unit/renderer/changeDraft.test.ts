/** The draft of a window: what is discarded can be put back, and what may be stored is looked at. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Change } from "../../../core/api/changes.ts";
import { failed, succeeded } from "../../../core/api/failure.ts";
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

test("a commit of which nobody knows whether it was made is reviewed anew", async () => {
  const reviewed = [{ ...change("a", "first"), state: "done" }];
  const client = {
    keepDraft: () => Promise.resolve(succeeded({})),
    commitChanges: () => Promise.resolve(failed("uncertain", "Look which.")),
    reviewChanges: () => Promise.resolve(succeeded(reviewed)),
  };
  const draft = new ChangeDraft(client as never, () => undefined);
  draft.put(change("a", "first"));
  await draft.commit();
  expect(draft.failure?.code).toBe("uncertain");
  expect(draft.reviewed).toEqual(reviewed);
});
