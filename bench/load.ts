/** A server under load: 50 clients for a minute, who search, scroll, look at runs and export. */
import { setTimeout as wait } from "node:timers/promises";
import { startServer } from "../server/serve.ts";
import type { Databases, Report } from "./databases.ts";
import { judged, type Result } from "./result.ts";

const clients = 50;
/** In milliseconds. */
const duration = 60_000;
/** A person looks at an answer for a while: from half of that to one and a half. */
const pause = 1000;
/** When the memory is first looked at, as a share of the time: what is held by then stays. */
const warmUp = 0.4;

/** What was asked, and how long its answer took whole, in milliseconds. */
interface Asked {
  readonly kind: string;
  readonly milliseconds: number;
  readonly error: string | null;
}

interface Found {
  readonly result: string;
  readonly count: number;
}

const expressions = [
  "",
  "event_count > 100000",
  "@is_production",
  "beam_current > 100 and polarization_angle > 0",
];

/** Measures the errors, the 99th percentile and how the memory of all its processes grows. */
export async function measureLoad(
  databases: Databases,
  say: Report,
  tell: (result: Result) => void,
): Promise<void> {
  const connection = await databases.sample("indexed");
  const server = await startServer({ connection, host: "127.0.0.1", port: 0 });
  try {
    say(`${clients} clients for ${duration / 1000} s`);
    const asked: Asked[] = [];
    const end = performance.now() + duration;
    const memory = rememberMemory(duration * warmUp);
    await Promise.all(
      Array.from({ length: clients }, (_, at) => runClient(new URL(server.url).origin, at, end, asked)),
    );
    const { early, late } = await memory;
    const errors = asked.filter(({ error }) => error !== null);
    for (const { kind, error } of errors.slice(0, 5)) say(`${kind}: ${error}`);
    for (const kind of new Set(asked.map((one) => one.kind))) say(summary(kind, asked));
    const line = { against: "the most it may be", target: 1 } as const;
    tell(
      judged(
        { ...line, name: "load/errors", unit: "errors", target: 0 },
        { value: errors.length, reference: 1 },
      ),
    );
    const times = asked.map(({ milliseconds }) => milliseconds);
    tell(
      judged({ ...line, name: "load/99th", unit: "ms" }, { value: percentile(times, 0.99), reference: 2000 }),
    );
    tell(
      judged(
        { ...line, name: "load/growth", unit: "MB" },
        { value: Math.max(late - early, 0), reference: 100 },
      ),
    );
  } finally {
    await server.close();
  }
}

function summary(kind: string, asked: readonly Asked[]): string {
  const times = asked.filter((one) => one.kind === kind).map(({ milliseconds }) => milliseconds);
  const [half, most] = [percentile(times, 0.5), percentile(times, 0.99)].map((time) => time.toFixed(0));
  return `${kind}: ${times.length} requests, half within ${half} ms, 99 % within ${most} ms`;
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? NaN;
}

/** The server's own memory, in MB: after the warm-up, and at the end. */
async function rememberMemory(start: number): Promise<{ readonly early: number; readonly late: number }> {
  await wait(start);
  const early = process.memoryUsage.rss() / 1e6;
  await wait(duration - start);
  return { early, late: process.memoryUsage.rss() / 1e6 };
}

async function runClient(origin: string, number: number, end: number, asked: Asked[]): Promise<void> {
  const time = async <T>(kind: string, work: () => Promise<T>): Promise<T | null> => {
    const start = performance.now();
    try {
      const answer = await work();
      asked.push({ kind, milliseconds: performance.now() - start, error: null });
      return answer;
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown.message : String(thrown);
      asked.push({ kind, milliseconds: performance.now() - start, error });
      return null;
    }
  };
  for (let round = number; performance.now() < end; round++) {
    const expression = expressions[round % expressions.length] ?? "";
    const found = await time("search", () => search(origin, expression));
    for (let scrolled = 0; found !== null && scrolled < 5 && performance.now() < end; scrolled++) {
      await wait(pause * (0.5 + Math.random()));
      const from = Math.floor(Math.random() * Math.max(found.count - 100, 0));
      await time("scroll", () => scroll(origin, found, from, expression));
    }
    const run = 10_001 + ((round * 37) % 1000);
    await time("run", () => text(`${origin}/api/v1/runs/${run}`, [200, 404]));
    if (round % 5 === 0) {
      const address = `${origin}/api/v1/runs?columns=event_count,beam_current&format=csv&q=${encodeURIComponent(expression)}`;
      await time("export", () => text(address, [200]));
    }
    await wait(pause * (0.5 + Math.random()));
  }
}

async function search(origin: string, expression: string): Promise<Found> {
  const order = { column: "run", descending: true };
  const columns = ["event_count", "beam_current", "run_type", "started"];
  return call<Found>(origin, "searchRuns", { expression, runMin: null, runMax: null, columns, order });
}

/** As a window does: where its rows have made room for those of others it searches again. */
async function scroll(origin: string, found: Found, from: number, expression: string): Promise<void> {
  try {
    await call(origin, "readRows", { result: found.result, from, count: 100 });
  } catch (thrown) {
    if (!(thrown instanceof Error) || !thrown.message.startsWith("result_gone")) throw thrown;
    const again = await search(origin, expression);
    await call(origin, "readRows", { result: again.result, from, count: 100 });
  }
}

async function call<T>(origin: string, name: string, input: unknown): Promise<T> {
  const answer = await fetch(`${origin}/api/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  const outcome = (await answer.json()) as
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly error: { readonly code: string; readonly message: string } };
  if (outcome.ok) return outcome.value;
  throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
}

async function text(address: string, allowed: readonly number[]): Promise<string> {
  const answer = await fetch(address);
  const body = await answer.text();
  if (!allowed.includes(answer.status)) throw new Error(`${answer.status}: ${body.slice(0, 200)}`);
  return body;
}
