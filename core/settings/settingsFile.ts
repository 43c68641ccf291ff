/** The file of the settings, which people may edit by hand. */
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { RcdbError } from "../api/failure.ts";
import { settingEntries, type Settings, type StoredSettings, type WindowSettings } from "../api/settings.ts";
import { aloneWith } from "../disk/aloneWith.ts";
import { isMissing } from "../disk/faults.ts";
import { userConfigFolder } from "../disk/ownFolders.ts";
import { mostConfigurationBytes, readRegularFile, utf8Text } from "../disk/regularFile.ts";
import { setAside } from "../disk/setAside.ts";
import { writeWholeText } from "../disk/wholeFile.ts";

type Content = Readonly<Record<string, unknown>>;

/** The path of the file: in the user's folder for configurations. */
function settingsPath(): string {
  return join(userConfigFolder(), "rcdb", "settings.json");
}

/**
 * Reads the settings. A file that is no JSON object is set aside under another name; of one that is, values that cannot be used are left out. Both are
 * said in `problems`. Throws `no_permission`, and `bad_input` for a folder or a pipe in its place.
 */
export async function readSettings(path: string = settingsPath()): Promise<StoredSettings> {
  const { content, problems } = await readContent(path);
  return usable(path, content, problems);
}

/**
 * Puts settings into the file, in place of those of the same name; of the values of Live, which several windows may choose, those that are named,
 * where null takes one out. Another program that does so waits: of two that write what they have read one
 * would be lost. Throws what `readSettings` throws, `locked`, and what writing throws.
 */
export async function changeSettings(
  changed: Settings | WindowSettings,
  path: string = settingsPath(),
): Promise<StoredSettings> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return aloneWith(path, async (check) => {
    const { content, problems } = await readContent(path);
    const live = changed.live === undefined ? {} : { live: withValues(content["live"], changed.live) };
    const next = { ...content, ...changed, ...live };
    check();
    await writeWholeText(path, `${JSON.stringify(next, null, 2)}\n`, { isPrivate: true });
    return usable(path, next, problems);
  });
}

function withValues(
  stored: unknown,
  changed: NonNullable<WindowSettings["live"]>,
): Readonly<Record<string, unknown>> {
  const isRecord = typeof stored === "object" && stored !== null && !Array.isArray(stored);
  const all = Object.entries({ ...(isRecord ? stored : {}), ...changed });
  return Object.fromEntries(all.filter(([, value]) => value !== null));
}

async function readContent(path: string): Promise<{ content: Content; problems: readonly string[] }> {
  let bytes: Uint8Array;
  try {
    bytes = await readRegularFile(path, mostConfigurationBytes);
  } catch (thrown) {
    const isNone = isMissing(thrown) || (thrown instanceof RcdbError && thrown.code === "no_such_file");
    if (isNone) return { content: {}, problems: [] };
    throw thrown;
  }
  const text = utf8Text(bytes);
  if (text === null) return withoutContent(path, "it is not UTF-8");
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === "object" && content !== null && !Array.isArray(content)) {
      return { content: content as Content, problems: [] };
    }
    return await withoutContent(path, "it is not a JSON object");
  } catch (thrown) {
    if (thrown instanceof SyntaxError)
      return withoutContent(path, `it is not valid JSON (${thrown.message})`);
    throw thrown;
  }
}

/** Nothing is written over what somebody wrote by hand. */
async function withoutContent(
  path: string,
  reason: string,
): Promise<{ content: Content; problems: readonly string[] }> {
  const aside = await setAside(path);
  return {
    content: {},
    problems: [`“${path}” cannot be read: ${reason}. It is now “${aside}”, and the usual settings are used.`],
  };
}

function usable(path: string, content: Content, problems: readonly string[]): StoredSettings {
  const found: Record<string, unknown> = {};
  const unfit: string[] = [];
  for (const [name, schema] of Object.entries(settingEntries)) {
    if (!Object.hasOwn(content, name)) continue;
    const parsed = v.safeParse(schema, content[name]);
    if (parsed.success) found[name] = parsed.output;
    else unfit.push(`“${name}” in “${path}” ${parsed.issues[0].message}. The usual one is used.`);
  }
  return { path, settings: found, problems: [...problems, ...unfit] };
}
