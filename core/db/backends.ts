import type { Backend } from "./backend.ts";
import type { Connection } from "./connection.ts";
import type { CopyFiles } from "./copying.ts";
import { mysql } from "./mysql/backend.ts";
import { sqlite } from "./sqlite/backend.ts";

/** The kinds of databases: a row each. */
export const backends: readonly Backend[] = [sqlite, mysql];

/** The kind of database that a connection leads to. */
export function backendOf({ kind }: Connection): Backend {
  const backend = backends.find((candidate) => candidate.kind === kind);
  if (!backend) throw new TypeError(`there is no kind of database “${kind}”`);
  return backend;
}

/** The kind of database in which copies are held. */
export function copyBackend(): { readonly backend: Backend; readonly files: CopyFiles } {
  for (const backend of backends) {
    if (backend.copying.target !== null) return { backend, files: backend.copying.target };
  }
  throw new TypeError("no kind of database holds copies");
}
