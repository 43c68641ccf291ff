import { boundsOfRuns } from "../../core/api/runRange.ts";
import type { Action } from "../model/actions.svelte.ts";
import type { Exports } from "../model/exports.svelte.ts";
import type { Live } from "../model/live.svelte.ts";
import type { Marks } from "../model/marks.svelte.ts";
import type { Navigation } from "../model/navigation.svelte.ts";
import type { Preferences } from "../model/preferences.svelte.ts";
import type { Query } from "../model/query.svelte.ts";
import type { RunSearch } from "../model/search.svelte.ts";
import type { CopyForm, CopyRows } from "./copyRows.svelte.ts";
import { isComparable } from "./markedRuns.ts";
import type { TableLayout } from "./tableLayout.svelte.ts";

/** A table of runs and what stands around it; a component is there once it is mounted. */
interface TableParts {
  readonly layout: TableLayout;
  readonly copyRows: CopyRows;
  readonly table: { readonly toggleMark: () => void; readonly fitAll: () => void } | undefined;
  readonly columnChooser: { readonly show: () => void } | undefined;
  readonly findBar: { readonly show: () => Promise<void> | void } | undefined;
}

/** What they act on. */
interface State {
  readonly marks: Marks;
  readonly search: RunSearch;
  readonly live: Live;
  readonly preferences: Preferences;
  readonly exports: Exports;
  readonly query: Query;
  readonly navigation: Navigation;
}

/** The actions of a table of runs. */
export function runActions(state: State, parts: TableParts): readonly Action[] {
  const { marks, live, preferences, search, exports, query, navigation } = state;
  const { layout, copyRows, table, columnChooser, findBar } = parts;
  const { queried } = layout;
  const copy = (form: CopyForm) => void copyRows.copy(form, layout.columns);
  const group = "Table of runs";
  const hasMarks = () => marks.runs.length > 0;
  const hasRuns = () => (search.held?.result.count ?? 0) > 0;
  return [
    {
      id: "mark",
      name: "Select or deselect the run",
      group,
      keys: ["X", "M"],
      isPossible: hasRuns,
      act: () => table?.toggleMark(),
    },
    {
      id: "compare-marked",
      name: "Compare the selected runs",
      group,
      keys: ["Mod+Shift+C"],
      isPossible: () => isComparable(marks.runs.length),
      act: () => navigation.go("compare", { runs: marks.runs.join(",") }),
    },
    {
      id: "only-marked",
      name: "Show only selected runs",
      group,
      keys: ["O"],
      isPossible: hasMarks,
      act: () => void query.setBounds(boundsOfRuns(marks.runs)),
    },
    {
      id: "export-marked",
      name: "Export the selected runs",
      group,
      keys: ["Shift+E"],
      isPossible: () => hasMarks() && exports.isPossible,
      act: () => exports.ask(true),
    },
    {
      id: "clear-marks",
      name: "Clear selection",
      group,
      keys: ["Shift+X"],
      isPossible: hasMarks,
      act: () => marks.clear(),
    },
    {
      id: "copy-tsv",
      name: "Copy the rows as TSV",
      group,
      keys: ["C T"],
      isPossible: hasRuns,
      act: () => copy("tsv"),
    },
    {
      id: "copy-markdown",
      name: "Copy the rows as Markdown",
      group,
      keys: ["C M"],
      isPossible: hasRuns,
      act: () => copy("markdown"),
    },
    {
      id: "copy-numbers",
      name: "Copy the list of runs",
      group,
      keys: ["C R"],
      isPossible: hasRuns,
      act: () => copy("numbers"),
    },
    {
      id: "columns",
      name: "Choose the columns",
      group,
      keys: ["H"],
      act: () => columnChooser?.show(),
    },
    {
      id: "cuts",
      name: "Show or hide the cuts",
      group,
      keys: ["Shift+K"],
      act: () => (preferences.cuts = !preferences.cuts),
    },
    {
      id: "find-in-table",
      name: "Find in the table",
      group,
      keys: ["Mod+F"],
      isPossible: hasRuns,
      act: () => void findBar?.show(),
    },
    {
      id: "add-queried",
      name: "Show the conditions of the query as columns",
      group,
      keys: ["Shift+H"],
      isPossible: () => queried.length > 0,
      act: () => layout.addQueried(),
    },
    {
      id: "fit-columns",
      name: "Fit all columns",
      group,
      keys: ["W"],
      isPossible: hasRuns,
      act: () => table?.fitAll(),
    },
    {
      id: "refresh",
      name: "Look for new runs",
      group,
      keys: ["U"],
      isPossible: hasRuns,
      act: () => void live.refresh(),
    },
    {
      id: "follow",
      name: "Turn Follow on or off",
      group,
      keys: ["Shift+U"],
      act: () => void live.setFollow(!preferences.follow),
    },
  ];
}
