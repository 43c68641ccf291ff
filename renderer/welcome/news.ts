/** What is new, by the changelog. */

/** The newest version that has entries, and the beginning of each of them. */
export interface News {
  readonly version: string;
  readonly entries: readonly string[];
}

/** Null for a text that is no changelog. */
export function newsOf(changelog: string): News | null {
  for (const part of changelog.split(/^## /m).slice(1)) {
    const [heading = ""] = part.split("\n", 1);
    const version = /^\[([^\]]+)\]/.exec(heading)?.[1] ?? heading.trim();
    // Fixes are for those who met the fault.
    const added = part.split(/^### /m).filter((section) => /^(Added|Changed)/.test(section));
    const all = added.flatMap((section) => section.split(/^- /m).slice(1));
    // This is read in the window: what is of the command line comes last.
    const isOfCommands = (entry: string) => /^`(npm|rcdb)\b/.test(entry);
    const entries = [...all.filter((entry) => !isOfCommands(entry)), ...all.filter(isOfCommands)].map(
      beginningOf,
    );
    if (entries.length > 0) return { version, entries };
  }
  return null;
}

/** The first sentence without marks of Markdown: up to a semicolon, a full stop, or a colon that is not behind a heading. */
function beginningOf(entry: string): string {
  const text = entry.replaceAll(/\s+/g, " ").replaceAll(/[`*]/g, "").trim();
  const end = /[.;](?= |$)|(?<=^.{30,}):(?= |$)/.exec(text)?.index ?? text.length;
  return `${text.slice(0, end)}.`;
}
