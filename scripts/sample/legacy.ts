/**
 * Schema version 1: the tables of version 2 without `run_periods` and `aliases`, and these, which version 2
 * drops. They were for the settings of single boards and hold little more than first trials.
 */
const perChannel = (name: string): string =>
  `CREATE TABLE ${name} (id INTEGER NOT NULL, "values" VARCHAR(1024), version INTEGER, board_id INTEGER NOT NULL, ` +
  `PRIMARY KEY (id), FOREIGN KEY(board_id) REFERENCES boards (id))`;

const perRun = (name: string, column: string, table: string): string =>
  `CREATE TABLE ${name} (${column} INTEGER, run_number INTEGER, ` +
  `FOREIGN KEY(${column}) REFERENCES ${table} (id), FOREIGN KEY(run_number) REFERENCES runs (number))`;

export const legacyTables: readonly string[] = [
  "CREATE TABLE boards (id INTEGER NOT NULL, serial VARCHAR(512), board_type VARCHAR(45), modified DATETIME, PRIMARY KEY (id))",
  "CREATE TABLE crates (id INTEGER NOT NULL, name VARCHAR(45), created DATETIME, PRIMARY KEY (id))",
  "CREATE TABLE board_installations (id INTEGER NOT NULL, board_id INTEGER, crate_id INTEGER, slot INTEGER, " +
    "PRIMARY KEY (id), FOREIGN KEY(board_id) REFERENCES boards (id), FOREIGN KEY(crate_id) REFERENCES crates (id))",
  perChannel("dac_presets"),
  perChannel("readout_thresholds"),
  perChannel("trigger_thresholds"),
  perChannel("readout_masks"),
  perChannel("trigger_masks"),
  "CREATE TABLE board_configurations (id INTEGER NOT NULL, readout_threshold_id INTEGER, trigger_threshold_id INTEGER, " +
    "readout_mask_id INTEGER, trigger_mask_id INTEGER, dac_preset_id INTEGER, board_id INTEGER, version INTEGER, " +
    "PRIMARY KEY (id), FOREIGN KEY(readout_threshold_id) REFERENCES readout_thresholds (id), " +
    "FOREIGN KEY(trigger_threshold_id) REFERENCES trigger_thresholds (id), " +
    "FOREIGN KEY(readout_mask_id) REFERENCES readout_masks (id), " +
    "FOREIGN KEY(trigger_mask_id) REFERENCES trigger_masks (id), " +
    "FOREIGN KEY(dac_preset_id) REFERENCES dac_presets (id), FOREIGN KEY(board_id) REFERENCES boards (id))",
  perRun("board_installations_have_runs", "board_installation_id", "board_installations"),
  perRun("board_configurations_have_runs", "board_configuration_id", "board_configurations"),
  "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))",
];

const created = "2014-10-06 11:20:07.000000";
const sixteen = (value: number): string => Array<number>(16).fill(value).join(" ");

/** A few rows, such that dropping the tables in the wrong order breaks a foreign key. */
export const legacyRows: readonly string[] = [
  `INSERT INTO boards VALUES (1, 'ACDI-101', 'FADC250', '${created}'), (2, 'ACDI-102', 'FADC250', '${created}')`,
  `INSERT INTO crates VALUES (1, 'rocbcal1', '${created}')`,
  "INSERT INTO board_installations VALUES (1, 1, 1, 3), (2, 2, 1, 4)",
  `INSERT INTO dac_presets VALUES (1, '${sixteen(3300)}', 0, 1)`,
  `INSERT INTO readout_thresholds VALUES (1, '${sixteen(110)}', 0, 1)`,
  `INSERT INTO trigger_thresholds VALUES (1, '${sixteen(130)}', 0, 1)`,
  `INSERT INTO readout_masks VALUES (1, '${sixteen(1)}', 0, 1)`,
  `INSERT INTO trigger_masks VALUES (1, '${sixteen(1)}', 0, 1)`,
  "INSERT INTO board_configurations VALUES (1, 1, 1, 1, 1, 1, 1, 0)",
  "INSERT INTO board_installations_have_runs SELECT 1, min(number) FROM runs UNION ALL SELECT 2, min(number) FROM runs",
  "INSERT INTO board_configurations_have_runs SELECT 1, min(number) FROM runs",
  "INSERT INTO alembic_version VALUES ('399978735477')",
  `INSERT INTO schema_versions VALUES (1, '2015-09-01 10:00:00.000000', 'Schema V1')`,
];
