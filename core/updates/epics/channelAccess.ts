import type * as epicsTca from "epics-tca";
import { notANumber, numberIn, type Reading, type ValueReader, type ValueRequest } from "./readings.ts";

/**
 * Reads variables by Channel Access in this process; `limit` is in milliseconds, for all of them together. Servers are
 * searched for as EPICS_CA_ADDR_LIST and its like say.
 */
export function channelAccessReader(limit: number): ValueReader {
  return {
    read: (requests, signal) =>
      requests.length === 0 ? Promise.resolve([]) : inTurn(() => readAll(requests, limit, signal)),
  };
}

let reading: Promise<unknown> = Promise.resolve();

/** One after the other: within the library all contexts share their requests, and the end of one gives up all of them. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = reading.then(work);
  reading = turn.catch(() => undefined);
  return turn;
}

async function readAll(
  requests: readonly ValueRequest[],
  limit: number,
  signal: AbortSignal,
): Promise<Reading<number | string>[]> {
  const library = await import("epics-tca");
  const context = new library.Context({}, library.type_log_levels.fatal);
  withoutRepeater(context);
  const late = lateAfter(limit, signal);
  const noAnswer = late.promise.then(() => ({ problem: `no answer within ${limit / 1000} s` }));
  try {
    const start = context.initialize().then(() => {
      addServersWithPort(context);
    });
    const channels = new Map(
      requests.map(({ variable }) => [variable, start.then(() => context.createChannel(variable, "ca"))]),
    );
    return await Promise.all(
      requests.map((request) =>
        Promise.race([readChannel(library, channels.get(request.variable), request), noAnswer]),
      ),
    );
  } finally {
    late.stop();
    context.destroyHard();
  }
}

/**
 * A repeater tells all clients of a machine of servers that come and go. Nobody waits for that here, and the library
 * would start one from a file beside its own, which a bundle has not.
 */
function withoutRepeater(context: epicsTca.Context): void {
  Object.assign(context, { startCARepeater: () => undefined });
}

/** The library takes nothing of an EPICS_CA_ADDR_LIST in which one entry has a port, as `ioc7:5074`. */
function addServersWithPort(context: epicsTca.Context): void {
  const listed = (process.env["EPICS_CA_ADDR_LIST"] ?? "").split(/[\s,]+/);
  if (!listed.some((entry) => entry.includes(":"))) return;
  const usualPort = Number(context.getEnv("EPICS_CA_SERVER_PORT"));
  const servers = listed.flatMap((entry): [number, string][] => {
    const [, host, port] = /^([^:]+)(?::(\d{1,5}))?$/.exec(entry) ?? [];
    return host === undefined ? [] : [[port === undefined ? usualPort : Number(port), host]];
  });
  const udp = context.getUdpTransport();
  udp.setCaBroadcastAddresses([...udp.getCaBroadcastAddresses(), ...servers]);
}

type Library = typeof epicsTca;

async function readChannel(
  { Channel_DBR_TYPES, Channel_ACCESS_RIGHTS }: Library,
  connecting: Promise<epicsTca.Channel | undefined> | undefined,
  { form }: ValueRequest,
): Promise<Reading<number | string>> {
  const channel = await connecting;
  if (!channel) return { problem: "it could not be connected" };
  if (channel.getAccessRight() === Channel_ACCESS_RIGHTS.NO_ACCESS) return { problem: "it may not be read" };
  // The server converts, but where it cannot, the library takes its zero for the value: no text is asked for as a number.
  const isText = form === "text" || channel.getDbrType() === Channel_DBR_TYPES.DBR_STRING;
  const type = isText ? Channel_DBR_TYPES.DBR_STRING : Channel_DBR_TYPES.DBR_DOUBLE;
  const data = await channel.get(undefined, type, 1);
  if (!data) return { problem: "its answer could not be read" };
  const value: unknown = Array.isArray(data.value) ? data.value[0] : data.value;
  // What is not a number has become null within the library.
  const text = typeof value === "number" || typeof value === "string" ? String(value) : "NaN";
  if (form === "text") return { value: text };
  const number = numberIn(text);
  return number === null ? notANumber(text) : { value: number };
}

interface Late {
  /** Resolved when the time is over, or `signal` is aborted. */
  readonly promise: Promise<void>;
  readonly stop: () => void;
}

/** Not by the library's own limits: their timers go on, and keep a program from its end. */
function lateAfter(limit: number, signal: AbortSignal): Late {
  let end = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    end = resolve;
  });
  const timer = setTimeout(end, limit);
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  return {
    promise,
    stop: () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
    },
  };
}
