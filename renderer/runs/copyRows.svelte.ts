import type { WindowClient } from "../client/client.ts";
import type { Marks } from "../model/marks.svelte.ts";
import type { Preferences } from "../model/preferences.svelte.ts";
import type { RunSearch } from "../model/search.svelte.ts";
import { formatCount } from "../lib/format.ts";
import { clearRunList } from "../../core/api/runNotation.ts";
import { boundsOfRuns, formatRunBounds } from "../../core/api/runRange.ts";
import { copyTelling } from "../lib/copyText.ts";
import { rowsOf, toMarkdown, toTsv } from "./rowText.ts";
import type { TableColumn } from "./tableColumns.ts";

/** The most rows of a result that are copied; more are for an export. */
export const mostCopied = 1000;
/** The most marked rows that are copied. */
const mostMarked = 5000;

export type CopyForm = "tsv" | "markdown" | "numbers";

/** What is copied, and how. */
interface Sources {
  readonly client: WindowClient;
  readonly search: RunSearch;
  readonly marks: Marks;
  readonly preferences: Preferences;
}

/** Puts runs on the clipboard: the selected ones, or the first of the result where none is. */
export class CopyRows {
  /** What became of the last copy, in words; gone after a while. */
  said = $state("");
  readonly #sources: Sources;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  async copy(form: CopyForm, columns: readonly TableColumn[]): Promise<void> {
    const { search, client, marks, preferences } = this.#sources;
    // What was said of the copy before is not of this one.
    this.said = "";
    const marked = marks.runs.slice(0, mostMarked);
    if (form === "numbers" && marked.length > 0) {
      this.#put(clearRunList(formatRunBounds(boundsOfRuns(marks.runs))), marks.runs.length);
      return;
    }
    const outcome = await search.ask((result) =>
      marked.length > 0
        ? client.readRowsOf({ result, runs: [...marked], texts: "whole" })
        : client.readRows({ result, from: 0, count: mostCopied, texts: "whole" }),
    );
    if (!outcome.ok) {
      this.#say(outcome.error.message);
      return;
    }
    const rows = outcome.value;
    if (form === "numbers")
      this.#put(clearRunList(formatRunBounds(boundsOfRuns(rows.runs))), rows.runs.length);
    else if (form === "tsv") this.#put(toTsv(columns, rowsOf(rows), preferences.safe), rows.runs.length);
    else this.#put(toMarkdown(columns, rowsOf(rows)), rows.runs.length);
  }

  #put(text: string, runs: number): void {
    this.#say(copyTelling(text, `Copied ${formatCount(runs, "run")}`));
  }

  #say(words: string): void {
    this.said = words;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.said = ""), 4000);
  }
}
