import { frameActions as rows, type FrameAction } from "../../core/api/frameActions.ts";
import type { Action } from "../model/actions.svelte.ts";
import type { Copies } from "../model/copies.svelte.ts";
import type { Exports } from "../model/exports.svelte.ts";
import type { Navigation } from "../model/navigation.svelte.ts";
import type { Preferences } from "../model/preferences.svelte.ts";
import type { Profiles } from "../model/profiles.svelte.ts";
import type { Session } from "../model/session.svelte.ts";
import type { WriteMode } from "../model/writeMode.svelte.ts";
import { shownPages } from "./pageModules.ts";

/** What only the window itself can do. */
interface WindowActs {
  readonly showPalette: () => void;
  readonly focusQuery: () => void;
  readonly openDatabase: () => void;
  readonly showKeys: () => void;
  readonly showLicenses: () => void;
  readonly showHelp: () => void;
  readonly showAbout: () => void;
  readonly reportFault: () => void;
  readonly stepBack: () => void;
}

/** What they act on. */
interface State {
  readonly session: Session;
  readonly profiles: Profiles;
  readonly exports: Exports;
  readonly copies: Copies;
  readonly preferences: Preferences;
  readonly navigation: Navigation;
  readonly writeMode: WriteMode;
}

/** The actions that are there on every page. */
export function frameActions(state: State, window: WindowActs): readonly Action[] {
  const { session, profiles, exports, copies, preferences, navigation, writeMode } = state;
  const hasDatabase = () => session.database !== null;
  const acts: Record<FrameAction, Pick<Action, "act" | "isPossible">> = {
    palette: { act: window.showPalette },
    "focus-query": { isPossible: hasDatabase, act: window.focusQuery },
    "open-database": { isPossible: () => session.isDesktop, act: window.openDatabase },
    connect: { isPossible: () => session.isDesktop, act: () => profiles.connect() },
    export: { isPossible: () => exports.isPossible, act: () => exports.ask() },
    "take-copy": { isPossible: () => copies.isPossible, act: () => (copies.shown = "take") },
    "open-copy": {
      isPossible: () => copies.isPossible && copies.copy !== null,
      act: () => (copies.shown = "open"),
    },
    "allow-changes": {
      isPossible: hasDatabase,
      act: () => (writeMode.isOn ? writeMode.leave() : void writeMode.ensure()),
    },
    theme: { act: () => preferences.setTheme(preferences.isDark ? "light" : "dark") },
    "step-back": { isPossible: hasDatabase, act: window.stepBack },
    back: { act: () => history.back() },
    forward: { act: () => history.forward() },
    help: { act: window.showHelp },
    about: { act: window.showAbout },
    "report-fault": { act: window.reportFault },
    licenses: { act: window.showLicenses },
    keys: { act: window.showKeys },
  };
  return [
    ...rows.map(([id, { name, keys }]): Action => ({
      id,
      name,
      group: "Anywhere",
      keys,
      ...acts[id],
    })),
    ...shownPages.map(({ page, name, keys }): Action => ({
      id: `page-${page}`,
      name: `Go to ${name}`,
      group: "Pages",
      keys: [keys],
      isPossible: hasDatabase,
      act: () => navigation.go(page),
    })),
  ];
}
