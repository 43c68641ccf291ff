import { writeName } from "../../core/query/index.ts";
import type { FrameAction } from "../../core/api/frameActions.ts";
import type { FilePath } from "../../core/api/files.ts";
import { pathOf } from "../model/savedQuery.ts";
import type { WindowClient } from "../client/client.ts";
import type { Connection } from "../client/connection.svelte.ts";
import type { Actions } from "../model/actions.svelte.ts";
import type { QueryHistory } from "../model/history.svelte.ts";
import type { Navigation } from "../model/navigation.svelte.ts";
import type { Query } from "../model/query.svelte.ts";
import type { SavedQueries } from "../model/savedQueries.svelte.ts";
import type { RunSearch } from "../model/search.svelte.ts";
import type { Session } from "../model/session.svelte.ts";
import { keyCaps } from "../lib/keyReader.ts";
import { formatCount } from "../lib/format.ts";
import { boundsText } from "../lib/rangeText.ts";
import { Kind, type Entry } from "./entries.ts";

/** It is not among what itself finds. */
const ownAction: FrameAction = "palette";

/** Where entries come from, and what they do when they are chosen. */
interface Sources {
  readonly client: Pick<WindowClient, "listFilePaths">;
  readonly connection: Connection;
  readonly session: Session;
  readonly actions: Actions;
  readonly saved: SavedQueries;
  readonly history: QueryHistory;
  readonly search: RunSearch;
  readonly query: Query;
  readonly navigation: Navigation;
}

/** All that the palette can find in the open database and in this window. */
export class Kinds {
  readonly #sources: Sources;
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
    this.#sources.session.database === null
      ? [this.#actions]
      : [this.#actions, this.#conditions, this.#saved, this.#periods, this.#history, this.#fileKind],
  );

  constructor(sources: Sources, insertInQuery: (text: string) => void) {
    this.#sources = sources;
    this.#insertInQuery = insertInQuery;
  }

  /** To be called when the palette is opened: looks what can be done now, and asks for the names of files, once for a database. */
  async prepare(): Promise<void> {
    this.#opened += 1;
    const { session, connection } = this.#sources;
    const of = session.database && `${connection.content} ${session.database.connection}`;
    if (of === null || this.#filesOf === of) return;
    this.#filesOf = of;
    this.#files = [];
    const outcome = await this.#sources.client.listFilePaths({});
    if (this.#filesOf !== of) return;
    if (outcome.ok) this.#files = outcome.value;
    else this.#filesOf = null;
  }

  /** The run that a number names. */
  run(number: number): Entry {
    const { database } = this.#sources.session;
    const isThere =
      database !== null && number >= (database.firstRun ?? NaN) && number <= (database.lastRun ?? NaN);
    return {
      id: `run:${number}`,
      name: `Run ${number}`,
      detail: isThere
        ? ""
        : `the database has runs ${database?.firstRun ?? "…"} – ${database?.lastRun ?? "…"}`,
      choose: () => this.#sources.navigation.openPage(number),
      second: { name: "open beside the table", act: () => this.#sources.navigation.select(number) },
    };
  }

  #actionEntries(): Entry[] {
    return this.#sources.actions.all
      .filter(({ id, isPossible }) => id !== ownAction && (isPossible?.() ?? true))
      .map(({ id, name, group, keys: [first], act }) => ({
        id: `action:${id}`,
        name,
        detail: group === "Anywhere" ? "" : group,
        keys: keyCaps(first).join(" "),
        choose: act,
      }));
  }

  #conditionEntries(): Entry[] {
    return this.#sources.session.available.map(({ name, type, description }, at) => ({
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
    const { search, query, navigation } = this.#sources;
    if (navigation.route.page !== "runs") navigation.go("runs");
    if (!search.columns.includes(name)) void query.setColumns([...search.columns, name]);
  }

  #fileEntry({ path, versions, runs }: FilePath): Entry {
    return {
      id: `file:${path}`,
      name: path,
      detail: `${formatCount(versions, "version")} in ${formatCount(runs, "run")}`,
      choose: () => this.#sources.navigation.go("files", { path }),
    };
  }

  #periodEntries(): Entry[] {
    return this.#sources.session.periods.map(({ id, name, description, runMin, runMax }) => ({
      id: `period:${id}:${name}`,
      name,
      detail: [`${runMin} – ${runMax}`, description].filter(Boolean).join(" · "),
      choose: () => void this.#sources.query.setRange(runMin, runMax),
    }));
  }

  #savedEntries(): Entry[] {
    return this.#sources.saved.list.map((query) => ({
      id: `saved:${pathOf(query)}`,
      name: pathOf(query),
      detail: query.search.expression,
      choose: () => void this.#sources.query.run(query.search),
    }));
  }

  #historyEntries(): Entry[] {
    const { history, session } = this.#sources;
    return history.entries.map(({ search, runs, time }) => ({
      id: `history:${time}`,
      name: search.expression || boundsText(search, session.periods),
      detail: formatCount(runs, "run"),
      choose: () => void this.#sources.query.run(search),
    }));
  }
}
