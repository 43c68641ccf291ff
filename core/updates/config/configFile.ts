import { isUtf8 } from "node:buffer";
import { readFileToStore } from "../readFileToStore.ts";
import type { UpdateContext } from "../plugin.ts";

export interface ConfigFile {
  readonly path: string;
  readonly content: Uint8Array;
  readonly text: string;
}

/**
 * Reads the run configuration file of an update. Null where there is none to read: what it says at the run's start is
 * what counts, and where none is named there is a warning. Throws as `readRegularFile`.
 */
export async function readConfigFile(context: UpdateContext): Promise<ConfigFile | null> {
  const { reason, runConfigFile, warn } = context;
  if (reason !== "start" && reason !== null) return null;
  if (runConfigFile === null) {
    warn("No run configuration file is named: the run log has no rtv %(config). Name the file.");
    return null;
  }
  const content = await readFileToStore(runConfigFile);
  const text = Buffer.from(content).toString(isUtf8(content) ? "utf8" : "latin1");
  return { path: runConfigFile, content, text };
}
