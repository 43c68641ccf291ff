// The one place where the command line knows the server: `serve` starts it, and nothing else loads it.
import { toFailure } from "../../core/api/failure.ts";
import { startServer, type RunningServer } from "../../server/serve.ts";
import { failureError } from "../commandError.ts";
import { remark, write } from "../output.ts";

export interface ServeOptions {
  readonly port?: number;
  readonly host: string;
}

/** `rcdb serve`: the interface of the window for a browser, until Ctrl-C. */
export async function serve(connection: string, { port, host }: ServeOptions): Promise<void> {
  const server = await start(connection, port, host);
  if (server.isPublic) {
    remark(`Warning: everybody who can reach ${host} can read this database. Nothing asks for a password.`);
  }
  // Whoever reads the address may stop us at once.
  const stopped = stopSignal();
  await write(`${server.url}\n`);
  await stopped;
  await server.close();
}

async function start(connection: string, port: number | undefined, host: string): Promise<RunningServer> {
  try {
    return await startServer({ connection, host, port: port ?? null });
  } catch (thrown) {
    throw failureError(toFailure(thrown));
  }
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
}
