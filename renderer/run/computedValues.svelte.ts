/** The computed columns of a run: their values, which the core calculates, and why one has none. */
import type { Failure, Outcome } from "../../core/api/failure.ts";
import { missingInWords } from "../../core/api/missing.ts";
import type { RunCondition, RunDetail } from "../../core/api/runs.ts";
import type { Column, ComputedColumn, ComputedValues } from "../../core/api/search.ts";
import { analyzeValue } from "../../core/query/index.ts";
import type { Vocabulary } from "../../core/query/tree.ts";
import type { WindowClient } from "../client/client.ts";
import { Loader } from "../lib/loader.svelte.ts";

/** The most that are calculated for a run: what one call takes. */
const mostComputed = 100;

/** What stands beside the value of a computed column. */
export interface ComputedNote {
  readonly expression: string;
  /** Why there is no value: “beam_current is missing”. Null where there is one, or where that is not known yet. */
  readonly reason: string | null;
}

interface Read {
  readonly detail: RunDetail;
  readonly columns: readonly ComputedColumn[];
  readonly values: ComputedValues;
}

/** The values of computed columns of the run that is shown. */
export class RunComputed {
  readonly #loader = new Loader<Read>();
  readonly failure: Failure | null = $derived(this.#loader.failure);

  /** Calculates them for a run as it was just read. */
  load(
    client: Pick<WindowClient, "computeValues">,
    detail: RunDetail,
    columns: readonly ComputedColumn[],
  ): void {
    if (columns.length === 0) {
      this.#loader.clear();
      return;
    }
    const asked = columns.slice(0, mostComputed);
    const wanted = { runs: [detail.run], columns: asked };
    void this.#loader.load(async (options): Promise<Outcome<Read>> => {
      const outcome = await client.computeValues(wanted, options);
      return outcome.ok ? { ok: true, value: { detail, columns: asked, values: outcome.value } } : outcome;
    });
  }

  stop(): void {
    this.#loader.stop();
  }

  /**
   * The columns with their values for a run; without values while these are calculated. Where the run was only read again those of
   * before stay until then.
   */
  of(
    detail: RunDetail,
    columns: readonly Column[],
    asked: readonly ComputedColumn[],
  ): readonly RunCondition[] {
    const read = this.#loader.value?.detail.run === detail.run ? this.#loader.value : null;
    return columns.slice(0, mostComputed).map((column): RunCondition => {
      const { name, type, description } = column;
      const expression = asked.find((one) => one.name === name)?.expression;
      const isSame = read?.columns.some((one) => one.name === name && one.expression === expression);
      const found = isSame ? read?.values.find((one) => one.name === name) : undefined;
      return { name, type: found?.type ?? type, description, value: found?.values[0] ?? null, created: null };
    });
  }

  /** Whether the values of a run are there. */
  has(detail: RunDetail): boolean {
    return this.#loader.value?.detail === detail;
  }
}

/** Why a computed column has no value in a run, by what the run does not have. */
export function reasonOfMissing(expression: string, vocabulary: Vocabulary, detail: RunDetail): string {
  const analyzed = analyzeValue(expression, vocabulary);
  const { conditions, runFields } = analyzed.ok ? analyzed.value : { conditions: [], runFields: [] };
  const given = new Set(detail.conditions.filter(({ value }) => value !== null).map(({ name }) => name));
  const missing = [
    ...conditions.filter((name) => !given.has(name)),
    ...runFields.filter((name) => name !== "run" && detail[name] === null),
  ];
  return missingInWords(missing) ?? "it cannot be calculated from the values of this run";
}
