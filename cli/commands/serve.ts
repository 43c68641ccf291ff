import type { Command } from "commander";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { connectionOf } from "../connectionOf.ts";
import { badInput } from "../failures.ts";
import { answer, remark } from "../output.ts";
import { parseCount, parsePort, parseSeconds } from "../parseArguments.ts";

interface ServeOptions extends CommonOptions {
  readonly port?: number;
  readonly host: string;
  readonly allowHost: readonly string[];
  readonly token?: string;
  readonly tokenFile?: string;
  readonly trustedProxy: readonly string[];
  readonly writable?: boolean;
  readonly rate?: number;
  readonly atOnce?: number;
  readonly mostRows?: number;
  readonly timeLimit?: number;
  readonly log?: boolean;
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
  rcdb -c rcdb.sqlite serve --host 0.0.0.0 --token-file token --log --rate 50
  rcdb -c rcdb.sqlite serve --trusted-proxy 127.0.0.1 --allow-host rcdb.example.org
  ssh -L 9000:localhost:8087 COMPUTER     to use one that runs on another computer

The database can be read, not changed, but by programs with the token where --writable is given. Ctrl-C ends it.
docs/server.md tells how one is left running; docs/http-api.md has the addresses for programs.

Where other computers can reach the server it asks for a token, which is in the address that it prints: open that
once, and the browser keeps it. With --allow-host in its place it asks for nothing, and answers only to those names.
Programs send “Authorization: Bearer TOKEN”. RCDB_TOKEN is the same as --token, and cannot be read in a list of processes.`,
  })
    .option("--port <port>", "8087, or the next that is free", parsePort)
    .option("--host <address>", "where to listen; only this computer can reach the default", "127.0.0.1")
    .option("--token <token>", "what browsers must know, 16 characters or more")
    .option("--token-file <file>", "the same, from a file")
    .option(
      "--allow-host <name>",
      "a name that the server answers to; can be given several times",
      collected,
      [],
    )
    .option(
      "--trusted-proxy <address>",
      "believe a proxy at that address, or in a range like 10.1.0.0/16, whom it asks for; can be given several times",
      collected,
      [],
    )
    .option("--writable", "let programs with the token change the database")
    .option("--rate <requests>", "the most requests a second of one client, on average", parseCount)
    .option(
      "--at-once <requests>",
      "the most requests of one client that are answered at the same time",
      parseCount,
    )
    .option("--most-rows <rows>", "the most rows of one answer to a program", parseCount)
    .option(
      "--time-limit <seconds>",
      "how long a query may take while others wait; 60 without it",
      parseSeconds,
    )
    .option("--log", "write a line of JSON to standard error for each request")
    .action(async (options: ServeOptions, command: Command) =>
      serve(await connectionOf(command, "read"), options),
    );
}

async function serve(connection: string, options: ServeOptions): Promise<void> {
  const { port, host, allowHost: allowedHosts, json = false, writable = false } = options;
  const token = await tokenOf(options);
  // The one place where the command line knows the server, which nothing else loads.
  const { startServer } = await import("../../server/serve.ts");
  const server = await startServer({
    connection,
    host,
    port: port ?? null,
    allowedHosts,
    token,
    trustedProxies: options.trustedProxy,
    writable,
    limits: { rate: options.rate ?? null, atOnce: options.atOnce ?? null, rows: options.mostRows ?? null },
    ...(options.timeLimit === undefined ? {} : { share: options.timeLimit * 1000 }),
    ...(options.log ? { log: (request) => void process.stderr.write(`${JSON.stringify(request)}\n`) } : {}),
  });
  if (server.isOpen) {
    remark(
      `Warning: everybody who can reach ${host} can read this database. Nothing asks for a password; --token does.`,
    );
  }
  // Whoever reads the address may stop us at once.
  const stopped = stopSignal();
  // What a service prints is kept in logs.
  const shown = options.tokenFile === undefined ? server.url : server.address;
  await answer({ json }, { url: shown }, ({ url }) => [url]);
  await stopped;
  await server.close();
}

/** The token that is given, by whatever way; null for none. Throws as `readRegularText`, and `bad_input` for two. */
async function tokenOf({ token, tokenFile }: ServeOptions): Promise<string | null> {
  if (tokenFile === undefined) return token ?? process.env["RCDB_TOKEN"] ?? null;
  if (token !== undefined) throw badInput("Give the token by --token or by --token-file: one of the two.");
  const { readRegularText } = await import("../../core/disk/regularFile.ts");
  return (await readRegularText(tokenFile, mostTokenBytes)).trim();
}

const mostTokenBytes = 4096;

function collected(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
}
