/** The answers to a window's calls about connection profiles. */
import { dialog, type BrowserWindow } from "electron";
import type { profileCalls, ProfileList } from "../core/api/profiles.ts";
import { connectionCause } from "../core/api/profiles.ts";
import type { Handlers } from "../core/api/dispatch.ts";
import { schemaText } from "../core/api/schemaText.ts";
import { parseConnection, withPassword } from "../core/db/parseConnection.ts";
import { Pool } from "../core/process/pool.ts";
import { exportOptionFile, importConnection } from "../core/profiles/exchange.ts";
import { readProfiles, type StoredProfiles } from "../core/profiles/profileFile.ts";
import { addProfile, changeProfile, removeProfile } from "../core/profiles/profiles.ts";
import type { Passwords } from "./passwords.ts";
import { spawnDatabaseProcess } from "./spawnDatabaseProcess.ts";

export function profileHandlers(
  window: BrowserWindow,
  passwords: Passwords,
): Omit<Handlers<typeof profileCalls>, "openSample"> {
  const listed = ({ profiles, problems }: StoredProfiles): ProfileList => ({
    profiles: profiles.map((profile) => {
      const { location, path } = parseConnection(profile.connection);
      const hasPassword = passwords.has(profile.connection);
      return { ...profile, location, isFile: path !== null, hasPassword };
    }),
    problems: [...problems],
    keychain: passwords.keychain,
  });
  return {
    listProfiles: async () => listed(await readProfiles()),
    saveProfile: async ({ replaces, profile, password, keepPassword }) => {
      // A password that stands in the connection string goes no further.
      const { text } = parseConnection(profile.connection);
      const saved = { ...profile, connection: text };
      const stored = await (replaces === null ? addProfile(saved) : changeProfile(replaces, saved));
      if (password !== null) passwords.keep(text, password, keepPassword);
      return listed(stored);
    },
    removeProfile: async ({ name }) => {
      const before = await readProfiles();
      const stored = await removeProfile(name);
      const removed = before.profiles.find((profile) => profile.name === name);
      const isUsed = stored.profiles.some(({ connection }) => connection === removed?.connection);
      if (removed && !isUsed) passwords.forget(removed.connection);
      return listed(stored);
    },
    testConnection: async ({ connection, password }, { signal }) => {
      const parsed = parseConnection(connection);
      const known = password ?? parsed.password ?? passwords.of(connection);
      const text = known === null ? parsed.text : withPassword(parsed.text, known);
      const opened = await Pool.open({ spawn: spawnDatabaseProcess, size: 1, share: null }, text, signal);
      if (!opened.ok)
        return { works: false, cause: connectionCause(opened.error), message: opened.error.message };
      const { pool, database } = opened.value;
      pool.close();
      const runs = `${database.runs} ${database.runs === 1 ? "run" : "runs"}`;
      const message = `${database.kindName}, schema version ${schemaText(database)}, ${runs}`;
      return { works: true, cause: null, message };
    },
    importConnection: ({ text }) => {
      const { connection, remarks } = importConnection(text);
      return { connection, remarks: [...remarks] };
    },
    exportConnection: ({ connection }) => ({ text: exportOptionFile(connection) }),
    chooseFile: async ({ title }) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title,
        buttonLabel: "Choose",
        properties: ["openFile", "showHiddenFiles"],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
  };
}
