/** Numbers about the server as Prometheus reads them, and a line of the log for each request. */
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { FailureCode } from "../core/api/failure.ts";
import type { ServerEnvironment } from "./calls.ts";
import type { FindClient } from "./clients.ts";

/** Upper ends of the times of answers, in seconds. */
const bounds = [0.005, 0.02, 0.1, 0.5, 2, 10, 60];

interface Series {
  requests: number;
  seconds: number;
  readonly within: number[];
}

/** A request that was answered. It has no query: that may hold a token, and what people look for is theirs. */
export interface LoggedRequest {
  readonly time: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly client: string;
  readonly user: string | null;
  /** The code of what it failed with, of a program's request; null where it did not. */
  readonly failure: FailureCode | null;
  /** Whether the client went away before it had the answer. */
  readonly left: boolean;
}

export class Metrics {
  /** By their labels. */
  readonly #series = new Map<string, Series>();
  #running = 0;

  /** Counts each request, and gives it to `log`. */
  watch(
    client: FindClient,
    log: ((request: LoggedRequest) => void) | null,
  ): MiddlewareHandler<ServerEnvironment> {
    return async (context, next) => {
      const start = performance.now();
      const { outgoing } = context.env;
      const { address, user } = client(context);
      this.#running += 1;
      let route = "";
      outgoing.once("close", () => {
        this.#running -= 1;
        const milliseconds = performance.now() - start;
        const { method, path } = context.req;
        const status = outgoing.statusCode;
        const failure = context.get("failure") ?? null;
        this.#add(method, route, status, milliseconds / 1000);
        log?.({
          time: new Date().toISOString(),
          method,
          // The rest of the address of a file is what lets one fetch it.
          path: path.replace(/^\/download\/.*/, "/download/…"),
          status,
          milliseconds: Math.round(milliseconds * 10) / 10,
          client: address,
          user,
          failure,
          left: !outgoing.writableFinished && failure === null,
        });
      });
      await next();
      // That of the handler that has answered.
      route = routePath(context);
    };
  }

  /** The text of all numbers. */
  text(): string {
    const lines = [
      "# TYPE rcdb_requests_running gauge",
      `rcdb_requests_running ${this.#running}`,
      "# TYPE process_resident_memory_bytes gauge",
      `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
      "# TYPE process_uptime_seconds gauge",
      `process_uptime_seconds ${process.uptime().toFixed(1)}`,
      "# HELP rcdb_request_seconds Time until a request was answered whole, by its route",
      "# TYPE rcdb_request_seconds histogram",
    ];
    for (const [labels, { requests, seconds, within }] of this.#series) {
      bounds.forEach((bound, at) =>
        lines.push(`rcdb_request_seconds_bucket{${labels},le="${bound}"} ${within[at] ?? 0}`),
      );
      lines.push(`rcdb_request_seconds_bucket{${labels},le="+Inf"} ${requests}`);
      lines.push(`rcdb_request_seconds_sum{${labels}} ${seconds.toFixed(6)}`);
      lines.push(`rcdb_request_seconds_count{${labels}} ${requests}`);
    }
    return `${lines.join("\n")}\n`;
  }

  /** Routes are few; the paths of requests are as many as people like. */
  #add(method: string, route: string, status: number, seconds: number): void {
    const known = ["GET", "POST", "HEAD"].includes(method) ? method : "other";
    const labels = `method="${known}",route="${route.replaceAll('"', "")}",status="${status}"`;
    const series = this.#series.get(labels) ?? { requests: 0, seconds: 0, within: bounds.map(() => 0) };
    this.#series.set(labels, series);
    series.requests += 1;
    series.seconds += seconds;
    bounds.forEach((bound, at) => {
      if (seconds <= bound) series.within[at] = (series.within[at] ?? 0) + 1;
    });
  }
}
