/** What the names of columns mean where there is no condition of that name. */
const meanings: Readonly<Record<string, string>> = {
  run: "the run's number",
  started: "when the run started",
  finished: "when the run finished",
  length: "the time from start to finish",
  hours: "the hours from start to finish",
};

/** Remarks on conditions that are taken where a value of the run itself could be meant. */
export function hiddenNames(names: readonly string[], conditions: ReadonlySet<string>): string[] {
  const hidden = Object.keys(meanings).filter((name) => conditions.has(name) && names.includes(name));
  return hidden.map((name) => `“${name}” is the condition of that name, not ${meanings[name]}.`);
}
