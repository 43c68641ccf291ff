/** The SSH server through which a database server is reached. */
export interface Tunnel {
  readonly user: string;
  readonly host: string;
  readonly port: number;
  /** Path of the private key to log in with; null for those of the agent and of `~/.ssh`. */
  readonly key: string | null;
  /** The fingerprint of the host's key, `SHA256:…`; null to look it up in `~/.ssh/known_hosts`. */
  readonly hostKey: string | null;
}

/** What is reached through it, as the SSH server sees it: a port, or a Unix socket. */
export type Target = { readonly host: string; readonly port: number } | { readonly path: string };
