import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { UpdateContext } from "../../../core/updates/plugin.ts";
import { findPlugins } from "../../../core/updates/registry.ts";
import { runPlugin, type SharedContext } from "../../../core/updates/runPlugin.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const context: SharedContext = {
  run: 1,
  reason: null,
  log: null,
  logFile: null,
  started: null,
  finished: null,
  runConfigFile: null,
  now: "2026-01-02 03:04:05",
};

/** A configuration file; the modules lie beside it. */
function configuration(content: unknown, modules: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder();
  const path = join(folder, "plugins.json");
  for (const [name, text] of Object.entries(modules)) writeFileSync(join(folder, name), text);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

test("built-in plug-ins need no configuration file; each is there once, in the given order", async () => {
  const plugins = await findPlugins(["roc", "coda", "config", "coda"], null);
  expect(plugins.map(({ name, timeLimit }) => [name, timeLimit])).toEqual([
    ["roc", 60_000],
    ["coda", 60_000],
    ["config", 60_000],
  ]);
  const loaded = await Promise.all(plugins.map((plugin) => plugin.load()));
  expect(loaded.map(({ name }) => name)).toEqual(["roc", "coda", "config"]);
});

test("a configuration file sets limits and adds plug-ins, which get the context and their options", async () => {
  const path = configuration(
    {
      plugins: { mine: { module: "./mine.mjs", timeLimit: 61, options: { x: [1] } }, roc: { timeLimit: 2 } },
    },
    {
      "mine.mjs": `export default async (options) => ({
        update: ({ run, now, warn, signal }) => {
          warn("careful");
          const value = JSON.stringify({ options, run, now, aborted: signal.aborted });
          return { conditions: [{ name: "x", value }], files: [{ path: "/a", content: "b" }] };
        },
      })`,
    },
  );
  const [roc, mine] = await findPlugins(["roc", "mine"], path);
  expect(roc?.timeLimit).toBe(2000);
  expect(mine?.timeLimit).toBe(61_000);
  expect(mine && (await runPlugin(mine, context))).toEqual({
    values: {
      conditions: [
        { name: "x", value: '{"options":{"x":[1]},"run":1,"now":"2026-01-02 03:04:05","aborted":false}' },
      ],
      files: [{ path: "/a", content: "b", overwrite: false, importance: "high", description: null }],
    },
    warnings: ["careful"],
    failure: null,
    isLate: false,
  });
});

test("a plug-in may take the place of a built-in one", async () => {
  const path = configuration(
    { plugins: { roc: { module: "roc.mjs" } } },
    { "roc.mjs": "export default () => ({ update: () => ({ started: 'now' }) });" },
  );
  const [roc] = await findPlugins(["roc"], path);
  expect(roc && (await runPlugin(roc, context))).toMatchObject({ values: { started: "now" }, failure: null });
});

test.each<[string, string, RegExp]>([
  ["a module that is not there", "", /none\.mjs/],
  ["a module with an error", "export default () => {", /Unexpected|Parse|Expected/i],
  ["a module without a default export", "export const plugin = 1;", /no function as its default export/],
  ["one that makes no plug-in", "export default () => ({ name: 'x' });", /made no plug-in/],
  ["one that refuses its options", "export default () => { throw new Error('no file'); };", /^no file$/],
  ["one that throws no error", "export default () => { throw ''; };", /does not say why/],
  ["one that answers nothing", "export default () => ({ update() {} });", /cannot be stored/],
])("%s fails when it is called, not before", async (_name, module, failure) => {
  const name = module === "" ? "none.mjs" : "bad.mjs";
  const path = configuration({ plugins: { bad: { module: name } } }, { "bad.mjs": module });
  const [bad] = await findPlugins(["bad"], path);
  expect(bad && (await runPlugin(bad, context))).toMatchObject({
    values: {},
    failure: expect.stringMatching(failure) as string,
  });
});

test.each<[string, unknown, string, RegExp]>([
  ["no JSON", "{", "coda", /it is not JSON/],
  ["no object", [], "coda", /cannot be used/],
  ["no plug-ins", {}, "coda", /plugins: /],
  ["an unknown property", { plugins: {}, more: 1 }, "coda", /more: /],
  ["a bad name", { plugins: { "My Plug": {} } }, "coda", /lower-case letters/],
  ["an unknown setting", { plugins: { coda: { timelimit: 5 } } }, "coda", /plugins\.coda\.timelimit/],
  ["no time", { plugins: { coda: { timeLimit: 0 } } }, "coda", /plugins\.coda\.timeLimit/],
  ["too much time", { plugins: { coda: { timeLimit: 1e9 } } }, "coda", /plugins\.coda\.timeLimit/],
  ["a plug-in without a module", { plugins: { mine: {} } }, "mine", /“mine” is not built in/],
  ["a name that is not there", { plugins: {} }, "cods", /no plug-in “cods”. Did you mean coda\?/],
  ["a name that is like no other", { plugins: { mine: { module: "x" } } }, "zzzzzz", /There are coda.*mine/],
])("a configuration file with %s", async (_name, content, plugin, message) => {
  await expect(findPlugins([plugin], configuration(content))).rejects.toMatchObject({
    code: "bad_input",
    message: expect.stringMatching(message) as string,
  });
});

test("a configuration file that is not there", async () => {
  await expect(findPlugins(["coda"], join(temporaryFolder(), "x.json"))).rejects.toMatchObject({
    code: "no_such_file",
  });
});

test("built-in plug-ins take no options that they do not know", async () => {
  const [coda] = await findPlugins(["coda"], configuration({ plugins: { coda: { options: { x: 1 } } } }));
  expect(coda && (await runPlugin(coda, context)).failure).toMatch(/coda takes no options/);
});

test("one that is late is told to end, and what it says afterwards is not heard", async () => {
  let seen: UpdateContext | undefined;
  const update = (given: UpdateContext): Promise<never> => {
    seen = given;
    given.warn("begun");
    return new Promise(() => undefined);
  };
  const answer = await runPlugin(
    { name: "slow", timeLimit: 20, load: () => Promise.resolve({ name: "slow", update }) },
    context,
  );
  seen?.warn("too late");
  expect(seen?.signal.aborted).toBe(true);
  expect(answer).toMatchObject({ isLate: true, warnings: ["begun"] });
});

test("the example of the documents", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "sub"));
  copyFileSync("docs/examples/weather.mjs", join(folder, "sub", "weather.mjs"));
  const file = join(folder, "weather.json");
  const path = join(folder, "plugins.json");
  writeFileSync(
    path,
    JSON.stringify({ plugins: { weather: { module: "sub/weather.mjs", options: { file } } } }),
  );
  const [weather] = await findPlugins(["weather"], path);
  const answer = async () => weather && (await runPlugin(weather, context));
  expect(await answer()).toMatchObject({ failure: expect.stringContaining("ENOENT") as string });
  writeFileSync(file, '{"pressure": 1013.2, "temperature": "warm"}');
  expect(await answer()).toMatchObject({
    values: {
      conditions: [{ name: "air_pressure", value: 1013.2 }],
      types: [
        { name: "air_pressure", type: "float" },
        { name: "air_temperature", type: "float" },
      ],
    },
    warnings: ["The weather has no temperature."],
    failure: null,
  });
});

test("the configuration file of the documents", async () => {
  const plugins = await findPlugins(["weather", "roc"], "docs/examples/plugins.json");
  expect(plugins.map(({ timeLimit }) => timeLimit)).toEqual([5000, 20_000]);
});
