import type { WindowClient } from "../client/client.ts";
import type { Outcome } from "../../core/api/failure.ts";
import type { Progress } from "../../core/api/call.ts";
import type { Order, RunRange, SearchResult } from "../../core/api/search.ts";
import { boundsOfRanges, type RunBounds } from "../../core/api/runRange.ts";
import { analyzeQuery, type Vocabulary } from "../../core/query/index.ts";
import { wantedSearch, type AskedSearch } from "./computedColumn.ts";
import type { ComputedColumns } from "./computedColumns.svelte.ts";
import { HeldResult, type Held } from "./heldResult.svelte.ts";
import { RowCache } from "./rowCache.ts";
import { defaultOrder, type RouteSearch } from "./route.ts";

/** Milliseconds that a query keeps the values of the result before it waiting. */
const longestPause = 3000;

/** A result that is shown: what was asked, what came, and the rows that are here. */
export interface ShownResult extends Held {
  readonly rows: RowCache;
}

/** Runs that were typed as a query. */
export interface TakenRuns {
  readonly text: string;
  readonly before: RunBounds;
}

/** The search for runs: what people are asking for, and the result they have. */
export class RunSearch extends HeldResult<ShownResult> {
  /** As it stands in the editor: run by `run`, not at each key. */
  expression = $state("");
  runMin = $state<number | null>(null);
  runMax = $state<number | null>(null);
  /** Where there are any, only runs in these, and `runMin` and `runMax` are their outer ends. */
  ranges = $state.raw<readonly RunRange[]>([]);
  columns = $state.raw<readonly string[]>([]);
  order = $state.raw<Order>(defaultOrder);

  /** What was typed where a condition is expected and taken as runs, with the bounds before; null when something else is asked. */
  taken = $state.raw<TakenRuns | null>(null);

  /** How much of the result's values are here, from 0 to 1; null where all are. */
  filled = $state.raw<number | null>(null);
  /** The rows whose values came after them, and are all here by now. */
  #filledRows = $state.raw<RowCache | null>(null);

  readonly #client: WindowClient;
  readonly #computed: ComputedColumns;
  /** The result whose missing values are being fetched. */
  #filling: { readonly result: string; readonly controller: AbortController } | null = null;
  /** Columns were changed while something was under way. */
  #isOutdated = false;

  constructor(client: WindowClient, computed: ComputedColumns) {
    super(client);
    this.#computed = computed;
    this.#client = client;
  }

  /** Forgets everything: another database was opened, or none is. */
  reset(): void {
    this.cancel();
    this.drop();
    this.failure = null;
  }

  protected override drop(): void {
    this.#endFilling();
    super.drop();
  }

