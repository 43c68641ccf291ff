/** Where a database is. */
export interface Connection {
  /** The name of its kind (`Backend.kind`). */
  readonly kind: string;
  /** The connection string in its canonical form, without a password: it may be shown and stored. */
  readonly text: string;
  /** A short name for people. */
  readonly name: string;
  /** Where it is, for people: a file's path, or `user@host:port/database` and whether the server may be an impostor. */
  readonly location: string;
  /** Absolute path of the database's file; null for one on a server. */
  readonly path: string | null;
  /** What the connection string has as a password. */
  readonly password: string | null;
}
