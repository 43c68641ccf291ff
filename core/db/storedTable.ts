/** A table and its columns as a database has them. */

export interface StoredColumn {
  /** As the database spells it: names ignore case in RCDB's statements. */
  readonly name: string;
  /** The type as it was declared, in lower case. */
  readonly type: string;
  /** How the database compares its texts; null where it has none. */
  readonly collation: string | null;
  /** Whether the database calculates it, so that nothing can be written to it. */
  readonly isComputed: boolean;
  /** Whether rows lie in its order, or a primary key begins with it. */
  readonly isKey: boolean;
  /** Whether a foreign key of a table that RCDB makes can name it. */
  readonly canBeReferred: boolean;
  /** Whether the database keeps NULL out of it. */
  readonly isFilled: boolean;
  /** Whether the database keeps a value from standing there twice. */
  readonly isUnique: boolean;
  /** Whether there is an integer in each row, of a size that a number of JavaScript keeps. */
  readonly isInteger: boolean;
  /** Whether texts are in it, as may be where it was declared for them, or for nothing. */
  readonly hasTexts: boolean;
}

export interface StoredTable {
  readonly name: string;
  readonly isView: boolean;
  /** The name of the number that the database itself gives each row; null where it gives none. */
  readonly rowNumber: string | null;
  /** Those that RCDB knows, by RCDB's names. */
  readonly columns: ReadonlyMap<string, StoredColumn>;
}
