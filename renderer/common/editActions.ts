import type { Action } from "../model/actions.svelte.ts";
import type { Change } from "../../core/api/changes.ts";
import type { Anchor, Editing } from "../model/editing.svelte.ts";
import type { Preferences } from "../model/preferences.svelte.ts";

/** What is edited by keys: the comment, quality and times of the run that is shown, or that the keyboard is on. */
export function editActions(
  editing: Editing,
  { commentCondition, qualityCondition }: Pick<Preferences, "commentCondition" | "qualityCondition">,
  runAt: () => { readonly run: number; readonly anchor: Anchor } | null,
): readonly Action[] {
  const edit = (id: string, name: string, key: string, of: string, kind?: Change["kind"]): Action => ({
    id: `edit-${id}`,
    name,
    group: "Changes",
    keys: [`E ${key}`],
    isPossible: () => editing.isPossible && runAt() !== null,
    act: () => {
      const at = runAt();
      if (at) void editing.edit(at.run, of, at.anchor, kind);
    },
  });
  return [
    edit("comment", "Edit the comment of the run", "C", commentCondition),
    edit("quality", "Edit the quality of the run", "Q", qualityCondition),
    edit("start", "Edit the start of the run", "S", "started", "time"),
    edit("finish", "Edit the end of the run", "F", "finished", "time"),
  ];
}
