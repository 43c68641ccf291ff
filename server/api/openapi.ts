/** What the addresses of version 1 take and answer, as OpenAPI 3.1 has it: made of the contract's schemas. */
import { toJsonSchema, type JsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import packageFile from "../../package.json" with { type: "json" };
import { exportFormats, type RowFormatName } from "../../core/api/exportFormats.ts";
import { callNamed, type Call } from "../../core/api/call.ts";
import { contract } from "../../core/api/contract.ts";
import { failureCodes } from "../../core/api/failure.ts";
import { isServed } from "./calls.ts";
import type { Parameter } from "./parameters.ts";
import { problemType } from "./problems.ts";
import { resources } from "./resources.ts";
import { rowFormats, rowsParameters } from "./rows.ts";

type Json = Readonly<Record<string, unknown>>;

/** What JSON Schema cannot say, as a function that checks, is left out: the server says it in its answer. */
function schemaOf(schema: GenericSchema, typeMode: "input" | "output"): JsonSchema {
  const { $schema, ...written } = toJsonSchema(schema, { errorMode: "ignore", typeMode });
  void $schema;
  return written;
}

/** The schema of a member of an object. */
function memberOf(schema: JsonSchema, members: readonly string[]): JsonSchema {
  return members.reduce((whole, name) => (whole.properties?.[name] ?? {}) as JsonSchema, schema);
}

const problems = {
  description: "What is wrong, why, and what to do; `code` is for programs",
  content: { [problemType]: { schema: { $ref: "#/components/schemas/Problem" } } },
};

function answered(description: string, content: Json): Json {
  return { "200": { description, content }, default: problems };
}

const json = (schema: unknown): Json => ({ "application/json": { schema } });

function parametersOf(path: string, parameters: Readonly<Record<string, Parameter>>): Json[] {
  return Object.entries(parameters).map(([name, { description, schema, isRepeated }]) => {
    const isInPath = path.includes(`{${name}}`);
    const given = isRepeated ? { type: "array", items: schema } : schema;
    return { name, in: isInPath ? "path" : "query", required: isInPath, description, schema: given };
  });
}

function getting(
  path: string,
  summary: string,
  parameters: Readonly<Record<string, Parameter>>,
  content: Json,
): Json {
  return {
    get: { summary, parameters: parametersOf(path, parameters), responses: answered(summary, content) },
  };
}

function posting(name: string, { input, output, traits }: Call): Json {
  const user = { name: "X-RCDB-User", in: "header", required: true, schema: { type: "string" } };
  return {
    post: {
      operationId: name,
      summary: name,
      parameters: traits.changes ? [{ ...user, description: "Under which name the log has the change" }] : [],
      requestBody: { content: json(schemaOf(input, "input")) },
      responses: answered("What the call answers", json(schemaOf(output, "output"))),
      "x-rcdb-traits": traits,
    },
  };
}

/** The document. Calls that change something are in it, and are refused where the server is not writable. */
export function openApi(): Json {
  const value = { type: "object", description: "`run`, `name`, `type` and `value`" };
  const rows = Object.fromEntries(
    rowFormats.map((name) => [exportFormats[name].contentType, { schema: rowsSchemas[name] }]),
  );
  const run = { run: { description: "The number of a run", schema: { type: "integer" } } } as const;
  const name = { name: { description: "The name of a condition", schema: { type: "string" } } } as const;
  const id = { id: { description: "The id of a version of a file", schema: { type: "integer" } } } as const;
  const format = {
    format: { description: "text: the value alone", schema: { type: "string", enum: ["json", "text"] } },
  } as const;
  const ofRows = getting("/runs", "Runs that an expression selects, with values", rowsParameters, rows);
  const valuePath = "/runs/{run}/conditions/{name}";
  const ofValue = getting(
    valuePath,
    "A value of a run",
    { ...run, ...name, ...format },
    {
      ...json(value),
      "text/plain": { schema: { type: "string" } },
    },
  );
  const contentPath = "/files/{id}/content";
  const ofContent = getting(contentPath, "The content of a version of a file", id, {
    "text/plain": { schema: { type: "string" } },
  });
  const reading = resources.map(({ path, summary, parameters, output: [call, ...members] }) => {
    const output = callNamed(contract, call)?.output;
    const schema = output ? memberOf(schemaOf(output, "output"), members) : {};
    return [path, getting(path, summary, parameters, json(schema))] as const;
  });
  const calls = Object.entries<Call>(contract)
    .filter(([, call]) => isServed(call))
    .map(([named, call]) => [`/calls/${named}`, posting(named, call)] as const);
  return {
    openapi: "3.1.0",
    info: {
      title: "RCDB",
      version: packageFile.version,
      description: "Run conditions of a physics experiment",
    },
    servers: [{ url: "/api/v1" }],
    security: [{}, { token: [] }],
    paths: Object.fromEntries([
      ["/runs", ofRows],
      [valuePath, ofValue],
      [contentPath, ofContent],
      ...reading,
      ...calls,
    ]),
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: { Problem: problemSchema },
    },
  };
}

const rowSchema = {
  type: "object",
  required: ["run"],
  properties: { run: { type: "integer" } },
  additionalProperties: { type: ["number", "string", "boolean", "null"] },
};
const rowsSchemas: Readonly<Record<RowFormatName, Json>> = {
  json: { type: "array", items: rowSchema },
  ndjson: { type: "string", description: "A line for each run, as the items of the JSON" },
  csv: { type: "string" },
  tsv: { type: "string" },
  parquet: { type: "string", contentMediaType: "application/vnd.apache.parquet", contentEncoding: "binary" },
};

const problemSchema = {
  type: "object",
  required: ["type", "title", "status", "detail", "code"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string", description: "For people: what happened, why, and what to do" },
    code: { type: "string", enum: Object.keys(failureCodes) },
    parameters: { type: "object", description: "What else is known; its form depends on the code" },
  },
};
