/** The HTTP API for programs, version 1. docs/http-api.md teaches it. */
import { Hono, type Context } from "hono";
import { createClient, type Transport } from "../../core/api/client.ts";
import { callsByHost } from "../../core/api/contract.ts";
import { exportContentType } from "../../core/api/exportFormats.ts";
import { outcomeOf, unwrap, type Outcome } from "../../core/api/failure.ts";
import { noSuchCall } from "../../core/api/missing.ts";
import { pythonText } from "../../core/formats/pythonText.ts";
import { disconnectSignal, parseJson, type ServerEnvironment } from "../calls.ts";
import { answerServed, type Caller, type Write } from "./calls.ts";
import { openApi } from "./openapi.ts";
import { checkNames, readNumber, type Given, type Parameter } from "./parameters.ts";
import { problem } from "./problems.ts";
import { resources, type Reader } from "./resources.ts";
import { findRows, rowsParameters, rowStream, wantsGzip } from "./rows.ts";
import { sharedSearches } from "./sharedSearches.ts";
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
  const newest = async (): Promise<string> => JSON.stringify(await reader.readNewest({ after: null }));
  const sharing: Reader = createClient(callsByHost, sharedSearches(call, newest));
  const asked = (context: ApiContext) => ({ signal: disconnectSignal(context.env.outgoing) });

  api.get("/openapi.json", (context) => context.json(openApi()));

  api.get("/runs", (context) =>
    answered(context, async () => {
      const options = asked(context);
      const found = await findRows(sharing, given(context, rowsParameters), mostRows, options);
      const gzip = wantsGzip(context.req.header("accept-encoding"), found.format);
      context.header("content-type", exportContentType(found.format, false));
      context.header("vary", "accept-encoding");
      context.header("x-rcdb-rows", String(found.rows));
      if (gzip) context.header("content-encoding", "gzip");
      return context.body(rowStream(sharing, found, gzip, options));
    }),
  );

  api.get("/runs/:run/conditions/:name", (context) =>
    answered(context, async () => {
      const { run, name = "", format } = given(context, valueParameters);
      const value = await readRunValue(reader, readNumber({ run }, "run"), name, asked(context));
      const isText = format === "text" || (format === undefined && accepts(context, "text/plain"));
      return isText ? context.text(`${pythonText(value.value, value.type)}\n`) : context.json(value);
    }),
  );

  api.get("/files/:id/content", (context) =>
    answered(context, async () => {
      const id = readNumber(given(context, { id: valueParameters.run }), "id");
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

  api.all("*", (context) => answerOf(context, noSuchCall(context.req.path)));
  return api;
}

const valueParameters = {
  run: { description: "", schema: { type: "integer" } },
  name: { description: "", schema: { type: "string" } },
  format: { description: "", schema: { type: "string" } },
} as const satisfies Readonly<Record<string, Parameter>>;

/** The parameters of a request, those of its path included. Throws `bad_input` for one that there is not. */
function given(context: ApiContext, known: Readonly<Record<string, Parameter>>): Given {
  const all: Given = { ...context.req.query(), ...(context.req.param() as Record<string, string>) };
  checkNames(all, known);
  return all;
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
