/** Databases of any size with values that a formula gives: quickly made, and the same every time. */
import SqliteFile from "better-sqlite3";
import { valueColumn } from "../core/catalogue/conditionTypes.ts";
import { createSchema } from "../core/db/sqlite/schema.ts";
import type { ValueType } from "../core/query/types.ts";

type PlainValue = string | number;

/** A condition that every run has. */
export interface PlainCondition {
  readonly name: string;
  readonly type: ValueType;
  readonly valueOf: (run: number) => PlainValue;
}

/** Made of the one number that a value depends on, evenly within 0 … `below` - 1. */
function scattered(run: number, salt: number, below: number): number {
  const mixed = Math.imul(run ^ (salt * 0x9e3779b1), 0x85ebca6b);
  return (Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) >>> 0) % below;
}

function oneOf(salt: number, ...texts: readonly string[]): PlainCondition["valueOf"] {
  return (run) => texts[scattered(run, salt, texts.length)] ?? "";
}

/** Twenty conditions, among them those that the measured query and the measured columns name. */
export const twentyConditions: readonly PlainCondition[] = [
  { name: "event_count", type: "int", valueOf: (run) => scattered(run, 1, 300_000_000) },
  { name: "event_rate", type: "float", valueOf: (run) => scattered(run, 2, 900_000) / 10 },
  {
    name: "run_type",
    type: "string",
    valueOf: oneOf(3, "hd_all.tsg", "hd_all.tsg_ps", "hd_bcal.tsg", "hd_cdc.tsg"),
  },
  {
    name: "run_config",
    type: "string",
    valueOf: oneOf(4, "FCAL_BCAL_PS_m9.conf", "FCAL_CCAL_PRIMEX_m9.conf", "cosmic.conf", "bcal_led.conf"),
  },
  { name: "beam_current", type: "float", valueOf: (run) => scattered(run, 5, 250_000) / 1000 },
  { name: "solenoid_current", type: "float", valueOf: (run) => (scattered(run, 6, 10) === 0 ? 0 : 1345) },
  { name: "collimator_diameter", type: "string", valueOf: oneOf(7, "5.0mm hole", "3.4mm hole", "Blocking") },
  { name: "target_type", type: "string", valueOf: oneOf(8, "FULL & Ready", "EMPTY & Ready", "OFF") },
  { name: "polarization_angle", type: "float", valueOf: (run) => scattered(run, 9, 4) * 45 },
  { name: "is_valid_run_end", type: "bool", valueOf: (run) => Math.sign(scattered(run, 10, 8)) },
  { name: "run_start_time", type: "time", valueOf: timeOf },
  ...conditionsNamed("scaler", 9),
];

/** A condition more than fits in a statement of MySQL with a join for each, and of SQLite. */
export const hundredConditions: readonly PlainCondition[] = conditionsNamed("scaler", 100);

function conditionsNamed(name: string, count: number): PlainCondition[] {
  return Array.from({ length: count }, (_, index) => {
    const salt = 100 + index;
    const kinds: readonly Omit<PlainCondition, "name">[] = [
      { type: "int", valueOf: (run) => scattered(run, salt, 1_000_000) },
      { type: "float", valueOf: (run) => scattered(run, salt, 1_000_000) / 1000 },
      { type: "string", valueOf: (run) => `setting ${scattered(run, salt, 500)}` },
      { type: "bool", valueOf: (run) => scattered(run, salt, 2) },
      { type: "time", valueOf: timeOf },
    ];
    const kind = kinds[index % kinds.length] ?? { type: "int", valueOf: () => 0 };
    return { name: `${name}_${index + 1}`, ...kind };
  });
}

/** A run every half an hour from 2015 on. */
function timeOf(run: number): string {
  const time = new Date(Date.UTC(2015, 0, 1) + run * 1_800_000).toISOString();
  return `${time.slice(0, 10)} ${time.slice(11, 19)}.000000`;
}

/** Runs are numbered from 1. */
export function writePlainDatabase(path: string, runs: number, conditions: readonly PlainCondition[]): void {
  const file = new SqliteFile(path);
  try {
    // A file that was not finished is thrown away.
    file.exec("PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA locking_mode = exclusive; BEGIN");
    createSchema((statement) => file.exec(statement));
    const insertType = file.prepare("INSERT INTO condition_types VALUES (?, ?, ?, NULL, ?)");
    conditions.forEach(({ name, type }, index) => insertType.run(index + 1, name, type, `about ${name}`));
    const insertRun = file.prepare("INSERT INTO runs VALUES (?, ?, ?)");
    const insertConditions = file.prepare(insertStatement(conditions));
    for (let run = 1; run <= runs; run++) {
      insertRun.run(run, timeOf(run), timeOf(run + 1));
      insertConditions.run(conditions.flatMap(({ valueOf }) => [valueOf(run), run]));
    }
    file.exec("COMMIT");
  } finally {
    file.close();
  }
}

/** All conditions of a run in one statement: it takes the value and the run for each. */
function insertStatement(conditions: readonly PlainCondition[]): string {
  const columns = ["text_value", "int_value", "float_value", "bool_value", "time_value"];
  const rows = conditions.map(({ type }, index) => {
    const values = columns.map((column) => {
      if (column === valueColumn(type)) return "?";
      return column === "text_value" || column === "time_value" ? "NULL" : "0";
    });
    return `(${values.join(", ")}, ?, ${index + 1}, '${timeOf(0)}')`;
  });
  const names = [...columns, "run_number", "condition_type_id", "created"].join(", ");
  return `INSERT INTO conditions (${names}) VALUES ${rows.join(", ")}`;
}
