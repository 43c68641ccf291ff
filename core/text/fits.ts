/** Which names fit a mask, in which `*` stands for any characters and `?` for one. */
export function fits(mask: string): (name: string) => boolean {
  const pattern = mask
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const expression = new RegExp(`^${pattern}$`, "su");
  return (name) => expression.test(name);
}
