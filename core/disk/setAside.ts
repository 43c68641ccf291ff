import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";

/** Renames a file that cannot be read, so that nothing is written over what somebody has in it; answers its new path. */
export async function setAside(path: string): Promise<string> {
  const moment = new Date().toISOString().slice(0, 19).replaceAll(":", "");
  const first = `${path}.broken-${moment}`;
  let aside = first;
  for (let at = 2; existsSync(aside); at++) aside = `${first}-${at}`;
  await rename(path, aside);
  return aside;
}
