/** Serves the built renderer under an origin of its own, `app://rcdb`, with a strict content policy. */
import { net, protocol } from "electron";
import { join, normalize, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { contentSecurityPolicy } from "../core/api/contentSecurityPolicy.ts";

export const rendererOrigin = "app://rcdb";

const folder = fileURLToPath(new URL("../renderer", import.meta.url));

/** To be called before the application is ready. */
export function registerRendererScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** To be called once the application is ready. */
export function serveRenderer(): void {
  protocol.handle("app", async (request) => {
    const { host, pathname } = new URL(request.url);
    const path = normalize(join(folder, decodeURIComponent(pathname === "/" ? "/index.html" : pathname)));
    if (host !== "rcdb" || !path.startsWith(folder + sep)) return new Response("Not found", { status: 404 });
    const file = await net
      .fetch(pathToFileURL(path).href)
      .catch(() => new Response("Not found", { status: 404 }));
    const headers = new Headers(file.headers);
    headers.set("content-security-policy", contentSecurityPolicy);
    headers.set("x-content-type-options", "nosniff");
    return new Response(file.body, { status: file.status, headers });
  });
}
