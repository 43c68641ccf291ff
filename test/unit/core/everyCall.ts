/** What each call of the contract is asked, over one small database; a call that is missing here is an error of types. */
import type { copyCalls } from "../../../core/api/copies.ts";
import type { readerCalls, writerCalls } from "../../../core/api/contract.ts";
import { runListText } from "../../../core/api/runListText.ts";
import type { RunList } from "../../../core/api/runLists.ts";
import type { WritableDatabase } from "../../../core/db/database.ts";
import { checksumOf } from "../../../core/lists/checksum.ts";
import { previewUpdate } from "../../../core/updates/previewUpdate.ts";
import type { UpdateValues } from "../../../core/updates/plugin.ts";
import { updateRun, type UpdateRequest } from "../../../core/updates/update.ts";
import type { TestDatabase } from "../../support/database.ts";

/** Enough runs that an index is the quicker way to one of them. */
const runs = Array.from({ length: 40 }, (_, at) => 101 + at);

export const content: TestDatabase = {
  types: {
    count: "int",
    current: "float",
    kind: "string",
    good: "bool",
    at: "time",
    user_comment: "string",
  },
  runs: Object.fromEntries(
    runs.map((run) => [
      run,
      {
        started: `2016-02-17 13:${run % 60}:00`.replace(/:(\d):/, ":0$1:"),
        finished: "2016-02-17 14:30:00",
        conditions: {
          count: [run - 1, run],
          current: run / 8,
          kind: run === 122 ? "k".repeat(310) : `kind ${run % 4}`,
          good: run % 2 === 0,
        },
      },
    ]),
  ),
  statements: [
    "INSERT INTO files (id, path, sha256, content, importance) VALUES (1, '/conf/a', 'h', 'text', 0), (2, '/conf/a', 'i', 'other', 0)",
    "INSERT INTO files_have_runs (files_id, run_number) VALUES (1, 101), (1, 101), (2, 102)",
    "INSERT INTO run_periods (id, name, run_min, run_max) VALUES (1, 'first', 100, 120)",
    "INSERT INTO aliases (id, name, code) VALUES (1, 'fine', 'count > 5')",
    "INSERT INTO logs (id, table_ids, description, related_run, user_name) VALUES (1, 'conditions_1', 'said', 101, 'me')",
    `INSERT INTO logs (id, description, related_run) VALUES
      (2, 'Committed 1 change of 1 run: {"comment":null,"changes":1,"runs":1,"records":1}', 103),
      (3, 'Added condition count of run 103: {"condition":"count","type":"int","new":103,"commit":2}', 103)`,
  ],
};

const all = { runMin: null, runMax: null, ranges: [] };
const expression = "count > 120 and kind != 'x' and count < current * 9";
export const search = {
  ...all,
  expression,
  columns: ["count", "kind", "started", "finished", "length"],
  order: { column: "run", descending: false },
};
const rows = { from: 0, count: 10 };
const picture = { from: null, to: null, points: 10 };
const axes = { xFrom: null, xTo: null, yFrom: null, yTo: null, xLog: false, yLog: false };

/** A saved list whose runs are not what its query selects. */
const list: RunList = {
  format: "rcdb run list",
  version: 1,
  checksum: checksumOf([[101, 121]]),
  count: 21,
  runs: [[101, 121]],
  expression,
  written: expression,
  aliases: [{ name: "fine", code: "count > 4" }],
  within: "",
  sums: [],
  database: null,
  newest: null,
  saved: "2016-02-18T10:00:00.000Z",
  program: "RCDB Desktop",
  remark: null,
};

