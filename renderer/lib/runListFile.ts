/** The run list that a file holds: as it is typed, or the first column of a table, whose other lines (a head, remarks) are left out. */
export function runListOf(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/#.*$/, "").trim());
  const isTable = lines.some((line) => /[\t;]|^["']?\d+["']?\s*,\s*[^\d\s-]|^[A-Za-z_"]+,/.test(line));
  if (!isTable) return lines.filter((line) => line !== "").join(",");
  const first = lines.map((line) => (line.split(/[\t;,]/)[0] ?? "").replaceAll(/^["']|["']$/g, "").trim());
  return first.filter((cell) => /^\d+(?:\s*-\s*\d+)?$/.test(cell)).join(",");
}
