import { RcdbError } from "../api/failure.ts";
import type { Dialect } from "./dialect.ts";

/** What work answers, but what the database's driver throws is said in words. */
export async function explained<T>(dialect: Dialect, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const failure = dialect.explain(thrown);
    throw failure ? new RcdbError(failure.code, failure.message, failure.detail) : thrown;
  }
}

/** The same handlers, each explained. */
export function explainingErrors<H extends object>(dialect: Dialect, handlers: H): H {
  const all = Object.entries(handlers).map(([name, handler]) => [
    name,
    (...given: unknown[]): Promise<unknown> =>
      explained(dialect, () => (handler as (...parameters: unknown[]) => unknown)(...given)),
  ]);
  return Object.fromEntries(all) as H;
}
