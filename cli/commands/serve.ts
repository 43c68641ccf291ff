import type { Command } from "commander";
import { addDatabaseCommand, connectionOf, type CommonOptions } from "../addCommand.ts";
import { answer, remark } from "../output.ts";
import { parsePort } from "../parseArguments.ts";

interface ServeOptions extends CommonOptions {
  readonly port?: number;
  readonly host: string;
}

/** `rcdb serve`: the interface of the window for a browser, until Ctrl-C. */
export function addServeCommand(program: Command): void {
  addDatabaseCommand(program, {
    usage: "serve",
    description: "the same interface as the desktop application, for a browser",
    help: `  rcdb -c rcdb.sqlite serve
  rcdb -c rcdb.sqlite serve --port 9000
  ssh -L 9000:localhost:8087 COMPUTER     to use one that runs on another computer

The database can be read, not changed. Ctrl-C ends it.`,
  })
    .option("--port <port>", "8087, or the next that is free", parsePort)
    .option("--host <address>", "where to listen; only this computer can reach the default", "127.0.0.1")
    .action((options: ServeOptions, command: Command) => serve(connectionOf(command), options));
}

async function serve(connection: string, { port, host, json = false }: ServeOptions): Promise<void> {
  // The one place where the command line knows the server, which nothing else loads.
  const { startServer } = await import("../../server/serve.ts");
  const server = await startServer({ connection, host, port: port ?? null });
  if (server.isPublic) {
    remark(`Warning: everybody who can reach ${host} can read this database. Nothing asks for a password.`);
  }
  // Whoever reads the address may stop us at once.
  const stopped = stopSignal();
  await answer({ json }, { url: server.url }, ({ url }) => [url]);
  await stopped;
  await server.close();
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
}
