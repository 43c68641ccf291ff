/** The code of an error that the system gave, as `ENOENT`; undefined for everything else. */
export function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
}
