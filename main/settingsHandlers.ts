/** The answers to a window's calls about the settings file, and about the program that it names for reports. */
import type { BrowserWindow } from "electron";
import { RcdbError } from "../core/api/failure.ts";
import type { Handlers } from "../core/api/dispatch.ts";
import type { reportCalls } from "../core/api/reports.ts";
import type { settingsCalls, StoredSettings } from "../core/api/settings.ts";
import { postReport } from "../core/reports/postReport.ts";
import { changeSettings, readSettings } from "../core/settings/settingsFile.ts";

type SettingsHandlers = Handlers<typeof settingsCalls & Pick<typeof reportCalls, "postReport">>;

/** The pixels of the text for which the interface is laid out. */
const usualFontSize = 13;

export const settingsHandlers = (window: BrowserWindow): SettingsHandlers => ({
  readSettings: async () => shown(window, await readSettings()),
  keepSettings: async (changed) => shown(window, await changeSettings(changed)),
  postReport: async ({ text }, { signal }) => {
    const { settings, path } = await readSettings();
    if (settings.postReports) {
      // A window that closes, and who cancels, end all of it.
      return postReport(settings.postReports, text, signal, { isGroup: true });
    }
    throw new RcdbError(
      "bad_input",
      `No program is set that gets reports. Name it in “${path}”: "postReports": ["program", "argument"].`,
    );
  },
});

/** The size of the text is that of all of the window. */
function shown(window: BrowserWindow, stored: StoredSettings): StoredSettings {
  const { fontSize } = stored.settings;
  if (fontSize !== undefined && !window.isDestroyed())
    window.webContents.setZoomFactor(fontSize / usualFontSize);
  return stored;
}
