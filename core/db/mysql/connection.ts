import type { Connection } from "../connection.ts";
import type { Host } from "./hosts.ts";
import type { Tunnel } from "../ssh/tunnel.ts";

/** How a connection to a server is encrypted: not at all, unless the connection string asks for it (`ssl=true`, `ssl=unverified`). */
export interface TlsOptions {
  /** Whether the server's certificate, its chain and its name, is held against `authorities`, or those Node trusts. */
  readonly verify: boolean;
  /** Paths of PEM files; null for none. */
  readonly authorities: string | null;
  readonly certificate: string | null;
  readonly key: string | null;
}

export interface MysqlConnection extends Connection {
  readonly path: null;
  /** The host that is used, or tried first. */
  readonly host: string;
  readonly port: number;
  /** That one and those that are tried after it, in their order: nodes of a cluster, which all have the database. */
  readonly hosts: readonly Host[];
  /** Path of a Unix socket, which is used in place of host and port. */
  readonly socket: string | null;
  readonly user: string;
  readonly database: string;
  readonly tls: TlsOptions | null;
  /** Whether, without encryption, the password may be encrypted with a key that the server sends. */
  readonly trustsServerKey: boolean;
  /** Null where the server is reached directly; its host and socket are else as the SSH server sees them. */
  readonly tunnel: Tunnel | null;
}