  /** Whether all values of the result are here: what else is to be read of its runs waits for them. */
  get isFilled(): boolean {
    return this.held !== null && (this.held.result.complete || this.held.rows === this.#filledRows);
  }

  /** Takes a search over from the window's address. */
  adopt(search: RouteSearch, columns: readonly string[]): void {
    this.expression = search.expression;
    this.setBounds(search);
    this.columns = columns;
    const order = search.order ?? defaultOrder;
    this.order = order.column === "run" || columns.includes(order.column) ? order : defaultOrder;
  }

  setBounds({ runMin, runMax, ranges }: Pick<RouteSearch, "runMin" | "runMax" | "ranges">): void {
    this.runMin = runMin;
    this.runMax = runMax;
    this.ranges = ranges;
  }

  /** Where the query is but runs, ranges of runs or run periods, these become the bounds, and the query is empty. */
  takeRuns(vocabulary: Vocabulary): void {
    const { expression, runMin, runMax, ranges } = this;
    const analyzed = analyzeQuery(expression, vocabulary);
    const named = analyzed.ok ? undefined : analyzed.problems.find(({ code }) => code === "runs");
    if (named?.runs === undefined) {
      this.taken = null;
      return;
    }
    this.taken = { text: expression.trim(), before: { runMin, runMax, ranges: [...ranges] } };
    this.setBounds(boundsOfRanges(named.runs));
    this.expression = "";
  }

  /** Puts back what was typed, and the bounds that it replaced. */
  undoTaken(): void {
    if (!this.taken) return;
    this.setBounds(this.taken.before);
    this.expression = this.taken.text;
    this.taken = null;
  }

  /** What `run` would ask for. */
  get asked(): AskedSearch {
    const { expression, runMin, runMax, ranges, columns, order } = this;
    const bounds = { runMin, runMax, ranges: [...ranges] };
    const computed = this.#computed.of(columns);
    return { expression: expression.trim(), ...bounds, columns: [...columns], order, computed };
  }

  /** What `update` would ask for: the runs that are shown, whatever stands in the editor by now. */
  get shown(): AskedSearch {
    const { columns, order } = this;
    const computed = this.#computed.of(columns);
    return { ...(this.held?.search ?? this.asked), columns: [...columns], order, computed };
  }

  /** Whether the editor says something else than what is shown. */
  get isEdited(): boolean {
    return this.held !== null && this.held.search.expression !== this.expression.trim();
  }

  /** Makes the editor say what is shown. */
  undoEdit(): void {
    this.expression = this.held?.search.expression ?? "";
  }

  /** Runs the query; what is under way is cancelled. The old result stays until the new one is here, and if that fails. */
  async run(): Promise<void> {
    this.#isOutdated = false;
    await this.#search(this.asked, 0);
  }

  /**
   * Fetches other columns of the same runs, which keep their place. Cancelling costs a process, so what is
   * under way is waited for: columns are often changed one after another.
   */
  async update(): Promise<void> {
    this.#isOutdated = this.work !== null;
    if (!this.#isOutdated) await this.#search(this.shown, this.held?.rows.place ?? 0);
  }

  /**
   * Runs the query of the result once more, for what is new in the database: the keyboard stays on its run, and the
   * first run that is seen keeps its place, but at the very top new ones are shown.
   */
  async refresh(): Promise<void> {
    const { held } = this;
    if (!held || this.work) return;
    const { rows } = held;
    const { place } = rows;
    const search = this.shown;
    const act = async (signal: AbortSignal): Promise<Outcome<ShownResult>> => {
      const outcome = await this.#client.searchRuns(wantedSearch(search), { signal });
      if (!outcome.ok) return outcome;
      const { result } = outcome.value;
      const findAgain = async (row: number): Promise<number> => {
        const run = rows.row(row)?.run;
        const found = run === undefined ? null : await this.#client.findRow({ result, run }, { signal });
        return found?.ok ? (found.value?.row ?? row) : row;
      };
      const first = place === 0 ? 0 : await findAgain(place);
      const next = await this.#hold(search, outcome.value, first);
      // As late as can be: people move on meanwhile.
      next.rows.active = await findAgain(rows.active);
      return { ok: true, value: next };
    };
    await this.#work("Looking for new runs", act, true);
  }

  /** What is read in the background lets the query go before, for a while. */
  async #search(search: AskedSearch, row: number): Promise<void> {
    this.#pauseFilling();
    const goOn = setTimeout(() => this.held && void this.#fill(this.held), longestPause);
    await this.#work("Searching runs", async (signal) => {
      // Where rows keep their place the old ones are shown until all of the new ones are there.
      const outcome = await this.#client.searchRuns(
        { ...wantedSearch(search), early: row === 0 },
        { signal },
      );
      if (!outcome.ok) return outcome;
      const active = row === 0 ? 0 : (this.held?.rows.active ?? row);
      const next = await this.#hold(search, outcome.value, row);
      next.rows.active = active;
      return { ok: true, value: next };
    });
    clearTimeout(goOn);
  }

  override cancel(): void {
    this.#isOutdated = false;
    super.cancel();
  }

  /** Sorts the result that is here. */
  async sort(order: Order): Promise<void> {
    this.order = order;
    const { held } = this;
    if (!held || this.work) {
      await this.run();
      return;
    }
    await this.#work("Sorting runs", async (signal) => {
      const outcome = await this.ask((result) => this.#client.sortRows({ result, order }, { signal }));
      if (!outcome.ok) return outcome;
      const now = this.held ?? held;
      const complete = now.rows.isComplete || order.column !== "run";
      const result = { ...now.result, order: outcome.value, complete };
      return { ok: true, value: await this.#hold({ ...now.search, order: outcome.value }, result, 0) };
    });
  }

  async #work(
    words: string,
    act: (signal: AbortSignal) => Promise<Outcome<ShownResult>>,
    isQuiet = false,
  ): Promise<void> {
    const outcome = await this.replace(words, act, isQuiet);
    // The result that stays goes on to be filled, but where another query waits for that.
    if (this.held && (outcome || !this.work)) void this.#fill(this.held);
    if (outcome && this.#isOutdated) await this.update();
  }

  /** Fetches the values that a result still misses, while its first rows are shown. */
  async #fill({ result, rows }: ShownResult): Promise<void> {
    if (this.#filling?.result === result.result) return;
    this.#endFilling();
    if (rows.isComplete) return;
    const controller = new AbortController();
    const filling = { result: result.result, controller };
    this.#filling = filling;
    this.filled = 0;
    const onProgress = ({ done, total }: Progress) => {
      if (this.#filling !== filling) return;
      this.filled = total === null ? 0 : done / total;
      this.held?.rows.refresh(false);
    };
    const outcome = await this.ask((name) =>
      this.#client.fillRows({ result: name }, { signal: controller.signal, onProgress }),
    );
    if (this.#filling !== filling) return;
    this.#endFilling();
    if (!outcome.ok) {
      this.failure = outcome.error;
      return;
    }
    this.held?.rows.refresh(true);
    this.#filledRows = this.held?.rows ?? null;
  }

  #pauseFilling(): void {
    this.#filling?.controller.abort();
    this.#filling = null;
  }

  #endFilling(): void {
    this.#pauseFilling();
    this.filled = null;
  }

  /** Makes a result ready to be shown, with its rows around `row` already here, so that nothing flickers. */
  async #hold(search: AskedSearch, result: SearchResult, row: number): Promise<ShownResult> {
    const read = async (from: number, count: number) => {
      const outcome = await (this.held?.rows === rows
        ? this.ask((current) => this.#client.readRows({ result: current, from, count }))
        : this.#client.readRows({ result: result.result, from, count }));
      if (outcome.ok) return outcome.value;
      if (this.held?.rows === rows && !this.work) this.failure = outcome.error;
      return null;
    };
    const place = Math.min(row, Math.max(0, result.count - 1));
    const rows = new RowCache(result.count, place, result.complete, read);
    await rows.prepare();
    return { search, result, rows };
  }

  protected async renew(lost: ShownResult, result: SearchResult): Promise<ShownResult> {
    const isSame = result.count === lost.result.count;
    return isSame ? { ...lost, result } : this.#hold(lost.search, result, 0);
  }
}
