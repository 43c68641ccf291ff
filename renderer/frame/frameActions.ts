import type { Action } from "../model/actions.svelte.ts";
import type { Exports } from "../model/exports.svelte.ts";
import type { Navigation } from "../model/navigation.svelte.ts";
import type { Preferences } from "../model/preferences.svelte.ts";
import type { Session } from "../model/session.svelte.ts";
import { pageFaces } from "./pageModules.ts";

/** What only the window itself can do. */
export interface FrameHands {
  readonly focusQuery: () => void;
  readonly openDatabase: () => void;
  readonly showKeys: () => void;
  readonly showLicenses: () => void;
  readonly stepBack: () => void;
}

/** What they act on. */
interface Parts {
  readonly session: Session;
  readonly exports: Exports;
  readonly preferences: Preferences;
  readonly navigation: Navigation;
}

/** The actions that are there on every page. */
export function frameActions(parts: Parts, hands: FrameHands): readonly Action[] {
  const { session, exports, preferences, navigation } = parts;
  const hasDatabase = () => session.database !== null;
  const group = "Anywhere";
  return [
    {
      id: "focus-query",
      name: "Go to the query",
      group,
      keys: ["/", "Mod+L"],
      isPossible: hasDatabase,
      act: hands.focusQuery,
    },
    {
      id: "open-database",
      name: "Open a database",
      group,
      keys: ["Mod+O"],
      isPossible: () => session.isDesktop,
      act: hands.openDatabase,
    },
    {
      id: "export",
      name: "Export the result",
      group,
      keys: ["Mod+E"],
      isPossible: () => exports.isPossible,
      act: () => exports.ask(),
    },
    {
      id: "theme",
      name: "Switch light and dark",
      group,
      keys: ["Mod+Shift+L"],
      act: () => preferences.setTheme(preferences.isDark ? "light" : "dark"),
    },
    {
      id: "step-back",
      name: "One step back",
      group,
      keys: ["Escape"],
      isPossible: hasDatabase,
      act: hands.stepBack,
    },
    { id: "back", name: "Back", group, keys: ["Alt+ArrowLeft"], act: () => window.history.back() },
    { id: "forward", name: "Forward", group, keys: ["Alt+ArrowRight"], act: () => window.history.forward() },
    { id: "licenses", name: "Show the licences", group, keys: ["G B"], act: hands.showLicenses },
    { id: "keys", name: "Show the keys", group, keys: ["?"], act: hands.showKeys },
    ...pageFaces.map(({ page, name, keys }): Action => ({
      id: `page-${page}`,
      name: `Go to ${name}`,
      group: "Pages",
      keys: [keys],
      isPossible: hasDatabase,
      act: () => navigation.go(page),
    })),
  ];
}
