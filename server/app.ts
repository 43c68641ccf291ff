/** The addresses of the server: the interface, its calls, and downloads. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { exportContentType, exportFileName } from "../core/api/exportFormats.ts";
import { answerCall, type ServerEnvironment } from "./calls.ts";
import type { Downloads } from "./downloads.ts";
import { requireOwnHost, requireOwnPage, securityHeaders, type OwnNames } from "./guards.ts";
import { requireToken } from "./token.ts";
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
}

/** All that the server answers. */
export function createApp({
  host,
  downloads,
  names,
  token,
  rendererFolder,
}: AppOptions): Hono<ServerEnvironment> {
  const app = new Hono<ServerEnvironment>();
  const client = createClient(callsByHost, host.call);
  app.use(securityHeaders, requireOwnHost(names));
  if (token !== null) app.use(requireToken(token));

  app.use("/api/*", requireOwnPage, noStore, limitedBody);
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
  onError: (context) => context.text("The input of a call may have at most 1 MB.", 413),
});

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
