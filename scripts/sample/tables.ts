import { createHash } from "node:crypto";
import type { Database, Statement } from "better-sqlite3";
import type { Condition, ConditionValue } from "./conditions.ts";
import { conditionTypes, type ConditionName } from "./conditionTypes.ts";
import { dateTimeText, wallClock } from "./time.ts";

interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** Base64 of the SHA-256 of the content's bytes, as `files.sha256` holds it. */
function contentHash(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("base64");
}

/** Rows go in through here, one prepared statement a table; ids count from 1 as SQLite would count them. */
export class Tables {
  readonly #run: Statement;
  readonly #condition: Statement;
  readonly #file: Statement;
  readonly #fileOfRun: Statement;
  readonly #log: Statement;
  readonly #typeIds: Readonly<Record<ConditionName, number>>;
  readonly #fileIds = new WeakMap<TextFile, number>();
  #conditions = 0;
  #files = 0;
  #logs = 0;

  constructor(database: Database) {
    this.#run = database.prepare("INSERT INTO runs VALUES (?, ?, ?)");
    this.#condition = database.prepare("INSERT INTO conditions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    this.#file = database.prepare("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)");
    this.#fileOfRun = database.prepare("INSERT INTO files_have_runs VALUES (?, ?)");
    this.#log = database.prepare("INSERT INTO logs VALUES (?, ?, ?, ?, ?, ?)");
    this.#typeIds = this.#addConditionTypes(database);
  }

  get conditions(): number {
    return this.#conditions;
  }

  get files(): number {
    return this.#files;
  }

  #addConditionTypes(database: Database): Record<ConditionName, number> {
    const insert = database.prepare("INSERT INTO condition_types VALUES (?, ?, ?, ?, ?)");
    const begin = wallClock("2015-12-01 10:00:00");
    const rows = Object.entries(conditionTypes).map(([name, type], i) => ({ id: i + 1, name, ...type }));
    for (const { id, name, valueType, description } of rows) {
      const created = begin + id * 37;
      insert.run(id, name, valueType, dateTimeText(created, 204_311), description);
      const text = `ConditionType created with name='${name}', type='${valueType}'`;
      this.addLog(`condition_types_${id}`, text, 0, dateTimeText(created, 215_870), "rcdb");
    }
    return Object.fromEntries(rows.map(({ id, name }) => [name, id])) as Record<ConditionName, number>;
  }

  addRun(number: number, started: string | null, finished: string | null): void {
    this.#run.run(number, started, finished);
  }

  addCondition(runNumber: number, { name, value, created }: Condition): void {
    const [text, int, float, bool, time] = valueColumns(name, value);
    this.#condition.run(
      ++this.#conditions,
      text,
      int,
      float,
      bool,
      time,
      runNumber,
      this.#typeIds[name],
      created,
    );
  }

  /** Stores the file once and gives it to the run; logged as the Python client does. Returns its id. */
  addFile(runNumber: number, file: TextFile, importance: 0 | 1, created: string): number {
    let id = this.#fileIds.get(file);
    const known = id !== undefined;
    if (id === undefined) {
      id = ++this.#files;
      this.#fileIds.set(file, id);
      this.#file.run(id, file.path, contentHash(file.text), file.text, null, importance);
    }
    this.associateFile(id, runNumber);
    // The client logs each ROC file of each run, too: nine rows a run that say nothing. Left out here.
    if (known && importance === 1) return id;
    const action = known ? "File associated" : "File added to DB";
    const text = `${action}. Path: '${file.path}'. Run: '<Run number='${runNumber}'>'`;
    this.addLog(`files_${id}`, text, runNumber, created, "hdops");
    return id;
  }

  associateFile(id: number, runNumber: number): void {
    this.#fileOfRun.run(id, runNumber);
  }

  addLog(tableIds: string, description: string, run: number, created: string, userName: string): void {
    this.#log.run(++this.#logs, tableIds, description, run, created, userName);
  }
}

type ValueColumns = readonly [
  text: string | null,
  int: number,
  float: number,
  bool: 0 | 1,
  time: string | null,
];

/** The column that the type of the condition asks for holds the value; the others keep their defaults. */
function valueColumns(name: ConditionName, value: ConditionValue): ValueColumns {
  switch (conditionTypes[name].valueType) {
    case "int":
      return [null, Number(value), 0, 0, null];
    case "float":
      return [null, 0, Number(value), 0, null];
    case "bool":
      return [null, 0, 0, value === true ? 1 : 0, null];
    case "time":
      return [null, 0, 0, 0, String(value)];
    default:
      return [String(value), 0, 0, 0, null];
  }
}
