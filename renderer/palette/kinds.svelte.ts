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
import type { Profiles } from "../model/profiles.svelte.ts";
import type { Session } from "../model/session.svelte.ts";
import { escapeControls } from "../../core/text/escapeControls.ts";
import { keyCaps } from "../lib/keyReader.ts";
import { formatCount } from "../lib/format.ts";
import { boundsText } from "../lib/rangeText.ts";
import { Kind, type Entry } from "./entries.ts";
import { daysInWords } from "./periodDays.ts";
import { places } from "./places.ts";

/** Groups of actions that are there on every page, as they follow those of the page while nothing is typed. */
const everywhere: readonly string[] = ["Query", "Columns", "Changes", "Pages", "Database", "Anywhere"];

/** It is not among what itself finds. */
const ownAction: FrameAction = "palette";

/** Where entries come from, and what they do when they are chosen. */
interface Sources {
  readonly client: Pick<WindowClient, "listFilePaths">;
  readonly connection: Connection;
  readonly session: Session;
  readonly profiles: Profiles;
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
  readonly #places = $derived.by(() => new Kind("Places", this.#placeEntries()));
  readonly #databases = $derived.by(() => new Kind("Databases", this.#databaseEntries()));
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
      ? [this.#actions, this.#databases]
      : [
          this.#actions,
          this.#places,
          this.#conditions,
          this.#saved,
          this.#periods,
          this.#history,
          this.#databases,
          this.#fileKind,
        ],
  );

  constructor(sources: Sources, insertInQuery: (text: string) => void) {
    this.#sources = sources;
    this.#insertInQuery = insertInQuery;
  }

  /** To be called when the palette is opened: looks what can be done now, and asks for the names of files, once for a database. */
  async prepare(): Promise<void> {
    this.#opened += 1;
    const { session, connection, profiles } = this.#sources;
    if (session.isDesktop) void profiles.load();
    const of = session.database && `${connection.content} ${session.database.connection}`;
    if (of === null || this.#filesOf === of) return;
    this.#filesOf = of;
    this.#files = [];
    const outcome = await this.#sources.client.listFilePaths({});
    if (this.#filesOf !== of) return;
    if (outcome.ok) this.#files = outcome.value;
    else this.#filesOf = null;
  }

  /** The runs of a day or a month: `2018-03-05`, `2018-03`. */
  runsOf(date: string): Entry {
    const { query, search } = this.#sources;
    const expression = `started == '${date}'`;
    return {
      id: `runs-of:${date}`,
      name: `Runs started ${date}`,
      detail: expression,
      enter: "run the query",
      choose: () =>
        void query.run({
          expression,
          runMin: null,
          runMax: null,
          ranges: [],
          columns: null,
          order: search.order,
        }),
    };
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
      enter: "open the run",
      choose: () => this.#sources.navigation.openPage(number),
      second: { name: "open beside the table", act: () => this.#sources.navigation.select(number) },
    };
  }

  #actionEntries(): Entry[] {
    return this.#sources.actions.all
      .filter(({ id, isPossible }) => id !== ownAction && (isPossible?.() ?? true))
      .toSorted((a, b) => everywhere.indexOf(a.group) - everywhere.indexOf(b.group))
      .map(({ id, name, group, keys: [first], act }) => ({
        id: `action:${id}`,
        name,
        detail: group === "Anywhere" ? "" : group,
        words: group,
        enter: "run the command",
        keys: keyCaps(first).join(" "),
        choose: act,
      }));
  }

  #placeEntries(): Entry[] {
    return places.map(({ name, page, view, words = "" }) => ({
      id: `place:${name}`,
      name,
      detail: "",
      words,
      enter: "go there",
      choose: () => this.#sources.navigation.go(page, view),
    }));
  }

  /** Profiles and the databases that were open lately, but not the one that is open. */
  #databaseEntries(): Entry[] {
    const { session, profiles } = this.#sources;
    if (!session.isDesktop) return [];
    const entry = (connection: string, name: string, location: string, words: string, enter: string) => ({
      id: `database:${connection}`,
      name: escapeControls(name),
      detail: escapeControls(location),
      words,
      enter,
      choose: () => void session.open(connection),
    });
    return [
      ...profiles.all
        .filter(({ name }) => name !== session.profile?.name)
        .map(({ name, location }) =>
          entry(`@${name}`, name, location, `profile connect server ${location}`, "connect"),
        ),
      ...(session.info?.recent ?? [])
        .filter(({ connection }) => connection !== session.database?.connection)
        .map(({ connection, name, location }) =>
          entry(connection, name, location, `recent database ${location}`, "open the database"),
        ),
    ];
  }

  #conditionEntries(): Entry[] {
    return this.#sources.session.available.map(({ name, type, description }, at) => ({
      // Two conditions may have one name.
      id: `condition:${at}:${name}`,
      name,
      detail: description ?? "",
      words: description ?? "",
      type,
      enter: this.#sources.search.columns.includes(name) ? "go to the table" : "show as a column",
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
      enter: "show its versions",
      choose: () => this.#sources.navigation.go("files", { path }),
    };
  }

  #periodEntries(): Entry[] {
    return this.#sources.session.periods.map((period) => {
      const { id, name, description, runMin, runMax, startDate, endDate } = period;
      const dates = startDate === null && endDate === null ? "" : `${startDate ?? "…"} – ${endDate ?? "…"}`;
      return {
        id: `period:${id}:${name}`,
        name,
        detail: [`${runMin} – ${runMax}`, dates, description].filter(Boolean).join(" · "),
        words: [daysInWords(period), description].join(" "),
        enter: "search in its runs",
        choose: () => void this.#sources.query.setRange(runMin, runMax),
      };
    });
  }

  #savedEntries(): Entry[] {
    return this.#sources.saved.list.map((query) => ({
      id: `saved:${pathOf(query)}`,
      name: pathOf(query),
      detail: query.search.expression,
      words: query.search.expression,
      enter: "run the query",
      choose: () => void this.#sources.query.run(query.search),
    }));
  }

  #historyEntries(): Entry[] {
    const { history, session } = this.#sources;
    return history.entries.map(({ search, runs, time }) => ({
      id: `history:${time}`,
      name: search.expression || boundsText(search, session.periods),
      detail: formatCount(runs, "run"),
      enter: "run the query",
      choose: () => void this.#sources.query.run(search),
    }));
  }
}
