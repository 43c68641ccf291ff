/** The addresses of the server: the interface, its calls, and downloads. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { serveStatic } from "@hono/node-server/serve-static";
import type { BlockList } from "node:net";
import { Hono, type Handler, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { exportContentType, exportFileName } from "../core/api/exportFormats.ts";
import { answerCall, type ServerEnvironment } from "./calls.ts";
import type { Downloads } from "./downloads.ts";
import type { Write } from "./api/calls.ts";
import type { Reader } from "./api/resources.ts";
import { apiV1, type ApiOptions } from "./api/v1.ts";
import { clientOf, type FindClient } from "./clients.ts";
import { requireOwnHost, requireOwnPage, requireProxy, securityHeaders, type OwnNames } from "./guards.ts";
import { limitClients, type Limits } from "./limits.ts";
import { Metrics, type LoggedRequest } from "./metrics.ts";
import { refuse } from "./refuse.ts";
import { hasBearer, requireToken } from "./token.ts";
import type { WindowHost } from "../core/api/dispatch.ts";
import { createClient } from "../core/api/client.ts";
import { callsByHost } from "../core/api/contract.ts";
import { oldAddresses } from "./oldAddresses.ts";

export interface AppOptions {
  readonly host: WindowHost;
  readonly downloads: Downloads;
  readonly names: OwnNames;
  /** What a request must know; null where everybody who reaches the server is let in. */
  readonly token: string | null;
  readonly rendererFolder: string;
  /** The proxies that are believed what they say of a request. */
  readonly proxies: BlockList;
  /** Whether others than the proxies are sent away: where these alone decide who gets in. */
  readonly onlyByProxy: boolean;
  /** Null where the server only reads. */
  readonly write: Write | null;
  readonly limits: Limits;
  /** Is given each request that was answered; null for nothing. */
  readonly log: ((request: LoggedRequest) => void) | null;
}

/** All that the server answers. */
export function createApp(options: AppOptions): Hono<ServerEnvironment> {
  const { host, downloads, names, token, rendererFolder, proxies, write, limits } = options;
  const app = new Hono<ServerEnvironment>();
  const client = createClient(callsByHost, host.call);
  const metrics = new Metrics();
  const findClient: FindClient = (context) => clientOf(context, proxies);
  app.use(securityHeaders, metrics.watch(findClient, options.log), requireOwnHost(names, findClient));
  // Who watches over the server has no token for it, and learns nothing else.
  app.get("/health", (context) => context.text("ok\n"));
  app.use(limitClients(limits, findClient));
  app.get("/ready", noStore, answerReady(client));
  if (options.onlyByProxy) app.use(requireProxy(findClient));
  if (token !== null) app.use(requireToken(token));
  app.get("/metrics", noStore, (context) => context.text(metrics.text()));

  app.use("/api/*", requireOwnPage(findClient), noStore, limitedBody);
  const callerOf: ApiOptions["callerOf"] = (context) => ({
    mayWrite: token !== null && hasBearer(context, token),
    user: findClient(context).user,
  });
  app.route("/api/v1", apiV1({ call: host.call, write, mostRows: limits.rows, callerOf }));
  app.post("/api/:name", (context) => answerCall(context, host, context.req.param("name")));

  app.get("/download/:token", noStore, async (context) => {
    // Hono answers HEAD by GET: a look would use up the one time the file can be fetched.
    if (context.req.method === "HEAD") return context.body(null, 405);
    const taken = await downloads.take(context.req.param("token"));
    if (!taken)
      return context.text("This file has been fetched already, or has expired. Export it again.", 404);
    const { file, form } = taken;
    context.header("content-type", exportContentType(form.format, form.gzip));
    const name = exportFileName(form.format, form.gzip);
    context.header("content-disposition", `attachment; filename="${name}"`);
    context.header("content-length", String((await file.stat()).size));
    return context.body(Readable.toWeb(file.createReadStream()) as ReadableStream);
  });

  app.get(
    "/*",
    oldAddresses(async (id, signal) => {
      const outcome = await client.readFile({ id }, { signal });
      return outcome.ok ? outcome.value : null;
    }),
  );
  if (existsSync(rendererFolder)) app.get("/*", staticFiles(rendererFolder));
  else app.get("/", (context) => context.text("The interface has not been built: npm run build", 404));

  app.notFound((context) => context.text("Not found", 404));
  app.onError((error, context) => {
    console.error(error);
    return context.text("A defect of the server. Its output has the details.", 500);
  });
  return app;
}

const limitedBody = bodyLimit({
  // Far more than the longest expression.
  maxSize: 1024 * 1024,
  onError: (context) => refuse(context, "too_large", "The input of a call may have at most 1 MB."),
});

/** Tells whether the database answers; those who ask meanwhile share the question. */
function answerReady(client: Reader): Handler {
  const ask = () => client.readNewest({ after: null }, { signal: AbortSignal.timeout(readyTimeout) });
  let asked: ReturnType<typeof ask> | null = null;
  return async (context) => {
    asked ??= ask().finally(() => (asked = null));
    const outcome = await asked;
    return outcome.ok ? context.text("ready\n") : context.text(`${outcome.error.code}\n`, 503);
  };
}

/** In milliseconds. */
const readyTimeout = 5000;

const noStore: MiddlewareHandler = async (context, next) => {
  context.header("cache-control", "no-store");
  await next();
};

/** The built interface. Vite puts a hash of the content into the names of assets: they never change. */
function staticFiles(folder: string): MiddlewareHandler {
  const assets = join(folder, "assets");
  return serveStatic({
    root: folder,
    onFound: (path, context) => {
      const isAsset = path.startsWith(assets);
      context.header("cache-control", isAsset ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
}
