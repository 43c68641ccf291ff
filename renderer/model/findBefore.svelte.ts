import { analyze } from "../../core/query/index.ts";
import type { WindowClient } from "../client/client.ts";
import type { Vocabulary } from "../../core/query/tree.ts";
import type { Navigation } from "./navigation.svelte.ts";
import type { Session } from "./session.svelte.ts";
import { readStored, writeStored } from "../lib/storage.ts";

/** Under which name the expression is kept. */
export const goodRunsKey = "production";
const isText = (value: unknown): value is string => typeof value === "string";

/** The search for the last run before another one that fits an expression: mostly a good production run. */
export class FindBefore {
  /** What a run has to fit, as people last used it. */
  expression = $state("");
  isSearching = $state(false);
  /** What became of it, if no run was found. */
  notice = $state<string | null>(null);
  readonly #client: Pick<WindowClient, "findRunBefore">;
  readonly #navigation: Navigation;
  #controller: AbortController | null = null;

  constructor(client: Pick<WindowClient, "findRunBefore">, { vocabulary }: Session, navigation: Navigation) {
    this.#client = client;
    this.#navigation = navigation;
    this.expression = usualExpression(vocabulary);
  }

  /** Goes to the comparison with the run that was found, which comes first. */
  async compare(run: number): Promise<void> {
    const found = await this.find(run);
    if (found !== null) this.#navigation.go("compare", { runs: `${found},${run}` });
  }

  /** Null where there is none, or it was cancelled; then `notice` says why. */
  async find(run: number): Promise<number | null> {
    this.cancel();
    const controller = new AbortController();
    this.#controller = controller;
    this.notice = null;
    this.isSearching = true;
    const expression = this.expression.trim();
    const outcome = await this.#client.findRunBefore({ run, expression }, { signal: controller.signal });
    if (this.#controller !== controller) return null;
    this.#controller = null;
    this.isSearching = false;
    if (!outcome.ok) {
      this.notice = `A run that fits “${expression}” could not be looked for. ${outcome.error.message}`;
      return null;
    }
    writeStored(goodRunsKey, expression);
    if (outcome.value === null) this.notice = `No run before ${run} fits “${expression}”.`;
    return outcome.value;
  }

  cancel(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.isSearching = false;
  }
}

/** What people last used, else the alias for production, as far as the database has their conditions; empty where not. */
export function usualExpression(vocabulary: Vocabulary): string {
  const candidates = [readStored(goodRunsKey, isText) ?? "", "@is_production"];
  return candidates.find((text) => text !== "" && analyze(text, vocabulary).ok) ?? "";
}
