/**
 * The actions of a window that are there on every page, a row each: the desktop's menu, the palette, the keys and the list of
 * the keys take them from here.
 */
interface FrameActionRow {
  /** What it does, as on a button. */
  readonly name: string;
  /** Any of them does it. */
  readonly keys: readonly [string, ...string[]];
  /** The desktop's menu that has it, in the order of the rows. */
  readonly menu?: "File" | "View" | "Help";
  /** Whether it asks something before it does anything: menus say so by “…”. */
  readonly asks?: boolean;
}

const rows = {
  palette: { name: "Go to anything", keys: ["Mod+K", "Mod+P"], menu: "View", asks: true },
  "focus-query": { name: "Go to the query", keys: ["/", "Mod+L"], menu: "View" },
  "open-database": { name: "Open a database", keys: ["Mod+O"], menu: "File", asks: true },
  connect: { name: "Connect to a server", keys: ["G N"], menu: "File", asks: true },
  export: { name: "Export the result", keys: ["Mod+E"], menu: "File", asks: true },
  "take-copy": { name: "Take a copy", keys: ["Mod+Shift+S"], menu: "File", asks: true },
  "open-copy": { name: "Update this copy", keys: ["Mod+Shift+U"], menu: "File", asks: true },
  "allow-changes": {
    name: "Allow or end changes",
    keys: ["Mod+Shift+E"],
    menu: "File",
  },
  theme: { name: "Switch light and dark", keys: ["Mod+Shift+L"], menu: "View" },
  "step-back": { name: "One step back", keys: ["Escape"] },
  back: { name: "Back", keys: ["Alt+ArrowLeft"] },
  forward: { name: "Forward", keys: ["Alt+ArrowRight"] },
  help: { name: "Help", keys: ["F1"], menu: "Help" },
  about: { name: "About RCDB Desktop", keys: ["G A"], menu: "Help" },
  "report-fault": { name: "Report a fault", keys: ["G E"], menu: "Help" },
  licenses: { name: "Show the licences", keys: ["G B"], menu: "Help" },
  keys: { name: "Show the keys", keys: ["?"], menu: "Help" },
} as const satisfies Record<string, FrameActionRow>;

export type FrameAction = keyof typeof rows;
export const frameActions = Object.entries(rows) as readonly (readonly [FrameAction, FrameActionRow])[];
