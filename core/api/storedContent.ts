/** The text of a stored version of a file that is named by its path and hash, as a change names it. */
import { plainHash } from "../text/plainHash.ts";
import type { Client } from "./client.ts";
import { failedWith, succeeded, type Outcome } from "./failure.ts";
import type { fileCalls } from "./files.ts";
import { noSuchVersion } from "./missing.ts";

type Files = Pick<Client<typeof fileCalls>, "listFileVersions" | "readFile">;

/** Reads it. Fails with `no_such_configuration_file` where no version of the path has the hash, and as `listFileVersions` and `readFile` do. */
export async function readStoredContent(
  client: Files,
  { path, sha256 }: { readonly path: string; readonly sha256: string },
): Promise<Outcome<string>> {
  const versions = await client.listFileVersions({ path });
  if (!versions.ok) return versions;
  const version = versions.value.find((one) => plainHash(one.sha256) === sha256);
  if (!version) return failedWith(noSuchVersion(path));
  const file = await client.readFile({ id: version.id });
  return file.ok ? succeeded(file.value.content) : file;
}
