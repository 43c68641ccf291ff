import type { Command } from "commander";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { connectionOf } from "../connectionOf.ts";
import { answer, remark } from "../output.ts";
import { parsePort } from "../parseArguments.ts";

interface ServeOptions extends CommonOptions {
  readonly port?: number;
  readonly host: string;
  readonly allowHost: readonly string[];
  readonly token?: string;
}

/** `rcdb serve`: the interface of the window for a browser, until Ctrl-C. */
export function addServeCommand(program: Command): void {
  addDatabaseCommand(program, {
    usage: "serve",
    description: "Serve the interface of the desktop application to a browser",
    help: `  rcdb -c rcdb.sqlite serve
  rcdb -c rcdb.sqlite serve --port 9000
  rcdb -c rcdb.sqlite serve --host 0.0.0.0
  rcdb -c rcdb.sqlite serve --host 0.0.0.0 --allow-host rcdb.example.org
  ssh -L 9000:localhost:8087 COMPUTER     to use one that runs on another computer

The database can be read, not changed. Ctrl-C ends it.

Where other computers can reach the server it asks for a token, which is in the address that it prints: open that
once, and the browser keeps it. With --allow-host in its place it asks for nothing, and answers only to those names.
Programs send “Authorization: Bearer TOKEN”. RCDB_TOKEN is the same as --token, and cannot be read in a list of processes.`,
  })
    .option("--port <port>", "8087, or the next that is free", parsePort)
    .option("--host <address>", "where to listen; only this computer can reach the default", "127.0.0.1")
    .option("--token <token>", "what browsers must know, 16 characters or more")
    .option(
      "--allow-host <name>",
      "a name that the server answers to; can be given several times",
      (name: string, names: readonly string[]) => [...names, name],
      [],
    )
    .action(async (options: ServeOptions, command: Command) =>
      serve(await connectionOf(command, "read"), options),
    );
}

async function serve(connection: string, options: ServeOptions): Promise<void> {
  const { port, host, allowHost: allowedHosts, json = false } = options;
  const token = options.token ?? process.env["RCDB_TOKEN"] ?? null;
  // The one place where the command line knows the server, which nothing else loads.
  const { startServer } = await import("../../server/serve.ts");
  const server = await startServer({
    connection,
    host,
    port: port ?? null,
    allowedHosts,
    token,
  });
  if (server.isOpen) {
    remark(
      `Warning: everybody who can reach ${host} can read this database. Nothing asks for a password; --token does.`,
    );
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
