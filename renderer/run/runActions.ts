import { formatLink } from "../../core/api/link.ts";
import type { RunDetail } from "../../core/api/runs.ts";
import { copyTelling } from "../lib/copyText.ts";
import type { Action, Keys } from "../model/actions.svelte.ts";
import type { Session } from "../model/session.svelte.ts";
import { emptyRoute, formatRoute } from "../model/route.ts";
import { runAsMarkdown, runAsTsv } from "../common/copyRun.ts";
import type { RunSteps, Step } from "./runSteps.svelte.ts";

/** A run that is shown, and what can be done with it. */
export interface ShownRun {
  readonly run: number;
  readonly detail: RunDetail | null;
  readonly steps: RunSteps;
  readonly isMarked: boolean;
  /** Whether what is copied as a table is kept from being formulas. */
  readonly safe: boolean;
  readonly toggleMark: () => void;
  readonly compare: (runs: readonly number[]) => void;
  readonly compareWithProduction: () => void;
  readonly link: () => string;
  readonly report: () => void;
  /** Tells what was done. */
  readonly tell: (words: string) => void;
}

/** The actions of a run, as a panel and as a page. */
export function runActions(shown: ShownRun): readonly Action[] {
  const { run, detail, steps } = shown;
  const { mayBeInList, inDatabase } = steps;
  const [up, down] = [
    ["[", "Alt+ArrowUp"],
    ["]", "Alt+ArrowDown"],
  ] as const;
  const group = "Run";
  const to = (id: string, name: string, keys: Keys, step: Step): Action => ({
    id,
    name,
    group,
    keys,
    isPossible: () => steps.isPossible(step),
    act: () => steps.take(step),
  });
  const copy = (id: string, what: string, key: string, text: (of: RunDetail) => string): Action => ({
    id,
    name: `Copy ${what}`,
    group,
    keys: [key],
    isPossible: () => detail !== null,
    act: () => detail && shown.tell(copyTelling(text(detail), `Copied ${what}: ${run}`)),
  });
  return [
    ...(mayBeInList
      ? [
          to("run-above", "Run above in the list", up, "above"),
          to("run-below", "Run below in the list", down, "below"),
        ]
      : []),
    // Without a list all of these keys go by the number.
    to("previous-run", "Previous run (earlier)", mayBeInList ? ["{"] : ["{", ...up], "earlier"),
    to("next-run", "Next run (later)", mayBeInList ? ["}"] : ["}", ...down], "later"),
    {
      id: "compare-production",
      name: "Compare with the last production run before this one",
      group,
      keys: ["Shift+C"],
      act: shown.compareWithProduction,
    },
    {
      id: "compare-previous",
      name: "Compare with the previous run",
      group,
      keys: ["B"],
      isPossible: () => inDatabase.previous !== null,
      act: () => inDatabase.previous !== null && shown.compare([inDatabase.previous, run]),
    },
    {
      id: "mark-run",
      name: shown.isMarked ? "Deselect this run" : "Select this run",
      group,
      keys: ["Shift+M"],
      act: shown.toggleMark,
    },
    { id: "run-report", name: "Report of this run", group, keys: ["R O"], act: shown.report },
    copy("copy-run-link", "a link to this run", "R L", () => shown.link()),
    copy("copy-run-markdown", "this run as Markdown", "R M", runAsMarkdown),
    copy("copy-run-tsv", "this run as tab-separated values", "R T", (of) => runAsTsv(of, shown.safe)),
  ];
}

/** What opens the page of a run elsewhere: a link for the desktop application, or an address for a browser. */
export function linkTo({ database, isDesktop }: Session, run: number): string {
  const address = formatRoute({ ...emptyRoute, page: "run", run });
  return isDesktop && database
    ? formatLink({ database: database.connection, address: address.slice(1) })
    : new URL(address, window.location.href).href;
}
