/** What was saved, and where, in words. */
import type { SavedExport } from "../../core/api/export.ts";
import { formatBytes, formatCount } from "./format.ts";

/** `runs.csv` and `/home/shift` of `/home/shift/runs.csv`; the separator is the one of the system. */
function splitPath(path: string): readonly [name: string, folder: string] {
  const at = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  return [path.slice(at + 1), path.slice(0, Math.max(at, path.startsWith("/") ? 1 : 0))];
}

/** `Saved plot.png in /home/shift`. */
export function savedFileText(path: string): string {
  const [name, folder] = splitPath(path);
  return folder === "" ? `Saved ${name}` : `Saved ${name} in ${folder}`;
}

/** `Saved runs.csv in /home/shift: 3 000 runs, 1.2 MB`; a browser knows itself where its downloads are. */
export function savedExportText({ path, rows, bytes, remark }: SavedExport): string {
  const what = `${formatCount(rows, "run")}, ${formatBytes(bytes)}`;
  const done =
    path === null ? `Exported ${what}, to the browser's downloads` : `${savedFileText(path)}: ${what}`;
  return remark === undefined ? done : `${done}. ${remark}`;
}
