/** `740 bytes`, `12.4 kB`, `1.2 GB`: thousands, as file managers count. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  let size = bytes;
  for (const unit of ["kB", "MB", "GB", "TB"]) {
    size /= 1000;
    if (size < 999.5 || unit === "TB") return `${Number(size.toPrecision(3))} ${unit}`;
  }
  return `${bytes} bytes`;
}
