/** Names of files and their hashes, as they are shown. */
import { escapeControls } from "../../core/text/escapeControls.ts";
import { plainHash } from "../../core/text/plainHash.ts";

/** The directory with its slash (empty where there is none) and the base name, with controls made visible. */
export function splitPath(stored: string): { directory: string; base: string } {
  if (stored.trim() === "") return { directory: "", base: "(empty name)" };
  const path = escapeControls(stored);
  const cut = path.replace(/\/+$/, "").lastIndexOf("/") + 1;
  return { directory: path.slice(0, cut), base: path.slice(cut) };
}

/** The last folders of a directory where all of it is long: `…/user/2016-10/`. They tell files of one name apart. */
export function shortDirectory(directory: string, length = 20): string {
  if (directory.length <= length) return directory;
  const end = directory.slice(-length);
  const cut = end.indexOf("/");
  return `…${cut >= 0 && cut < end.length - 1 ? end.slice(cut) : end}`;
}

/** The beginning of a hash: enough to tell versions apart. */
export function shortHash(sha256: string): string {
  return plainHash(sha256).slice(0, 8);
}
