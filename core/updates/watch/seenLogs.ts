import { readFile } from "node:fs/promises";
import * as v from "valibot";
import type { UpdateReason } from "../plugin.ts";
import { faultOf } from "../../disk/faults.ts";
import { writeWholeText } from "../../disk/wholeFile.ts";

/** A file as it was when it was taken in; its content has changed where one of these has. */
export interface FileState {
  readonly size: number;
  readonly modified: number;
}

const seenFile = v.array(
  v.object({ path: v.string(), size: v.number(), modified: v.number(), run: v.nullable(v.number()) }),
);
type SeenLog = v.InferOutput<typeof seenFile>[number];

/** Older ones are forgotten; to see one of them again changes nothing in the database. */
const mostRemembered = 10_000;

/** Which logs were taken in already, also before the program was started anew. */
export class SeenLogs {
  readonly #path: string;
  readonly #logs: Map<string, SeenLog>;

  private constructor(path: string, logs: readonly SeenLog[]) {
    this.#path = path;
    this.#logs = new Map(logs.map((log) => [log.path, log]));
  }

  /** Reads what was remembered in a file: nothing where it is missing or damaged. */
  static async open(path: string): Promise<SeenLogs> {
    try {
      return new SeenLogs(path, v.parse(seenFile, JSON.parse(await readFile(path, "utf8"))));
    } catch (thrown) {
      const isMissing = faultOf(thrown) === "missing";
      if (isMissing || thrown instanceof SyntaxError || v.isValiError(thrown)) return new SeenLogs(path, []);
      throw thrown;
    }
  }

  isNew(path: string, state: FileState): boolean {
    const seen = this.#logs.get(path);
    return seen?.size !== state.size || seen.modified !== state.modified;
  }

  /** Why a run is to be updated whose log is at this path. */
  reasonFor(path: string, run: number, hasRunEnd: boolean): UpdateReason {
    if (hasRunEnd) return "end";
    return this.#logs.get(path)?.run === run ? "update" : "start";
  }

  async remember(path: string, { size, modified }: FileState, run: number | null): Promise<void> {
    this.#logs.delete(path);
    this.#logs.set(path, { path, size, modified, run });
    for (const oldest of this.#logs.keys()) {
      if (this.#logs.size <= mostRemembered) break;
      this.#logs.delete(oldest);
    }
    await writeWholeText(this.#path, JSON.stringify([...this.#logs.values()]));
  }
}
