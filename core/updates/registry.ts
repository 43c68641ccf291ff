/** Which plug-ins there are: those that are built in, and those of a configuration file. docs/updates.md explains it. */
import { didYouMean } from "../api/missing.ts";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as v from "valibot";
import { RcdbError } from "../api/failure.ts";
import { nearest } from "../query/nearest.ts";
import { codaPlugin } from "./coda/codaPlugin.ts";
import { configPlugin } from "./config/configPlugin.ts";
import type { UpdatePlugin } from "./plugin.ts";
import { mostConfigurationBytes, readRegularText } from "../disk/regularFile.ts";
import { ownMembers } from "../api/ownMembers.ts";
import { rocPlugin } from "./roc/rocPlugin.ts";
import type { RegisteredPlugin } from "./runPlugin.ts";

type Options = Readonly<Record<string, unknown>>;
type Factory = (options: Options) => UpdatePlugin | Promise<UpdatePlugin>;

const builtIn: ReadonlyMap<string, Factory> = new Map<string, Factory>([
  ["coda", withoutOptions(codaPlugin)],
  ["config", withoutOptions(configPlugin)],
  ["roc", withoutOptions(rocPlugin)],
  // What it reads is loaded where it is asked for.
  ["epics", async (options) => (await import("./epics/epicsPlugin.ts")).epicsPlugin(options)],
]);

/** In seconds. */
const defaultTimeLimit = 60;

const pluginName = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9-]+$/, "A plug-in is named by lower-case letters, digits and hyphens"),
);
const configurationSchema = v.strictObject({
  plugins: ownMembers(
    pluginName,
    v.strictObject({
      module: v.optional(v.string()),
      timeLimit: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(3600))),
      options: v.optional(ownMembers(v.string(), v.unknown()), {}),
    }),
  ),
});
type Configuration = v.InferOutput<typeof configurationSchema>["plugins"];

/**
 * The plug-ins of these names, once each, in their order; `configurationFile` may set up built-in ones and add others. They
 * are loaded when they are called. Throws `bad_input` for a name that there is not and for what is wrong with the file,
 * `no_such_file` and `no_permission`.
 */
export async function findPlugins(
  names: readonly string[],
  configurationFile: string | null,
): Promise<RegisteredPlugin[]> {
  const configuration = configurationFile === null ? {} : await readConfiguration(configurationFile);
  const known = new Set([...builtIn.keys(), ...Object.keys(configuration)]);
  return [...new Set(names)].map((name) => {
    if (!known.has(name)) throw unknownPlugin(name, [...known]);
    const { module, timeLimit = defaultTimeLimit, options = {} } = configuration[name] ?? {};
    const factory = module === undefined ? builtIn.get(name) : fromModule(module, configurationFile ?? "");
    if (!factory) throw withoutModule(name);
    return { name, timeLimit: timeLimit * 1000, load: async () => factory(options) };
  });
}

async function readConfiguration(path: string): Promise<Configuration> {
  const text = await readRegularText(path, mostConfigurationBytes);
  const parsed = v.safeParse(configurationSchema, parseJson(text, path));
  if (parsed.success) return parsed.output.plugins;
  const [issue] = parsed.issues;
  const place = v.getDotPath(issue);
  throw wrong(path, `${place === null ? "" : `${place}: `}${issue.message}`);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw wrong(path, `it is not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

function wrong(path: string, what: string): RcdbError {
  return new RcdbError(
    "bad_input",
    `The configuration file “${path}” cannot be used: ${what}. It must be like ` +
      '{"plugins": {"weather": {"module": "./weather.mjs", "timeLimit": 10, "options": {}}}}.',
  );
}

/** The plug-in that the default export of a module makes; a relative path begins at the configuration file. */
function fromModule(module: string, configurationFile: string): Factory {
  return async (options) => {
    const path = resolve(dirname(configurationFile), module);
    const loaded = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
    const create = loaded.default;
    if (typeof create !== "function") {
      throw new RcdbError("bad_input", `The module “${path}” has no function as its default export.`);
    }
    const plugin: unknown = await (create as (options: Options) => unknown)(options);
    if (isPlugin(plugin)) return plugin;
    throw new RcdbError(
      "bad_input",
      `The default export of “${path}” made no plug-in: that is an object with a function “update”.`,
    );
  };
}

function isPlugin(given: unknown): given is UpdatePlugin {
  return (
    typeof given === "object" && given !== null && "update" in given && typeof given.update === "function"
  );
}

function withoutOptions(plugin: UpdatePlugin): Factory {
  return (options) => {
    if (Object.keys(options).length === 0) return plugin;
    throw new RcdbError("bad_input", `The plug-in ${plugin.name} takes no options. Remove them.`);
  };
}

function unknownPlugin(name: string, known: readonly string[]): RcdbError {
  const fix = didYouMean(nearest(name, known), `There are ${known.join(", ")}.`);
  return new RcdbError("bad_input", `There is no plug-in “${name}”. ${fix}`);
}

function withoutModule(name: string): RcdbError {
  return new RcdbError(
    "bad_input",
    `The plug-in “${name}” is not built in: the configuration file must name its module.`,
  );
}
