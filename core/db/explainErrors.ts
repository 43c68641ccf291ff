import { RcdbError } from "../api/failure.ts";
import type { Dialect } from "./dialect.ts";

/** The same handlers, but what the database's driver throws is said in words. */
export function explainingErrors<H extends object>(dialect: Dialect, handlers: H): H {
  const explained = Object.entries(handlers).map(([name, handler]) => [
    name,
    async (...given: unknown[]): Promise<unknown> => {
      try {
        return await (handler as (...parameters: unknown[]) => unknown)(...given);
      } catch (thrown) {
        const failure = dialect.explain(thrown);
        throw failure ? new RcdbError(failure.code, failure.message, failure.detail) : thrown;
      }
    },
  ]);
  return Object.fromEntries(explained) as H;
}
