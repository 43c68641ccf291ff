import type { MiddlewareHandler } from "hono";
import type { ServerEnvironment } from "./calls.ts";
import type { FindClient } from "./clients.ts";
import { refuse } from "./refuse.ts";

/** What one client may use up. */
export interface Limits {
  /** Requests a second, over some seconds; null for any number. */
  readonly rate: number | null;
  /** Requests that are answered at the same time; null for any number. */
  readonly atOnce: number | null;
  /** Rows of one answer; null for any number. */
  readonly rows: number | null;
}

export const noLimits: Limits = { rate: null, atOnce: null, rows: null };

/** For how many seconds of its rate a client may ask at once. */
const burst = 10;
/** Milliseconds after which a client that asks nothing is forgotten. */
const memory = 60_000;

interface Account {
  allowance: number;
  askedAt: number;
  running: number;
}

/** Refuses a client that asks more often, or more at once, than it may. */
export function limitClients(
  { rate, atOnce }: Limits,
  client: FindClient,
  now: () => number = () => performance.now(),
): MiddlewareHandler<ServerEnvironment> {
  const accounts = new Map<string, Account>();
  let swept = now();

  function accountOf(address: string): Account {
    const time = now();
    if (time - swept > memory) {
      swept = time;
      for (const [key, { askedAt, running }] of accounts) {
        if (running === 0 && time - askedAt > memory) accounts.delete(key);
      }
    }
    const account = accounts.get(address) ?? { allowance: burst * (rate ?? 0), askedAt: time, running: 0 };
    accounts.set(address, account);
    const earned = ((time - account.askedAt) / 1000) * (rate ?? 0);
    account.allowance = Math.min(account.allowance + earned, burst * (rate ?? 0));
    account.askedAt = time;
    return account;
  }

  return async (context, next) => {
    if (rate === null && atOnce === null) return next();
    const account = accountOf(client(context).address);
    if (rate !== null && account.allowance < 1) {
      return refuse(context, "too_many", `More than ${rate} requests a second. Ask again in a second.`);
    }
    if (atOnce !== null && account.running >= atOnce) {
      return refuse(
        context,
        "too_many",
        `${atOnce} of your requests are being answered. Wait for one of them.`,
      );
    }
    account.allowance -= 1;
    account.running += 1;
    context.env.outgoing.once("close", () => (account.running -= 1));
    return next();
  };
}
