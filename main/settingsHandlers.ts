/** The answers to a window's calls about the settings file, and about the program that it names for reports. */
import { RcdbError } from "../core/api/failure.ts";
import type { Handlers } from "../core/api/dispatch.ts";
import type { reportCalls } from "../core/api/reports.ts";
import type { settingsCalls } from "../core/api/settings.ts";
import { postReport } from "../core/reports/postReport.ts";
import { changeSettings, readSettings } from "../core/settings/settingsFile.ts";

type SettingsHandlers = Handlers<typeof settingsCalls & Pick<typeof reportCalls, "postReport">>;

export const settingsHandlers: SettingsHandlers = {
  readSettings: () => readSettings(),
  keepSettings: (changed) => changeSettings(changed),
  postReport: async ({ text }, { signal }) => {
    const { settings, path } = await readSettings();
    if (settings.postReports) return postReport(settings.postReports, text, signal);
    throw new RcdbError(
      "bad_input",
      `No program is set that gets reports. Name it in “${path}”: "postReports": ["program", "argument"].`,
    );
  },
};
