/** Reading rows of an SQLite file with all digits of their integers. */
import type { Statement } from "better-sqlite3";

/**
 * All rows of a statement. The driver makes doubles of integers, which is quick and right for nearly all of them; a row
 * that shows a number of a size at which digits may be lost has the statement run once more, slower, for exact ones.
 */
export function exactRows<Row extends object>(
  statement: Statement<unknown[], Row>,
  parameters: readonly unknown[],
): Row[] {
  const rows = statement.all(...parameters);
  if (!rows.some(mayBeRounded)) return rows;
  statement.safeIntegers(true);
  try {
    return statement.all(...parameters).map(withNumbers);
  } finally {
    statement.safeIntegers(false);
  }
}

/**
 * The same one after the other. `prepare` makes the statement anew: both run in the same state of the file. Columns of `doubles` have no
 * integers.
 */
export function* exactRowsOneByOne<Row extends readonly unknown[]>(
  prepare: () => Statement<unknown[], Row>,
  parameters: readonly unknown[],
  doubles: ReadonlySet<number>,
): Generator<Row> {
  let given = 0;
  for (const row of prepare().iterate(...parameters)) {
    if (mayBeRounded(doubles.size === 0 ? row : row.filter((_, at) => !doubles.has(at)))) {
      let at = 0;
      for (const exact of prepare()
        .safeIntegers(true)
        .iterate(...parameters)) {
        if (at++ >= given) yield withNumbers(exact);
      }
      return;
    }
    yield row;
    given++;
  }
}

const smallest = 2 ** 53;
/** Larger numbers are no integers of SQLite. */
const greatest = 2 ** 63;

function mayBeRounded(row: object): boolean {
  // Arrays are the many.
  const values: readonly unknown[] = Array.isArray(row) ? row : Object.values(row);
  for (const value of values) {
    if (typeof value === "number" && (value >= smallest || value <= -smallest)) {
      if (value <= greatest && value >= -greatest) return true;
    }
  }
  return false;
}

/** Integers are numbers again where that is exact. */
function withNumbers<Row extends object>(row: Row): Row {
  const values = row as Record<string, unknown>;
  for (const name in values) {
    const value = values[name];
    if (typeof value === "bigint" && Number.isSafeInteger(Number(value))) values[name] = Number(value);
  }
  return row;
}
