/** Links from a run to other sites, as an electronic log: addresses with `{run}` in them, which people keep in the settings. */

export interface RunLink {
  readonly name: string;
  /** `https://logbooks.example.org/search?run={run}`. */
  readonly template: string;
}

export function isRunLinks(value: unknown): value is RunLink[] {
  return (
    Array.isArray(value) &&
    value.every(
      (link: unknown) =>
        typeof link === "object" &&
        link !== null &&
        "name" in link &&
        typeof link.name === "string" &&
        "template" in link &&
        typeof link.template === "string",
    )
  );
}

/** What is wrong with a template, in words; null for one that can be used. */
export function templateFault(template: string): string | null {
  if (!template.includes("{run}")) return "Put {run} where the run number belongs.";
  const address = addressOf(template, 1);
  if (address === null) return "Give a whole address that begins with https:// or http://.";
  return new URL(address).host === new URL(addressOf(template, 22) ?? address).host
    ? null
    : "The run number cannot stand in the name of the host.";
}

/** The address for a run; null where the template gives none of the web. */
export function addressOf(template: string, run: number): string | null {
  const text = template.trim().replaceAll("{run}", String(run));
  if (!URL.canParse(text)) return null;
  const { protocol, href } = new URL(text);
  return protocol === "https:" || protocol === "http:" ? href : null;
}
