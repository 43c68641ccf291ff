/** The schema of a database for people: an older one can only be read. */
export function schemaText({ schemaVersion }: { readonly schemaVersion: number }): string {
  if (schemaVersion >= 2) return String(schemaVersion);
  return `${schemaVersion} (schema v${schemaVersion} can only be read: “rcdb db update” brings it to v2)`;
}
