/**
 * Values that SQL would have to write several times. SQL has no variables, so such a value becomes a column of a table that the
 * statement makes of the runs, a layer, and what needs it several times names that column. A layer is made of the one
 * before it, so that a column can be calculated from others.
 */
import type { Sql } from "../db/dialect.ts";
import { columnOfLayer, depthOf, layerOf, shortTextOf, sizeOf, sql, timesOf } from "../db/measuredSql.ts";
import type { Span } from "../query/tree.ts";
import type { Naming } from "./naming.ts";
import { renamed, type Value } from "./values.ts";

/** What an expression needs that a database does not take, and where in the text. */
export class TooLarge extends Error {
  readonly place: Span;

  constructor(message: string, place: Span) {
    super(message);
    this.place = place;
  }
}

/** Stored values need one layer, which there always is. */
const nowhere: Span = { from: 0, to: 0 };

/** SQL that is hardly longer than a name is written again. */
const shortest = 20;

/** Levels of SQL in one piece. SQLite takes 1,000, the 292 KB of stack that servers have by default some hundreds. */
const mostNested = 250;

/** How many times a database may calculate a value, for functions that calculate what they are given twice may be nested. */
const mostTimes = 8;

/** Whether SQL would be too much for a database in one piece: nested too deep, or calculated again and again. */
export function isTooMuch(piece: Sql): boolean {
  return depthOf(piece) > mostNested || timesOf(piece) > mostTimes;
}

/** SQLite has tables of 2,000 columns at most. */
const mostColumns = 1_500;

/** Collects the values that become columns. Throws `TooLarge` where they need more layers or columns than there can be. */
export class Layers implements Naming {
  /** The definitions of each layer's own columns, `value AS name`. */
  readonly columns: Sql[][] = [];
  private readonly names = new Map<Sql | string, Sql>();
  private readonly most: number;

  /** `most` is how many layers the database takes. */
  constructor(most: number) {
    this.most = most;
  }

  once(value: Sql, place: Span): Sql {
    return sizeOf(value) <= shortest ? value : this.column(value, place);
  }

  /** A value that only the first layer can read: what it is read from is not a column of the others. */
  stored(value: Value): Value {
    return renamed(value, (part) => this.column(part, nowhere));
  }

  shallow(value: Sql, place: Span): Sql {
    return isTooMuch(value) ? this.column(value, place) : value;
  }

  private column(value: Sql, place: Span): Sql {
    const key = shortTextOf(value) ?? value;
    const known = this.names.get(key);
    if (known) return known;
    const layer = layerOf(value) + 1;
    if (layer > this.most) {
      throw new TooLarge(`it nests more than ${this.most} values that are needed several times`, place);
    }
    if (this.names.size === mostColumns) {
      throw new TooLarge(`it has more than ${mostColumns} values that are needed several times`, place);
    }
    const name = columnOfLayer(`v${this.names.size}`, layer);
    this.names.set(key, name);
    (this.columns[layer - 1] ??= []).push(sql`${value} AS ${name}`);
    return name;
  }
}