/** What each call is asked, but for those about copies, which test/unit/copies has; a call that needs a result gets that of `search`. */
export const read: Readonly<Record<Exclude<keyof typeof readerCalls, keyof typeof copyCalls>, object>> = {
  describeDatabase: {},
  countRows: {},
  readNewest: { after: 110 },
  listConditionTypes: {},
  listRunPeriods: {},
  listAliases: {},
  readTypeUse: { name: "count" },
  searchRuns: search,
  fillRows: {},
  shareRows: {},
  readRows: { ...rows, texts: "whole" },
  readRowsOf: { runs: [130] },
  computeValues: { runs: [130], columns: [{ name: "rate", expression: "count / current" }] },
  readStates: rows,
  sortRows: { order: { column: "count", descending: true } },
  findRow: { run: 130 },
  listRowsAround: { run: 130, before: 2, after: 2 },
  countCuts: {
    ...all,
    expression,
    sums: ["count", "hours", { name: "rate", expression: "count / current" }],
  },
  compareSelections: { before: expression, after: "count > 5" },
  listCutRuns: { ...all, expression, part: 1, tally: "removed" },
  explainRun: { ...all, expression, run: 130 },
  summarizeColumn: { column: "count" },
  listStretches: { columns: ["count"] },
  readTotals: {
    ...all,
    expression,
    by: ["kind", { calendar: "day" }],
    measures: ["count", { name: "rate", expression: "count / current" }],
    weight: "current",
  },
  describeCondition: { name: "count" },
  suggestColumns: {},
  plotColumn: {
    ...picture,
    x: "run",
    column: "count",
    yFrom: null,
    yTo: null,
    endsLines: true,
    colour: { calendar: "period" },
  },
  plotPair: { ...axes, x: "count", y: "length", points: 10, columns: 10, rows: 10 },
  plotHistogram: { column: "count", from: null, to: null, log: false, bins: 5 },
  readStatistics: {},
  writeRows: { path: "rows.csv" },
  makeRunList: {},
  readRunList: { text: runListText(list, "rcdbruns") },
  checkRunList: { text: runListText(list, "rcdbruns") },
  readRun: { run: 102 },
  writeReport: { subject: { of: "shift", hours: 24, until: "2016-02-17 23:00" }, format: "html" },
  readRecentValues: { run: 120, runs: 5 },
  readRecentFiles: { run: 102, runs: 5 },
  listRunsAround: { run: 120, before: 2, after: 2 },
  describeRuns: { runs: [101, 140] },
  findRunBefore: { run: 130, expression: "good" },
  compareRuns: { runs: [101, 102] },
  readFile: { id: 1 },
  checkFiles: { run: 101 },
  listPaths: {},
  listFilePaths: { search: "conf" },
  listFileVersions: { path: "/conf/a" },
  findFile: { path: "/conf/a", run: 101 },
  listRunsOfFile: { id: 1 },
  readFileUse: { path: "/conf/a" },
  readRunsOfFile: { id: 1 },
  searchFiles: { text: "text" },
  readLog: {
    run: 101,
    text: "said",
    user: "me",
    since: "2016-02-01",
    until: "2017-01-01",
    before: 100,
    limit: 5,
  },
  readHistory: { run: 101, condition: "count" },
  reviewChanges: { changes: [{ run: 101, name: "count", old: 101, new: 7 }] },
  reviewUndo: { commit: 2 },
  planChanges: {
    from: "value",
    runs: { selection: { ...all, expression } },
    action: "set",
    condition: "kind",
    value: "other",
  },
  readCommit: { commit: 2 },
  listCommits: {},
  pollStation: { known: null },
  readLatestRuns: { count: 5, hours: 24, production: "good" },
  listDuplicates: {},
  checkDatabase: {},
  describeOwnIndex: {},
};

/** By a held result alone. */
export const answeredFromMemory: readonly string[] = [
  "fillRows",
  "shareRows",
  "readRunList",
  "readRowsOf",
  "sortRows",
  "findRow",
  "listRowsAround",
  "summarizeColumn",
  "listStretches",
  "plotPair",
  "plotHistogram",
];

/** In an order in which each finds what it changes; each has a connection of its own. */
export const written: Readonly<Record<keyof typeof writerCalls, object>> = {
  createConditionType: { name: "new", type: "int" },
  updateConditionType: { name: "new", newName: "newer", description: "said" },
  deleteConditionType: { name: "newer" },
  createRunPeriod: { name: "second", runMin: 121, runMax: 130 },
  updateRunPeriod: { name: "second", runMax: 135 },
  deleteRunPeriod: { name: "second" },
  addAlias: { name: "long", code: "count > 7" },
  deleteAlias: { name: "long" },
  createRun: { number: 200 },
  setRunTimes: { run: 200, started: "2016-02-18 10:00:00" },
  addConditions: {
    run: 101,
    values: [
      { name: "count", value: 7 },
      { name: "at", value: "2016-02-17 13:00:00" },
    ],
    replace: true,
  },
  addRuns: { runs: [{ number: 201, started: null, conditions: [{ name: "count", value: 1 }] }] },
  deleteConditions: { run: 101, names: ["at"] },
  commitChanges: { changes: [{ run: 102, name: "count", old: 102, new: 7 }] },
  undoCommit: { commit: 2 },
  addFile: { run: 101, path: "/conf/b", content: "new" },
  attachFile: { run: 101, id: 2 },
  detachFile: { run: 101, id: 2 },
  addLogRecord: { description: "done", run: 101 },
  addComment: { run: 101, text: "good" },
  optimizeDatabase: { undo: false },
  repairDuplicates: { execute: true },
  repairEvioFiles: { found: [{ run: 101, files: ["a.evio"] }], execute: true },
  tryWriting: {},
};

/** What the data acquisition says of a run; and what keeps updates apart. */
const given: UpdateValues = {
  conditions: [
    { name: "count", value: 9 },
    { name: "kind", value: "kind 1" },
  ],
  files: [{ path: "/conf/c", content: "third", overwrite: false, importance: "high", description: null }],
  finished: "2016-02-17 15:00:00",
};
const source = { name: "given", update: () => given };
const request: UpdateRequest = {
  subject: { run: 101 },
  reason: "update",
  plugins: [{ name: source.name, timeLimit: 5000, load: () => Promise.resolve(source) }],
  runConfigFile: null,
};
export const updates: Readonly<Record<string, (database: WritableDatabase) => Promise<unknown>>> = {
  previewUpdate: (database) => previewUpdate(database, request),
  updateRun: (database) => updateRun(database, "tester", request),
  // A file's transactions are enough: it has nothing to lock.
  lockUpdates: async (database) => (await database.lockUpdates(1000))?.release(),
};
