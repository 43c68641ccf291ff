/** Errors by which a server counts as lost: who asked may ask another one, or this one again. */
import { RcdbError } from "../../api/failure.ts";
import { explainMysqlError } from "./errors.ts";

/** A server that accepted statements and then stopped answering, as its heartbeat found. */
export class NoAnswer extends RcdbError {
  constructor(location: string) {
    super(
      "connection_lost",
      `The database server of “${location}” no longer answers. Check the network, or ask the server's administrator, and try again.`,
    );
  }
}

const codesOfLoss: readonly string[] = ["unreachable", "connection_lost"];

/**
 * Whether what was thrown says that a server, or the tunnel to it, cannot be reached, has gone, or takes no statements: not that
 * it refuses this user, this database or this statement, and nothing that other parts of the program throw.
 */
export function isLoss(thrown: unknown): boolean {
  if (thrown instanceof RcdbError) {
    const isOfNetwork =
      thrown instanceof NoAnswer || thrown instanceof NoHost || thrown.detail?.["cause"] === "tunnel";
    return isOfNetwork && codesOfLoss.includes(thrown.code);
  }
  const failure = explainMysqlError(thrown);
  return failure !== null && codesOfLoss.includes(failure.code);
}

/** What a node of a cluster that takes no statements answers to each: thrown for one that says so when it is asked. */
export function notReady(): Error {
  const message = "WSREP has not yet prepared node for application use";
  return Object.assign(new Error(message), { code: "ER_UNKNOWN_COM_ERROR", errno: 1047, sqlState: "08S01" });
}

function isNotReady(thrown: unknown): boolean {
  return thrown instanceof Error && "errno" in thrown && thrown.errno === 1047;
}

/** None of several hosts takes connections. */
export class NoHost extends RcdbError {
  /** Whether one of them is a node that takes no statements, as all do for a moment when one of them is lost. */
  readonly isReforming: boolean;

  constructor(reasons: ReadonlyMap<string | null, unknown>) {
    const texts = [...reasons].map(([host, thrown]) => `${host}: ${reasonOf(thrown)}`);
    super("unreachable", `None of the ${reasons.size} hosts takes connections. ${texts.join(" ")}`);
    this.isReforming = [...reasons.values()].some(isNotReady);
  }
}

function reasonOf(thrown: unknown): string {
  const failure = explainMysqlError(thrown);
  if (failure) return failure.message;
  return thrown instanceof Error ? thrown.message : String(thrown);
}
