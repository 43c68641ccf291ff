/** The HTTP API for programs, version 1. docs/http-api.md teaches it. */
import { Hono, type Context } from "hono";
import { createClient, type Transport } from "../../core/api/client.ts";
import { callsByHost } from "../../core/api/contract.ts";
import { exportContentType } from "../../core/api/exportFormats.ts";
import { failed, outcomeOf, unwrap, type FailureCode, type Outcome } from "../../core/api/failure.ts";
import { noSuchCall } from "../../core/api/missing.ts";
import { pythonText } from "../../core/formats/pythonText.ts";
import { disconnectSignal, parseJson, type ServerEnvironment } from "../calls.ts";
import { answerServed, type Caller, type Write } from "./calls.ts";
import { openApi } from "./openapi.ts";
import {
  integer,
  oneOf,
  readChoice,
  readNumber,
  readQuery,
  text,
  type Given,
  type Parameter,
} from "./parameters.ts";
import { problem } from "./problems.ts";
import { resources, type Reader } from "./resources.ts";
import { findRows, rowsParameters, rowStream, wantsGzip } from "./rows.ts";
import { readRunValue } from "./runValue.ts";

export interface ApiOptions {
  readonly call: Transport;
  /** Null where the server only reads. */
  readonly write: Write | null;
  /** The most rows of an answer; null for any number. */
  readonly mostRows: number | null;
  readonly callerOf: (context: Context<ServerEnvironment>) => Caller;
}

type ApiContext = Context<ServerEnvironment>;

/** The addresses below `/api/v1`. */
export function apiV1({ call, write, mostRows, callerOf }: ApiOptions): Hono<ServerEnvironment> {
  const api = new Hono<ServerEnvironment>();
  const reader: Reader = createClient(callsByHost, call);
  const asked = (context: ApiContext) => ({ signal: disconnectSignal(context.env.outgoing) });

  api.get("/openapi.json", (context) => context.json(openApi()));

  api.get("/runs", (context) =>
    answered(context, async () => {
      const options = asked(context);
      const found = await findRows(reader, given(context, rowsParameters), mostRows, options);
      const gzip = wantsGzip(context.req.header("accept-encoding"), found.format);
      context.header("content-type", exportContentType(found.format, false));
      context.header("vary", "accept-encoding");
      context.header("x-rcdb-rows", String(found.rows));
      if (gzip) context.header("content-encoding", "gzip");
      const tell = (failure: FailureCode): void => {
        context.set("failure", failure);
        // A proxy that asks by HTTP/1.0 takes a connection that is closed for the end of the answer; one that is reset it does not.
        context.env.incoming.socket.resetAndDestroy();
      };
      return context.body(rowStream(reader, found, gzip, options, tell));
    }),
  );

  api.get("/runs/:run/conditions/:name", (context) =>
    answered(context, async () => {
      const all = given(context, valueParameters);
      const { run, name = "" } = all;
      const format = readChoice(all, "format", valueForms);
      const value = await readRunValue(reader, readNumber({ run }, "run"), name, asked(context));
      const isText = format === "text" || (format === null && accepts(context, "text/plain"));
      return isText ? context.text(`${pythonText(value.value, value.type)}\n`) : context.json(value);
    }),
  );

  api.get("/files/:id/content", (context) =>
    answered(context, async () => {
      const id = readNumber(given(context, ofVersion), "id");
      const { content, encoding } = unwrap(await reader.readFile({ id }, asked(context)));
      return context.body(
        new Uint8Array(Buffer.from(content, encoding === "latin-1" ? "latin1" : "utf8")),
        200,
        {
          "content-type": `text/plain; charset=${encoding === "latin-1" ? "iso-8859-1" : "utf-8"}`,
        },
      );
    }),
  );

  for (const { path, parameters, read } of resources) {
    api.get(path.replaceAll(/\{(\w+)\}/g, ":$1"), (context) =>
      answered(context, async () =>
        context.json(await read(reader, given(context, parameters), asked(context))),
      ),
    );
  }

  api.post("/calls/:name", async (context) => {
    const input = parseJson((await context.req.text()) || "{}");
    const how = { read: call, write, caller: callerOf(context) };
    const outcome = input.ok
      ? await answerServed(context.req.param("name"), input.value, asked(context), how)
      : input;
    return answerOf(context, outcome);
  });

  const patterns = api.routes.map(({ method, path }) => ({ method, pattern: patternOf(path) }));
  api.all("*", (context) => {
    const path = context.req.path.replace(/^\/api\/v1/, "");
    const allowed = patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    return allowed.length === 0
      ? answerOf(context, noSuchCall(context.req.path))
      : answerMethod(context, allowed[0] === "GET" ? "GET, HEAD, OPTIONS" : "POST, OPTIONS");
  });
  return api;
}

const pathParameters = { run: integer("The number of a run"), name: text("The name of a condition") };
const ofVersion = { id: integer("The id of a version of a file") };
/** How a value is answered. */
const valueForms = ["json", "text"] as const;
const valueParameters = { ...pathParameters, format: oneOf("text: the value alone", valueForms) };

/** The parameters of a request, those of its path included. Throws `bad_input` for what is none of them. */
function given(context: ApiContext, known: Readonly<Record<string, Parameter>>): Given {
  const inPath = context.req.param() as Record<string, string>;
  const inQuery = Object.fromEntries(Object.entries(known).filter(([name]) => !Object.hasOwn(inPath, name)));
  return { ...readQuery(context.req.queries(), inQuery), ...inPath };
}

/** The paths of a route, whose parameters stand behind colons. */
function patternOf(route: string): RegExp {
  return new RegExp(`^${route.replaceAll(/:\w+/g, "[^/]+").replaceAll(".", "\\.")}$`);
}

/** Tells how an address can be asked: who asks for that, and who asked in another way. */
function answerMethod(context: ApiContext, allowed: string): Response {
  context.header("allow", allowed);
  if (context.req.method === "OPTIONS") return context.body(null, 204);
  const outcome = failed("bad_input", `This address takes no ${context.req.method}. It takes ${allowed}.`);
  return outcome.ok ? context.body(null) : problem(context, outcome.error, 405);
}

function accepts(context: ApiContext, type: string): boolean {
  const accepted = context.req.header("accept") ?? "";
  return accepted.includes(type) && !accepted.includes("application/json");
}

function answerOf(context: ApiContext, outcome: Outcome<unknown>): Response {
  return outcome.ok ? context.json(outcome.value ?? null) : problem(context, outcome.error);
}

async function answered(context: ApiContext, work: () => Promise<Response>): Promise<Response> {
  const outcome = await outcomeOf(work);
  return outcome.ok ? outcome.value : problem(context, outcome.error);
}
