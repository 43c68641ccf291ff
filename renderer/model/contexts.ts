/**
 * What components take from the window: a getter for each part of its state, so that the imports of a component say what it
 * needs. The frame sets them, once.
 */
import { createContext } from "svelte";
import type { WindowClient } from "../client/client.ts";
import type { Connection } from "../client/connection.svelte.ts";
import type { Actions } from "./actions.svelte.ts";
import type { App } from "./app.svelte.ts";
import type { ChangeDraft } from "./changeDraft.svelte.ts";
import type { ComputedColumns } from "./computedColumns.svelte.ts";
import type { ConditionFacts } from "./conditionFacts.ts";
import type { Editing } from "./editing.svelte.ts";
import type { Exports } from "./exports.svelte.ts";
import type { Copies } from "./copies.svelte.ts";
import type { QueryHistory } from "./history.svelte.ts";
import type { Live } from "./live.svelte.ts";
import type { Marks } from "./marks.svelte.ts";
import type { Navigation } from "./navigation.svelte.ts";
import type { Notes } from "./notes.svelte.ts";
import type { OpenRun } from "./openRun.svelte.ts";
import type { Preferences } from "./preferences.svelte.ts";
import type { Profiles } from "./profiles.svelte.ts";
import type { Query } from "./query.svelte.ts";
import type { ColumnSets } from "./columnSets.svelte.ts";
import type { SavedQueries } from "./savedQueries.svelte.ts";
import type { ResultTabs } from "./resultTabs.svelte.ts";
import type { RunSearch } from "./search.svelte.ts";
import type { Session } from "./session.svelte.ts";
import type { Station } from "./station.svelte.ts";
import type { WriteMode } from "./writeMode.svelte.ts";

const [getClient, setClient] = createContext<WindowClient>();
const [getConnection, setConnection] = createContext<Connection>();
const [getComputed, setComputed] = createContext<ComputedColumns>();
const [getSession, setSession] = createContext<Session>();
const [getNavigation, setNavigation] = createContext<Navigation>();
const [getSearch, setSearch] = createContext<RunSearch>();
const [getQuery, setQuery] = createContext<Query>();
const [getNotes, setNotes] = createContext<Notes>();
const [getOpenRun, setOpenRun] = createContext<OpenRun>();
const [getMarks, setMarks] = createContext<Marks>();
const [getExports, setExports] = createContext<Exports>();
const [getCopies, setCopies] = createContext<Copies>();
const [getActions, setActions] = createContext<Actions>();
const [getPreferences, setPreferences] = createContext<Preferences>();
const [getProfiles, setProfiles] = createContext<Profiles>();
const [getFacts, setFacts] = createContext<ConditionFacts>();
const [getHistory, setHistory] = createContext<QueryHistory>();
const [getColumnSets, setColumnSets] = createContext<ColumnSets>();
const [getSavedQueries, setSavedQueries] = createContext<SavedQueries>();
const [getLive, setLive] = createContext<Live>();
const [getStation, setStation] = createContext<Station>();
const [getChangeDraft, setChangeDraft] = createContext<ChangeDraft>();
const [getEditing, setEditing] = createContext<Editing>();
const [getTabs, setTabs] = createContext<ResultTabs>();
const [getWriteMode, setWriteMode] = createContext<WriteMode>();

export {
  getActions,
  getChangeDraft,
  getClient,
  getComputed,
  getConnection,
  getCopies,
  getEditing,
  getExports,
  getFacts,
  getHistory,
  getLive,
  getMarks,
  getNavigation,
  getNotes,
  getOpenRun,
  getPreferences,
  getProfiles,
  getQuery,
  getColumnSets,
  getSavedQueries,
  getSearch,
  getSession,
  getStation,
  getTabs,
  getWriteMode,
};

/** Gives all components below the one that calls this the parts of the window's state. */
export function provideState(app: App): void {
  setClient(app.client);
  setConnection(app.connection);
  setComputed(app.computed);
  setSession(app.session);
  setNavigation(app.navigation);
  setSearch(app.search);
  setQuery(app.query);
  setNotes(app.notes);
  setOpenRun(app.openRun);
  setMarks(app.marks);
  setExports(app.exports);
  setCopies(app.copies);
  setActions(app.actions);
  setPreferences(app.preferences);
  setProfiles(app.profiles);
  setFacts(app.facts);
  setHistory(app.history);
  setColumnSets(app.columnSets);
  setSavedQueries(app.saved);
  setLive(app.live);
  setStation(app.station);
  setTabs(app.tabs);
  setChangeDraft(app.changeDraft);
  setEditing(app.editing);
  setWriteMode(app.writeMode);
}

/** Gives the components below the one that calls this another result than the window's. */
export function provideResult(search: RunSearch, query: Query): void {
  setSearch(search);
  setQuery(query);
}
