import { writeName } from "../../core/query/index.ts";
import type { FilePath } from "../../core/api/files.ts";
import { pathOf } from "../model/savedQuery.ts";
import type { App } from "../model/app.svelte.ts";
import { keyCaps } from "../lib/keyReader.ts";
import { formatCount } from "../lib/format.ts";
import { boundsText } from "../lib/rangeText.ts";
import { Kind, type Entry } from "./entries.ts";

export const paletteId = "palette";

/** All that the palette can find in the open database and in this window. */
export class Kinds {
  readonly #app: App;
  readonly #insertInQuery: (text: string) => void;
  /** How many times it was opened: what actions are possible they tell only when they are asked. */
  #opened = $state(0);
  #files = $state.raw<readonly FilePath[]>([]);
  /** The database whose files are known. */
  #filesOf: string | null = null;

  // Each by itself: what does not change is made ready once.
  readonly #actions = $derived.by(() => new Kind("Commands", this.#opened > 0 ? this.#actionEntries() : []));
  readonly #conditions = $derived.by(() => new Kind("Conditions", this.#conditionEntries()));
  readonly #fileKind = $derived.by(
    () =>
      new Kind(
        "Files",
        this.#files.map((file) => this.#fileEntry(file)),
      ),
  );
  readonly #periods = $derived.by(() => new Kind("Run periods", this.#periodEntries()));
  readonly #saved = $derived.by(() => new Kind("Saved queries", this.#savedEntries()));
  readonly #history = $derived.by(() => new Kind("Earlier queries", this.#historyEntries()));

  readonly all: readonly Kind[] = $derived.by(() =>
    this.#app.session.database === null
      ? [this.#actions]
      : [this.#actions, this.#conditions, this.#saved, this.#periods, this.#history, this.#fileKind],
  );

  constructor(app: App, insertInQuery: (text: string) => void) {
    this.#app = app;
    this.#insertInQuery = insertInQuery;
  }

  /** To be called when the palette is opened: looks what can be done now, and asks for the names of files, once for a database. */
  async prepare(): Promise<void> {
    this.#opened += 1;
    const { session, connection } = this.#app;
    const of = session.database && `${connection.content} ${session.database.connection}`;
    if (of === null || this.#filesOf === of) return;
    this.#filesOf = of;
    this.#files = [];
    const outcome = await this.#app.client.listFilePaths({});
    if (this.#filesOf !== of) return;
    if (outcome.ok) this.#files = outcome.value;
    else this.#filesOf = null;
  }

  /** The run that a number names. */
  run(number: number): Entry {
    const { database } = this.#app.session;
    const isThere =
      database !== null && number >= (database.firstRun ?? NaN) && number <= (database.lastRun ?? NaN);
    return {
      id: `run:${number}`,
      name: `Run ${number}`,
      detail: isThere
        ? ""
        : `the database has runs ${database?.firstRun ?? "…"} – ${database?.lastRun ?? "…"}`,
      choose: () => this.#app.openPage(number),
      second: { name: "open beside the table", act: () => this.#app.select(number) },
    };
  }

  #actionEntries(): Entry[] {
    return this.#app.actions.all
      .filter(({ id, isPossible }) => id !== paletteId && (isPossible?.() ?? true))
      .map(({ id, name, group, keys: [first], act }) => ({
        id: `action:${id}`,
        name,
        detail: group === "Anywhere" ? "" : group,
        keys: keyCaps(first).join(" "),
        choose: act,
      }));
  }

  #conditionEntries(): Entry[] {
    return this.#app.available.map(({ name, type, description }, at) => ({
      // Two conditions may have one name.
      id: `condition:${at}:${name}`,
      name,
      detail: description ?? "",
      type,
      choose: () => this.#showColumn(name),
      second: { name: "put into the query", act: () => this.#insertInQuery(writeName(name)) },
    }));
  }

  #showColumn(name: string): void {
    const { search, location } = this.#app;
    if (location.route.page !== "runs") this.#app.go("runs");
    if (!search.columns.includes(name)) void this.#app.setColumns([...search.columns, name]);
  }

  #fileEntry({ path, versions, runs }: FilePath): Entry {
    return {
      id: `file:${path}`,
      name: path,
      detail: `${formatCount(versions, "version")} in ${formatCount(runs, "run")}`,
      choose: () => this.#app.go("files", { path }),
    };
  }

  #periodEntries(): Entry[] {
    return this.#app.session.periods.map(({ id, name, description, runMin, runMax }) => ({
      id: `period:${id}:${name}`,
      name,
      detail: [`${runMin} – ${runMax}`, description].filter(Boolean).join(" · "),
      choose: () => void this.#app.setRange(runMin, runMax),
    }));
  }

  #savedEntries(): Entry[] {
    return this.#app.saved.list.map((query) => ({
      id: `saved:${pathOf(query)}`,
      name: pathOf(query),
      detail: query.search.expression,
      choose: () => void this.#app.runQuery(query.search),
    }));
  }

  #historyEntries(): Entry[] {
    const { history, session } = this.#app;
    return history.entries.map(({ search, runs, time }) => ({
      id: `history:${time}`,
      name: search.expression || boundsText(search, session.periods),
      detail: formatCount(runs, "run"),
      choose: () => void this.#app.runQuery(search),
    }));
  }
}
