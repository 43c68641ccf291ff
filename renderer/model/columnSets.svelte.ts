import * as v from "valibot";
import { columnSetList, type ColumnSet } from "../../core/api/columnSets.ts";
import { KeptList } from "./keptList.svelte.ts";

/** The sets of columns that people keep under a name. */
export class ColumnSets extends KeptList<ColumnSet> {
  constructor() {
    super("column-sets", isList, ({ name }) => name);
  }
}

function isList(value: unknown): value is ColumnSet[] {
  return v.is(columnSetList, value);
}
