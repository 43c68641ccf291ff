/** What the database lacks of RCDB's schema, or has in another form. */
import type { Finding } from "../../api/maintenance.ts";
import { backendOf } from "../../db/backends.ts";
import { knownSchemaVersion } from "../../db/checkSchema.ts";
import type { Connection } from "../../db/connection.ts";
import { missingParts, nameOfPart, type Shape } from "../../db/shape.ts";
import { otherNumberColumns } from "../../db/tableSource.ts";
import { Tally } from "./findings.ts";
import type { Check } from "./check.ts";

/** Missing tables and columns, an older version, other collations, numbers in columns of other types. */
export const checkSchemaParts: Check = ({ connection, shape, schemaVersion }) =>
  Promise.resolve([
    ...olderVersion(schemaVersion),
    ...missing(connection, shape, schemaVersion),
    ...otherNumbers(shape),
    ...collations(shape),
  ]);

function olderVersion(version: number): Finding[] {
  if (version >= knownSchemaVersion) return [];
  return [
    {
      kind: "older-schema",
      severity: "note",
      message: `The database has schema v${version}: it can be read, and not be changed.`,
      count: 1,
      examples: [],
      fix: "rcdb db update",
    },
  ];
}

function missing(connection: Connection, shape: Shape, version: number): Finding[] {
  const parts = new Tally();
  for (const part of missingParts(shape, version)) {
    const reason = part.column === null ? shape.unusable.get(part.table) : undefined;
    parts.add(
      nameOfPart(part) + (reason === undefined ? "" : `, which is there and cannot be used: ${reason}`),
    );
  }
  return parts.finding({
    kind: "missing-parts",
    severity: "warning",
    noun: ["table or column", "tables and columns"],
    message: (counted) => `The database lacks ${counted} of schema v${version}, shown as empty.`,
    fix: backendOf(connection).schema.advice.complete,
  });
}

function otherNumbers({ reading, tables }: Shape): Finding[] {
  const found = new Tally();
  for (const [table, stored] of tables) {
    for (const { name, type } of otherNumberColumns(reading, stored)) found.add(`${table}.${name}: ${type}`);
  }
  return found.finding({
    kind: "numbers-of-other-types",
    severity: "warning",
    noun: ["column of numbers is", "columns of numbers are"],
    message: (counted) =>
      `${counted} of a type that is none of numbers: they are read as numbers, slowly, and cannot be written.`,
    fix: "Make the columns INTEGER, or FLOAT, with the program that made the database.",
  });
}

/** A server has another collation by its nature. */
function collations({ reading, tables }: Shape): Finding[] {
  const others = new Tally();
  for (const [table, { columns }] of tables) {
    for (const [name, column] of columns) {
      if (reading.hasOtherOrder(column)) others.add(`${table}.${name}: ${column.collation ?? "unknown"}`);
    }
  }
  return others.finding({
    kind: "other-collations",
    severity: "note",
    noun: ["column has", "columns have"],
    message: (counted) =>
      `${counted} another collation than BINARY. Queries of RCDB Desktop compare letter by letter all the same; the SQL of other programs may take “lH2” and “LH2” for the same.`,
    fix: null,
  });
}
