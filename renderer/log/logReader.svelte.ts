import type { Failure } from "../../core/api/failure.ts";
import type { LogFilter, LogRecord } from "../../core/api/log.ts";
import type { WindowClient } from "../client/client.ts";

/** What is asked of the log; null for everything. */
export type LogQuestion = Pick<LogFilter, "run" | "user" | "since" | "until" | "text">;

/** Records that are asked for at once: to be shown, and to be exported. */
const PAGE = 1000;
const EXPORT_PAGE = 10_000;
/** The most records that are exported. */
export const MOST_EXPORTED = 100_000;

/** The records that fit a question, the newest first, as many as were scrolled to. */
export class LogReader {
  records = $state.raw<readonly LogRecord[]>([]);
  failure = $state.raw<Failure | null>(null);
  loading = $state(false);
  /** Whether there are older ones; null until something was read. */
  more = $state<boolean | null>(null);

  readonly #client: WindowClient;
  #question: LogQuestion | null = null;
  #controller: AbortController | null = null;

  constructor(client: WindowClient) {
    this.#client = client;
  }

  /** Reads the newest records; the old ones stay until these are there. */
  async ask(question: LogQuestion): Promise<void> {
    this.#question = question;
    await this.#read(null);
  }

  /** Reads further records, where there are some. */
  async readMore(): Promise<void> {
    if (this.loading || this.more !== true || this.failure) return;
    await this.#read(this.records.at(-1)?.id ?? null);
  }

  /** Tries again what failed. */
  async retry(): Promise<void> {
    await this.#read(this.records.at(-1)?.id ?? null);
  }

  stop(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.loading = false;
  }

  async #read(before: number | null): Promise<void> {
    const question = this.#question;
    if (!question) return;
    this.stop();
    const controller = new AbortController();
    this.#controller = controller;
    this.loading = true;
    const page = await this.#client.readLog(
      { ...question, before, limit: PAGE },
      { signal: controller.signal },
    );
    if (this.#controller !== controller) return;
    this.loading = false;
    this.failure = page.ok ? null : page.error;
    if (!page.ok) {
      if (before === null) this.records = [];
      return;
    }
    this.records = before === null ? page.value.records : [...this.records, ...page.value.records];
    this.more = page.value.more;
  }
}

/**
 * All records that fit a question, the newest first, at most `MOST_EXPORTED` of them; tells how many are there.
 * Null where it was cancelled; the failure where one was met.
 */
export async function readAllLog(
  client: WindowClient,
  question: LogQuestion,
  signal: AbortSignal,
  onprogress: (records: number) => void,
): Promise<{ readonly records: readonly LogRecord[]; readonly isComplete: boolean } | Failure | null> {
  const records: LogRecord[] = [];
  for (;;) {
    const before = records.at(-1)?.id ?? null;
    const limit = Math.min(EXPORT_PAGE, MOST_EXPORTED - records.length);
    const page = await client.readLog({ ...question, before, limit }, { signal });
    if (signal.aborted) return null;
    if (!page.ok) return page.error;
    records.push(...page.value.records);
    onprogress(records.length);
    if (!page.value.more || records.length >= MOST_EXPORTED) return { records, isComplete: !page.value.more };
  }
}
