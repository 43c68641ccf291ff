interface CommonConnection {
  /** The connection string in its canonical form, without a password: it may be shown and stored. */
  readonly text: string;
  /** A short name for people. */
  readonly name: string;
  /** Where it is, for people: a file's path, or `user@host:port/database` and whether the server may be an impostor. */
  readonly location: string;
}

export interface SqliteConnection extends CommonConnection {
  readonly kind: "sqlite";
  /** Absolute path of the file. */
  readonly path: string;
}

/** How a connection to a server is encrypted: not at all, unless the connection string asks for it (`ssl=true`, `ssl=unverified`). */
export interface TlsOptions {
  /** Whether the server's certificate, its chain and its name, is held against `authorities`, or those Node trusts. */
  readonly verify: boolean;
  /** Paths of PEM files; null for none. */
  readonly authorities: string | null;
  readonly certificate: string | null;
  readonly key: string | null;
}

export interface MysqlConnection extends CommonConnection {
  readonly kind: "mysql";
  readonly host: string;
  readonly port: number;
  /** Path of a Unix socket, which is used in place of host and port. */
  readonly socket: string | null;
  readonly user: string;
  readonly password: string | null;
  readonly database: string;
  readonly tls: TlsOptions | null;
  /** Whether, without encryption, the password may be encrypted with a key that the server sends. */
  readonly trustsServerKey: boolean;
}

/** Where a database is. */
export type Connection = SqliteConnection | MysqlConnection;
