import { naturally } from "../lib/naturalOrder.ts";
import * as v from "valibot";
import { KeptList } from "./keptList.svelte.ts";
import { foldersOf, pathOf, savedQueries, type SavedQuery } from "./savedQuery.ts";

/** The queries that people keep under a name. */
export class SavedQueries extends KeptList<SavedQuery> {
  /** By folder and name; those at the top first. */
  readonly list: readonly SavedQuery[] = $derived.by(() =>
    this.sorted.toSorted((a, b) => naturally(a.folder, b.folder) || naturally(a.name, b.name)),
  );
  readonly folders: readonly string[] = $derived.by(() => foldersOf(this.list));

  constructor() {
    super("queries", isList, pathOf);
  }
}

function isList(value: unknown): value is SavedQuery[] {
  return v.is(savedQueries, value);
}
