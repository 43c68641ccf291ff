/**
 * Which names fit a mask, in which `*` stands for any characters and `?` for one. It goes back to the last `*` only, so that
 * no mask takes longer than its length times that of the name.
 */
export function fits(mask: string): (name: string) => boolean {
  const wanted = [...mask];
  return (name) => {
    const given = [...name];
    let [at, place] = [0, 0];
    let star = -1;
    let taken = 0;
    while (at < given.length) {
      if (wanted[place] === "*") {
        star = place++;
        taken = at;
      } else if (place < wanted.length && (wanted[place] === "?" || wanted[place] === given[at])) {
        place += 1;
        at += 1;
      } else if (star >= 0) {
        // The star takes one more.
        place = star + 1;
        at = ++taken;
      } else return false;
    }
    return wanted.slice(place).every((sign) => sign === "*");
  };
}
